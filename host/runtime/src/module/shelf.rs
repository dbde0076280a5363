//! Where modules lie: files that only this host writes, below the compile cache, one folder per component and version of what
//! makes them. A module that is not there, or not whole, is made again.

use super::transpile::{self, Made};
use super::{Module, ModuleBytes, ModuleFile, Sealed, ServerOnly};
use crate::cache::write_new;
use crate::inspect::inspect;
use lifang_core::call::Digest;
use std::path::{Path, PathBuf};

/// What the folder of all modules is called. It changes with `js-component-bindgen`, and whenever this host makes other files of
/// the same component.
const VERSION: &str = "modules-2.10.1-2";
/// The generator walks types by recursion, and the types are the plugin's.
const STACK: usize = 32 << 20;
const INDEX: &str = "module.json";

/// The modules of this host.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    directory: PathBuf,
}

impl Shelf {
    /// The shelf below the compile cache.
    pub(crate) fn below(cache: &Path) -> Self {
        Self { directory: cache.join(VERSION) }
    }

    /// The module of that digest, if it was made before and every file is as it was written.
    pub(crate) fn load(&self, digest: &Digest) -> Option<Result<Module, ServerOnly>> {
        let folder = self.folder(digest);
        let index = std::fs::read(folder.join(INDEX)).ok()?;
        let found: Result<Module, ServerOnly> = serde_json::from_slice(&index).ok()?;
        if let Ok(module) = &found {
            let whole = |file: &ModuleFile| {
                std::fs::read(folder.join(&file.name)).is_ok_and(|bytes| *file == ModuleFile::new(&file.asked, &bytes))
                    && folder.join(compressed(&file.name)).exists()
            };
            if !std::iter::once(&module.script).chain(&module.cores).all(whole) {
                tracing::warn!(folder = %folder.display(), "a module is not whole and is made again");
                return None;
            }
        }
        Some(found)
    }

    /// Makes the module and keeps it, or keeps why there is none.
    pub(crate) fn make(&self, digest: &Digest, component: Vec<u8>) -> Result<Module, ServerOnly> {
        let worker = std::thread::Builder::new().name("lifang-module".into()).stack_size(STACK);
        let made = worker
            .spawn(move || {
                let inspected = inspect(&component).map_err(|error| ServerOnly::Untranslatable(error.to_string()))?;
                transpile::transpile(&inspected, &component)
            })
            .map_err(|error| ServerOnly::Host(error.to_string()))?
            .join()
            // The generator panics where it finds what it does not know.
            .unwrap_or_else(|panic| Err(ServerOnly::Untranslatable(words(&*panic))));
        if let Err(reason) = &made {
            tracing::warn!(%digest, %reason, "browsers leave this component to the server");
        }
        if let Err(error) = self.keep(digest, &made) {
            tracing::error!(%digest, %error, "a module could not be kept");
            return Err(ServerOnly::Host(error.to_string()));
        }
        made.map(|made| made.module)
    }

    /// A file's bytes.
    pub(crate) fn read(&self, digest: &Digest, file: &ModuleFile) -> std::io::Result<ModuleBytes> {
        let folder = self.folder(digest);
        Ok(ModuleBytes {
            plain: Sealed::new(std::fs::read(folder.join(&file.name))?),
            brotli: Sealed::new(std::fs::read(folder.join(compressed(&file.name)))?),
        })
    }

    fn folder(&self, digest: &Digest) -> PathBuf {
        self.directory.join(digest.0.replace(':', "-"))
    }

    /// Each file comes by rename, the index last: two hosts that do so at once write the same bytes.
    fn keep(&self, digest: &Digest, made: &Result<Made, ServerOnly>) -> std::io::Result<()> {
        let folder = self.folder(digest);
        std::fs::create_dir_all(&folder)?;
        if let Ok(made) = made {
            let files = std::iter::once(&made.module.script).chain(&made.module.cores);
            for (file, bytes) in files.zip(&made.bytes) {
                write_new(&folder.join(&file.name), bytes)?;
                write_new(&folder.join(compressed(&file.name)), &compress(bytes)?)?;
            }
        }
        let index = made.as_ref().map(|made| &made.module);
        write_new(&folder.join(INDEX), &serde_json::to_vec(&index)?)
    }
}

fn compressed(name: &str) -> String {
    format!("{name}.br")
}

fn compress(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 9, size_hint: bytes.len(), ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

fn words(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("the generator gave up").chars().take(400).collect()
}
