//! Errors of commands, as problems in both languages.

use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::ServiceError;
use std::path::Path;

/// Why a command failed.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) problem: Box<Problem>,
    /// What only the operator at this terminal may see: the cause behind an internal error.
    pub(crate) cause: Option<String>,
}

impl From<Problem> for Failed {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), cause: None }
    }
}

impl From<ServiceError> for Failed {
    fn from(error: ServiceError) -> Self {
        let problem = error.problem();
        let mut cause = None;
        if matches!(problem.kind, Kind::Internal | Kind::Busy) {
            let mut text = error.to_string();
            let mut source = std::error::Error::source(&error);
            while let Some(error) = source {
                text = format!("{text}: {error}");
                source = error.source();
            }
            cause = Some(text);
        }
        Self { problem: Box::new(problem), cause }
    }
}

impl From<std::io::Error> for Failed {
    fn from(error: std::io::Error) -> Self {
        let what = Bilingual::new(format!("系统拒绝了操作：{error}"), format!("the system refused: {error}"));
        let remedy = Bilingual::new("请检查权限、端口与磁盘空间。", "Check permissions, ports and disk space.");
        Problem::new(Kind::Internal, "system", what, remedy).into()
    }
}

impl Failed {
    /// A file that cannot be read or written.
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        let what =
            Bilingual::new(format!("文件无法读写：{error}"), format!("the file cannot be read or written: {error}"));
        let remedy = Bilingual::new("请检查路径与权限。", "Check path and permissions.");
        Problem::new(Kind::Invalid, "file", what, remedy).at(path.display().to_string()).into()
    }

    /// A configuration that cannot be read.
    pub(crate) fn config(what: &str) -> Self {
        let said = Bilingual::new(format!("配置有误：{what}"), format!("the configuration is wrong: {what}"));
        let remedy = Bilingual::new(
            "请检查数据目录中的 lifang.toml 与 LIFANG_ 开头的环境变量。",
            "Check lifang.toml in the data directory and the variables that begin with LIFANG_.",
        );
        Problem::new(Kind::Invalid, "config", said, remedy).into()
    }

    /// A plugin that could not be begun.
    pub(crate) fn begin(error: &lifang_sdk_build::BuildError) -> Self {
        let what = Bilingual::new(format!("无法新建插件：{error}"), format!("the plugin cannot be begun: {error}"));
        let remedy = Bilingual::new("请按上面的提示修改后重试。", "Mend what is said above and try again.");
        Problem::new(Kind::Invalid, "begin", what, remedy).into()
    }

    /// A plugin that could not be built.
    pub(crate) fn build(error: &lifang_sdk_build::BuildError) -> Self {
        let what = Bilingual::new(format!("插件构建失败：{error}"), format!("the plugin cannot be built: {error}"));
        let remedy = Bilingual::new("请按上面的提示修改后重新构建。", "Mend what is said above and build again.");
        Problem::new(Kind::Invalid, "build", what, remedy).into()
    }
}
