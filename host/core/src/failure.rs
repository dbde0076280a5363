//! How a plugin's call failed, told so that its author and its operator can mend it.

use crate::call::{LogLine, PluginRef};
use crate::problem::{Kind, Problem};
use crate::query::DataError;
use crate::text::{Bilingual, Text};
use serde::{Deserialize, Serialize};

/// Why a plugin said it cannot answer; mirrors `lifang:plugin/types.plugin-error`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "said", content = "what")]
pub enum Said {
    /// No such checklist, rule, report or list.
    #[error("it has no {0}")]
    UnknownId(String),
    /// An argument is wrong.
    #[error("{0} is wrong ({args})", args = key_and_args(.1))]
    BadInput(String, Text),
    /// A read was refused.
    #[error("{0}")]
    Data(DataError),
    /// A cell was withheld.
    #[error("{0} was withheld")]
    Withheld(String),
    /// It declines.
    #[error("it declines: [{key}]", key = .0.key)]
    Refused(Text),
}

/// How a call failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case", tag = "cause", content = "what")]
pub enum Cause {
    /// It ran into a trap; `panic` is what it said last, with file and line.
    #[error("trap: {trap}{}", panic.as_ref().map(|text| format!(" ({text})")).unwrap_or_default())]
    Trap {
        /// The engine's word.
        trap: String,
        /// The plugin's last words.
        panic: Option<String>,
    },
    /// It overstayed.
    #[error("it did not answer within {0} ms")]
    Deadline(u32),
    /// It wanted more memory than it may have.
    #[error("it wanted more than {0} bytes of memory")]
    Memory(u64),
    /// It went over another limit.
    #[error("it went over the limit {0}")]
    Limit(String),
    /// Its answer breaks the contract.
    #[error("its answer breaks the contract: {0}")]
    Crooked(String),
    /// It answered with an error.
    #[error("{0}")]
    Said(Said),
    /// Its bytes cannot be loaded.
    #[error("it cannot be loaded: {0}")]
    Unloadable(String),
    /// All instances were taken for too long.
    #[error("all instances are taken")]
    Busy,
}

/// A call that failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[error("{plugin} {function}: {cause}")]
pub struct Failure {
    /// Which version.
    pub plugin: PluginRef,
    /// The WIT function: `grid-rules.decide`.
    pub function: String,
    /// How.
    pub cause: Cause,
    /// What it wrote before.
    pub log: Vec<LogLine>,
}

impl Cause {
    /// A stable word for metrics and codes.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Trap { .. } => "trap",
            Self::Deadline(_) => "deadline",
            Self::Memory(_) => "memory",
            Self::Limit(_) => "limit",
            Self::Crooked(_) => "crooked-answer",
            Self::Said(Said::Data(_) | Said::Withheld(_)) => "denied",
            Self::Said(_) => "said-no",
            Self::Unloadable(_) => "unloadable",
            Self::Busy => "busy",
        }
    }

    /// Whether, under the policy `fallback`, another version or the outer region may speak instead. Not when the plugin
    /// declined on purpose, and not when the host is short of places or of its store: that is for the caller to hear.
    #[must_use]
    pub fn lets_others_speak(&self) -> bool {
        match self {
            Self::Busy | Self::Said(Said::Refused(_) | Said::BadInput(..)) => false,
            Self::Limit(name) => name != "store-unavailable",
            _ => true,
        }
    }

    fn said(&self) -> Bilingual {
        match self {
            Self::Trap { trap, panic } => {
                let panic = panic.as_deref().map(|text| format!("：{text}")).unwrap_or_default();
                Bilingual::new(format!("插件崩溃（{trap}）{panic}"), self.to_string())
            }
            Self::Deadline(ms) => Bilingual::new(format!("插件在 {ms} 毫秒内没有作答"), self.to_string()),
            Self::Memory(bytes) => Bilingual::new(format!("插件所需内存超过上限 {bytes} 字节"), self.to_string()),
            Self::Limit(name) => Bilingual::new(format!("插件超出限额 {name}"), self.to_string()),
            Self::Crooked(what) => Bilingual::new(format!("插件的回答不符合接口约定：{what}"), self.to_string()),
            Self::Said(said) => {
                Bilingual::new(format!("插件不能作答：{}", said.zh()), format!("it cannot answer: {said}"))
            }
            Self::Unloadable(what) => Bilingual::new(format!("插件无法加载：{what}"), self.to_string()),
            Self::Busy => Bilingual::new("插件实例已全部占用", "all plugin instances are taken"),
        }
    }

    fn remedy(&self) -> Bilingual {
        match self {
            Self::Busy => Bilingual::new("请稍后重试。", "Try again shortly."),
            Self::Said(Said::UnknownId(_) | Said::BadInput(..)) => {
                Bilingual::new("请核对所填内容后重新提交。", "Check what was sent and send it again.")
            }
            Self::Said(Said::Data(_) | Said::Withheld(_)) => Bilingual::new(
                "请运维人员核对该插件的授权与其清单中的 needs 是否一致。",
                "The operator should compare the plugin's grant with [[needs]] in its manifest.",
            ),
            Self::Said(Said::Refused(_)) => {
                Bilingual::new("插件说明了理由，请按理由处理。", "The plugin gave its reason; act on that.")
            }
            _ => Bilingual::new(
                "所报内容已保存，插件修复后会重新判定；请运维人员联系插件作者。",
                "What was sent is kept and will be decided once the plugin is mended; the operator should tell its author.",
            ),
        }
    }
}

impl Said {
    fn zh(&self) -> String {
        match self {
            Self::UnknownId(id) => format!("没有编号为 {id} 的内容"),
            Self::BadInput(field, text) => format!("{field} 有误（{}）", key_and_args(text)),
            Self::Data(error) => format!("读取数据被拒绝（{error}）"),
            Self::Withheld(field) => format!("字段 {field} 未获授权"),
            Self::Refused(text) => format!("插件拒绝处理（{}）", text.key),
        }
    }
}

/// A text without its catalog: the key, and what would go into it.
fn key_and_args(text: &Text) -> String {
    let args: Vec<String> = text.args.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    if args.is_empty() { text.key.clone() } else { format!("{}, {}", text.key, args.join(", ")) }
}

impl Failure {
    /// The failure as a problem to be shown, at `plugin@version function`.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let kind = match &self.cause {
            Cause::Busy => Kind::Busy,
            Cause::Said(Said::UnknownId(_)) => Kind::NotFound,
            Cause::Said(Said::BadInput(..) | Said::Refused(_)) => Kind::Invalid,
            _ => Kind::PluginFailed,
        };
        let code = format!("plugin-{}", self.cause.name());
        Problem::new(kind, &code, self.cause.said(), self.cause.remedy())
            .at(format!("{} {}", self.plugin, self.function))
    }
}
