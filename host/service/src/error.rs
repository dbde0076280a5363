//! The service's errors: problems to be shown, failures of plugins, trouble of the store.

use lifang_core::failure::Failure;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_runtime::RuntimeError;
use lifang_store::{Conflict, StoreError};

/// What a use case ends with when it does not succeed.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// What was asked is wrong; the asker can mend it.
    #[error("{0}")]
    Problem(Box<Problem>),
    /// A plugin failed.
    #[error(transparent)]
    Plugin(Box<Failure>),
    /// Bytes are no plugin.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The place of snapshots cannot be used.
    #[error(transparent)]
    Snapshots(#[from] lifang_columns::ColumnsError),
    /// A document could not be written down.
    #[error(transparent)]
    Render(#[from] lifang_render::RenderError),
    /// A file could not be read or written as a table.
    #[error(transparent)]
    Table(Box<lifang_tables::TableError>),
    /// What the store holds cannot be read back.
    #[error("stored data cannot be read: {0}")]
    Stored(#[from] serde_json::Error),
}

/// What use cases answer with.
pub type Result<T, E = ServiceError> = std::result::Result<T, E>;

impl From<lifang_tables::TableError> for ServiceError {
    fn from(error: lifang_tables::TableError) -> Self {
        Self::Table(Box::new(error))
    }
}

impl From<Problem> for ServiceError {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<Box<Failure>> for ServiceError {
    fn from(failure: Box<Failure>) -> Self {
        Self::Plugin(failure)
    }
}

impl ServiceError {
    /// The error as a problem to be shown. What an outsider must not learn is only in the log.
    #[must_use]
    pub fn problem(&self) -> Problem {
        match self {
            Self::Problem(problem) => (**problem).clone(),
            Self::Plugin(failure) => failure.problem(),
            Self::Runtime(error) => error.problem(),
            Self::Store(error) => store_problem(error),
            Self::Render(error) => error.problem(),
            Self::Snapshots(error) => snapshot_problem(error),
            Self::Table(error) => error.problem(),
            Self::Stored(_) => internal(),
        }
    }
}

fn store_problem(error: &StoreError) -> Problem {
    match error {
        StoreError::Busy | StoreError::Unavailable(_) => Problem::new(
            Kind::Busy,
            "store-busy",
            Bilingual::new("数据库暂时无法应答", "the database cannot answer just now"),
            Bilingual::new(
                "请稍后重试；用同一个 Idempotency-Key 重发不会重复登记。",
                "Try again shortly; the same Idempotency-Key never counts twice.",
            ),
        ),
        StoreError::Full => Problem::new(
            Kind::Busy,
            "storage-full",
            Bilingual::new("数据库所在磁盘已满", "the disk of the database is full"),
            Bilingual::new(
                "请清理或扩充磁盘后重试；已写入的内容完好，未写完的部分没有写入。",
                "Make room and try again; what was written stands, and nothing was written by half.",
            ),
        ),
        StoreError::Conflict(Conflict::KeyReused) => Problem::new(
            Kind::Conflict,
            "idempotency-key-reused",
            Bilingual::new(
                "这个 Idempotency-Key 已用于另一次不同的提交",
                "this Idempotency-Key was used for another request",
            ),
            Bilingual::new(
                "每次新的提交请换一个新的键；重发时内容须一致。",
                "Make a new key for each new thing; send the same bytes when you try again.",
            ),
        )
        .at("Idempotency-Key"),
        StoreError::Conflict(what) => Problem::new(
            Kind::Conflict,
            "conflict",
            Bilingual::new(format!("与已有内容冲突：{what}"), what.to_string()),
            Bilingual::new("请重新读取后再提交。", "Read it again, then send your change."),
        ),
        StoreError::NotFound(what) => Problem::new(
            Kind::NotFound,
            "not-found",
            Bilingual::new(format!("没有找到：{what}"), format!("not found: {what}")),
            Bilingual::new("请核对编号。", "Check the identifier."),
        ),
        StoreError::WrongKey => Problem::new(
            Kind::Invalid,
            "master-key-wrong",
            Bilingual::new("主密钥与数据库不匹配", "the master key is not the one this database was made with"),
            Bilingual::new(
                "请把备份的 master.key 放回数据目录；切勿用新密钥覆盖，否则姓名、电话等将无法解密。",
                "Put the backed-up master.key back into the data directory; a new key cannot read names and phones.",
            ),
        ),
        StoreError::File { path, source } => Problem::new(
            Kind::Invalid,
            "file",
            Bilingual::new(format!("文件无法使用：{source}"), format!("the file cannot be used: {source}")),
            Bilingual::new("请检查该文件与其权限。", "Check that file and its permissions."),
        )
        .at(path.clone()),
        StoreError::Refused(problem) => (**problem).clone(),
        StoreError::Source(error) => error.into(),
        _ => internal(),
    }
}

fn snapshot_problem(error: &lifang_columns::ColumnsError) -> Problem {
    Problem::new(
        Kind::Invalid,
        "snapshot-place",
        Bilingual::new(
            format!("快照存放处无法使用：{error}"),
            format!("the place of snapshots cannot be used: {error}"),
        ),
        Bilingual::new(
            "请检查配置项 snapshots 与 snapshot_options，以及目录权限和磁盘空间。",
            "Check the settings snapshots and snapshot_options, the folder's permissions and the disk.",
        ),
    )
}

fn internal() -> Problem {
    Problem::new(
        Kind::Internal,
        "internal",
        Bilingual::new("系统内部出错", "the host itself failed"),
        Bilingual::new("请把错误编号告知运维人员。", "Tell the operator the error's id."),
    )
}
