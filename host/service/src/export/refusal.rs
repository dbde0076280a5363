//! Why an export is refused.

use crate::error::ServiceError;
use lifang_core::problem::{Kind, Problem};
use lifang_core::query::DataError;
use lifang_core::text::Bilingual;

fn refused(code: &str, at: &str, what: Bilingual, remedy: Bilingual) -> ServiceError {
    Problem::new(Kind::Invalid, code, what, remedy).at(at.chars().take(80).collect::<String>()).into()
}

/// No such dataset.
pub(super) fn dataset(name: &str, known: &[&str]) -> ServiceError {
    let name: String = name.chars().take(40).collect();
    refused(
        "dataset-unknown",
        "dataset",
        Bilingual::new(format!("没有数据集 {name}"), format!("there is no dataset {name}")),
        Bilingual::new(format!("可用：{}。", known.join("、")), format!("There are: {}.", known.join(", "))),
    )
}

/// A column or condition the data does not know.
pub(super) fn question(error: &DataError, known: &[String]) -> ServiceError {
    refused(
        "export-question",
        "columns",
        Bilingual::new(format!("无法按要求取数：{error}"), format!("the data cannot be asked for that: {error}")),
        Bilingual::new(format!("可用的列：{}。", known.join("、")), format!("The columns are: {}.", known.join(", "))),
    )
}

/// A condition that cannot be read.
pub(super) fn condition(text: &str, why: Bilingual) -> ServiceError {
    refused(
        "condition-unreadable",
        text,
        why,
        Bilingual::new(
            "写法：列=值、列=值1|值2、列>=值、列<=值、列~代码（含某类别）、列?（已知）、列!（未知）。",
            "Write COLUMN=VALUE, COLUMN=A|B, COLUMN>=VALUE, COLUMN<=VALUE, COLUMN~CODE (has it), COLUMN? (known) or COLUMN! (unknown).",
        ),
    )
}

/// A condition on a column that is masked: whoever may not see it may not find people by it either.
pub(super) fn guarded_condition(column: &str) -> ServiceError {
    refused(
        "condition-guarded",
        column,
        Bilingual::new(
            format!("{column} 是受保护的列，脱敏导出不能按它筛选"),
            format!("{column} is masked in this export, so nothing can be picked by it"),
        ),
        Bilingual::new(
            "请去掉该条件，或以有权限的身份注明用途后导出完整值。",
            "Leave the condition out, or export in full with a purpose, if your role may.",
        ),
    )
}

/// Full values without a purpose.
pub(super) fn purpose() -> ServiceError {
    refused(
        "purpose-missing",
        "purpose",
        Bilingual::new(
            "导出完整的个人信息须注明用途",
            "personal data in full is exported for a purpose only, and none is given",
        ),
        Bilingual::new(
            "请填写用途（2 至 200 字），它会记入审计；不需要完整值时请用默认的脱敏导出。",
            "Say what for, in 2 to 200 characters, which the audit keeps; or take the masked export, which is the default.",
        ),
    )
}
