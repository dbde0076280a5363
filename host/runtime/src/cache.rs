//! The compile cache: native code in files that only this host writes, one directory per engine version, configuration and CPU.

use crate::error::RuntimeError;
use lifang_core::call::Digest;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use wasmtime::Engine;
use wasmtime::component::Component;

/// Where native code lies.
#[derive(Clone, Debug)]
pub(crate) struct Cache {
    directory: PathBuf,
}

impl Cache {
    /// The cache of this engine below `root`. What another engine version, configuration or CPU left there is not looked at.
    pub(crate) fn open(root: &Path, engine: &Engine) -> Result<Self, RuntimeError> {
        let mut hasher = DefaultHasher::new();
        engine.precompile_compatibility_hash().hash(&mut hasher);
        let directory = root.join(format!("{:016x}", hasher.finish()));
        std::fs::create_dir_all(&directory).map_err(|error| failed(&directory, &error))?;
        Ok(Self { directory })
    }

    /// The component of that digest, if it was compiled before.
    pub(crate) fn load(&self, engine: &Engine, digest: &Digest) -> Option<Component> {
        let path = self.path(digest);
        if !path.exists() {
            return None;
        }
        map(engine, &path).inspect_err(|error| tracing::warn!(path = %path.display(), %error, "compiled again")).ok()
    }

    /// Compiles bytes and keeps the result; two hosts that do so at once leave one good file.
    pub(crate) fn compile(&self, engine: &Engine, digest: &Digest, bytes: &[u8]) -> Result<Component, RuntimeError> {
        let native = engine.precompile_component(bytes).map_err(|error| RuntimeError::Compile(format!("{error:#}")))?;
        let path = self.path(digest);
        write_new(&path, &native).map_err(|error| failed(&path, &error))?;
        map(engine, &path).map_err(|error| failed(&path, &error))
    }

    fn path(&self, digest: &Digest) -> PathBuf {
        self.directory.join(digest.0.replace(':', "-")).with_extension("cwasm")
    }
}

/// Writes beside the file and renames over it. A name that someone else is writing under is left to them: a file that is mapped
/// must never be written again.
pub(crate) fn write_new(path: &Path, native: &[u8]) -> std::io::Result<()> {
    for attempt in 0_u32.. {
        let fresh = path.with_extension(format!("{}-{attempt}.tmp", std::process::id()));
        let mut file = match std::fs::OpenOptions::new().write(true).create_new(true).open(&fresh) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        file.write_all(native)?;
        drop(file);
        return std::fs::rename(&fresh, path);
    }
    Ok(())
}

fn failed(path: &Path, error: &impl ToString) -> RuntimeError {
    RuntimeError::Cache { path: path.display().to_string(), what: error.to_string() }
}

/// Maps native code. The one unsafe function of the host.
#[expect(
    unsafe_code,
    reason = "wasmtime cannot know that the file is its own output; this module writes it and nobody else"
)]
fn map(engine: &Engine, path: &Path) -> wasmtime::Result<Component> {
    // SAFETY: the file was written by `Cache::compile`, by rename, into a directory that carries the engine's compatibility
    // hash. What users upload is wasm and goes through the compiler; it is never read here.
    unsafe { Component::deserialize_file(engine, path) }
}
