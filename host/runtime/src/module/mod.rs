//! A forms component as an ES module: the same core code, taken out of its component and joined again by a script, so that a
//! browser answers what the server answers.

mod ceiling;
mod shelf;
mod transpile;

pub(crate) use shelf::Shelf;

use crate::inspect::Inspected;
use base64::Engine as _;
use lifang_core::manifest::World;
use lifang_core::text::Bilingual;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// The largest component a browser is asked to load; a JavaScript checklist is 1.6 MB, a Python one 18 MB.
pub(crate) const LARGEST: usize = 4 << 20;

/// What a browser needs to run a forms component.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// The script that joins the cores; it exports `instantiate`.
    pub script: ModuleFile,
    /// The core modules, as the script asks for them.
    pub cores: Vec<ModuleFile>,
    /// The component's catalogs, by language.
    pub catalogs: BTreeMap<String, String>,
}

impl Module {
    /// The file of that name.
    #[must_use]
    pub fn file(&self, name: &str) -> Option<&ModuleFile> {
        std::iter::once(&self.script).chain(&self.cores).find(|file| file.name == name)
    }
}

/// One file of a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleFile {
    /// What the script calls it.
    pub asked: String,
    /// Its name, which carries a part of its digest: other bytes have another name.
    pub name: String,
    /// Its digest as the `integrity` of a request: `sha256-` and base64.
    pub integrity: String,
    /// How many bytes it has.
    pub size: usize,
}

impl ModuleFile {
    fn new(asked: &str, bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        let start: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        let (stem, extension) = asked.rsplit_once('.').unwrap_or((asked, "bin"));
        Self {
            asked: asked.to_owned(),
            name: format!("{stem}.{start}.{extension}"),
            integrity: format!("sha256-{}", sha256(bytes)),
            size: bytes.len(),
        }
    }
}

/// The bytes of a module's file, as they are and compressed.
#[derive(Clone, Debug)]
pub struct ModuleBytes {
    /// As they are.
    pub plain: Sealed,
    /// Compressed with Brotli.
    pub brotli: Sealed,
}

/// Bytes with their digest.
#[derive(Clone, Debug)]
pub struct Sealed {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Their SHA-256 in base64.
    pub sha256: String,
}

impl Sealed {
    fn new(bytes: Vec<u8>) -> Self {
        Self { sha256: sha256(&bytes), bytes }
    }
}

fn sha256(bytes: &[u8]) -> String {
    base64::engine::general_purpose::STANDARD.encode(Sha256::digest(bytes))
}

/// Why a browser must leave a component to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ServerOnly {
    /// It is of world `rules`, which reads data that only the server has.
    #[error("world rules reads data that only the server has")]
    Rules,
    /// It is too large to be asked of a phone.
    #[error("it has {size} bytes; {LARGEST} is the limit for browsers")]
    TooLarge {
        /// Its bytes.
        size: usize,
    },
    /// A name in it would become program text of the script.
    #[error("the name {0:?} in it cannot be written into a script")]
    UnsafeName(String),
    /// It could not be turned into a module.
    #[error("it cannot be turned into a module for browsers: {0}")]
    Untranslatable(String),
    /// The store has no such component.
    #[error("there is no such component")]
    Unknown,
    /// The host's own trouble: its disk, its store. It may pass.
    #[error("the host could not make the module: {0}")]
    Host(String),
}

impl Inspected {
    /// Why browsers leave it to the server, as far as that can be said without making a module.
    #[must_use]
    pub fn server_only(&self) -> Option<ServerOnly> {
        match self.manifest.plugin.world {
            World::Rules => Some(ServerOnly::Rules),
            World::Forms => (self.size > LARGEST).then_some(ServerOnly::TooLarge { size: self.size }),
        }
    }
}

impl ServerOnly {
    /// Whether it may be otherwise the next time.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::Host(_) | Self::Unknown)
    }

    /// The reason, to be shown.
    #[must_use]
    pub fn said(&self) -> Bilingual {
        let zh = match self {
            Self::Rules => "rules 世界的插件要读取只有服务器才有的数据".to_owned(),
            Self::TooLarge { size } => format!("组件有 {size} 字节，浏览器端上限为 {LARGEST}"),
            Self::UnsafeName(name) => format!("组件中的名称 {name:?} 不能写入脚本"),
            Self::Untranslatable(what) => format!("组件无法转换为浏览器模块：{what}"),
            Self::Unknown => "没有这个组件".to_owned(),
            // Where the disk is, and what is wrong with it, is for the operator's log.
            Self::Host(_) => "服务器暂时无法生成浏览器模块".to_owned(),
        };
        let en = match self {
            Self::Host(_) => "the host cannot make the module for browsers just now".to_owned(),
            other => other.to_string(),
        };
        Bilingual::new(zh, en)
    }
}
