//! What can go wrong before a plugin is called. What goes wrong in a call is `lifang_core::failure::Failure`.

use lifang_core::manifest::BadManifest;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::{BadCatalog, Bilingual};

/// Why bytes are no plugin, or the engine cannot run them.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// Not a component at all.
    #[error("{what}")]
    NotAComponent {
        /// What it is instead, or where reading stopped.
        what: String,
    },
    /// It has no manifest.
    #[error("the component carries no section lifang:manifest")]
    NoManifest,
    /// Its manifest is wrong.
    #[error(transparent)]
    Manifest(#[from] BadManifest),
    /// A catalog is wrong or missing.
    #[error(transparent)]
    Catalog(#[from] BadCatalog),
    /// It imports what its world does not offer.
    #[error("it imports {import}, which world {world} does not offer")]
    ForeignImport {
        /// The import.
        import: String,
        /// Its world.
        world: &'static str,
    },
    /// It does not export what its world must.
    #[error("it does not export {export}, which world {world} must")]
    MissingExport {
        /// The export.
        export: String,
        /// Its world.
        world: &'static str,
    },
    /// Names fit, types do not.
    #[error("it does not fit world {world}: {what}")]
    Unfit {
        /// Its world.
        world: &'static str,
        /// Where.
        what: String,
    },
    /// The compiler refused it.
    #[error("it cannot be compiled: {0}")]
    Compile(String),
    /// The engine could not be started.
    #[error("the engine cannot start: {0}")]
    Engine(String),
    /// The compile cache cannot be written or read.
    #[error("compile cache {path}: {what}")]
    Cache {
        /// The file.
        path: String,
        /// What failed.
        what: String,
    },
}

impl RuntimeError {
    /// The error as a problem to be shown.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let (code, zh, remedy) = match self {
            Self::NotAComponent { what } => (
                "not-a-component",
                format!("这不是 WebAssembly 组件：{what}"),
                (
                    "请用 lifang plugin build 构建插件后再试。",
                    "Build the plugin with `lifang plugin build` and try again.",
                ),
            ),
            Self::NoManifest => (
                "no-manifest",
                "组件内没有插件清单（lifang:manifest 段）".to_owned(),
                (
                    "请用 lifang plugin build 构建，它会嵌入 plugin.toml。",
                    "Build it with `lifang plugin build`, which embeds plugin.toml.",
                ),
            ),
            Self::Manifest(error) => (
                "bad-manifest",
                format!("插件清单有误：{error}"),
                ("请按所指位置修改 plugin.toml。", "Mend plugin.toml at that place."),
            ),
            Self::Catalog(error) => (
                "bad-catalog",
                format!("文字目录有误：{error}"),
                ("请按所指位置修改 texts 目录下的文件。", "Mend that file under texts/."),
            ),
            Self::ForeignImport { import, world } => (
                "foreign-import",
                format!("组件导入了 {import}，而 {world} 世界并不提供"),
                (
                    "请去掉该依赖；forms 世界只能导入 types 与 log。",
                    "Remove what needs it; world forms may import types and log only.",
                ),
            ),
            Self::MissingExport { export, world } => (
                "missing-export",
                format!("组件没有导出 {world} 世界要求的 {export}"),
                (
                    "请核对 plugin.toml 的 world 与代码中的宏是否一致。",
                    "Compare `world` in plugin.toml with the macro in the code.",
                ),
            ),
            Self::Unfit { world, what } => (
                "unfit",
                format!("组件与 {world} 世界不符：{what}"),
                ("请用 1.0 版接口重新构建。", "Build it again against contract 1.0."),
            ),
            Self::Compile(what) => (
                "cannot-compile",
                format!("组件无法编译：{what}"),
                ("请检查构建所用的 WebAssembly 特性。", "Check which WebAssembly features it was built with."),
            ),
            Self::Engine(what) | Self::Cache { what, .. } => (
                "engine",
                format!("运行引擎出错：{what}"),
                (
                    "请运维人员检查缓存目录与系统限额。",
                    "The operator should check the cache directory and system limits.",
                ),
            ),
        };
        let kind = if matches!(self, Self::Engine(_) | Self::Cache { .. }) { Kind::Internal } else { Kind::Invalid };
        Problem::new(kind, code, Bilingual::new(zh, self.to_string()), Bilingual::new(remedy.0, remedy.1))
    }
}
