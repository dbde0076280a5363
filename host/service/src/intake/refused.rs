//! What the store would not take, said so that whoever sent it can mend it.

use super::said::Said;
use lifang_core::intake::Kind;
use lifang_store::intake::Refused;

/// Notes why the row was refused.
pub(super) fn blame(said: &mut Said, kind: Kind, refused: &Refused) {
    match refused {
        Refused::Ambiguous => said.blame(
            key_of(kind),
            "key-ambiguous",
            ("库中有多条记录与本行对应，无法确定是哪一条", "several records answer to this row"),
            ("请先在系统中合并重复记录，再导入本行。", "Merge the duplicates first, then import this row."),
        ),
        Refused::Namesakes => said.blame(
            "resident_id",
            "namesakes",
            (
                "此处有多名同名、同性别、同日出生的人，没有公民身份号码无法确定是哪一位",
                "several persons of this name, sex and day of birth live here; without an ID nobody can say which",
            ),
            (
                "请补填公民身份号码；若他们是同一人，请先在系统中合并，再导入本行。",
                "Fill in the resident ID; if they are one, merge them first, then import this row.",
            ),
        ),
        Refused::NoPerson => said.blame(
            "resident_id",
            "person-unknown",
            ("库中没有这个人", "there is no such person"),
            ("请先导入人员，再导入居住关系。", "Import persons first, then where they live."),
        ),
        Refused::NoHouse => said.blame(
            "door",
            "house-unknown",
            ("该社区没有这套房", "the community has no such house"),
            (
                "请核对小区、楼栋、单元和门牌号；新房请先导入房屋。",
                "Check estate, building, entrance and door; import new houses first.",
            ),
        ),
        Refused::SeveralHouses => said.blame(
            "door",
            "house-ambiguous",
            ("该社区有几栋同名的楼，无法确定是哪一栋的房屋", "several houses of this name stand in the community"),
            (
                "请在“网格”列填写该房所在网格，以便区分；同一网格内重名的，请先更正楼栋名称。",
                "Say in which grid it lies; where two of one name lie in one grid, the buildings must be named apart first.",
            ),
        ),
        Refused::EndsBefore(field) => said.blame(
            field,
            "dates-in-disorder",
            ("最后一天早于已知的第一天", "the last day lies before the first one that is known"),
            ("请核对两个日期；起始日期有误的，请一并填写。", "Check both days; where the first is wrong, write it too."),
        ),
        Refused::SaidOtherwise(field) => said_otherwise(said, field_of(kind, field)),
        Refused::LocalOtherwise(key) => said_otherwise(said, key),
        Refused::OutOfScope => said.blame(
            key_of(kind),
            "record-out-of-scope",
            ("该记录属于本次导入区域以外的社区", "the record belongs to a community this import is not for"),
            (
                "与库中不同的内容请由其所在社区更正；若已迁入本社区，请先清空这些单元格，只填居住信息导入。",
                "Let its own community mend what is known otherwise. Who moved here is taken without those cells, with where they live now.",
            ),
        ),
        Refused::Missing(field) => {
            // The file may have no such column, so the field is named here.
            let title = kind.fields().iter().find(|known| known.key == *field).map(|known| &known.title);
            let (zh, en) = title.map_or((*field, *field), |title| (title.zh.as_str(), title.en.as_str()));
            said.blame(
                field,
                "wanted-when-new",
                (&format!("新记录必须填写「{zh}」"), &format!("{en} is wanted for what is new")),
                ("请补填；文件中没有这一列的，请增加一列。", "Fill it in; add the column where the file has none."),
            );
        }
    }
}

fn said_otherwise(said: &mut Said, field: &str) {
    said.blame(
        field,
        "said-otherwise",
        ("本文件前面的行对同一对象写的不一样", "an earlier row of this file says something else of the same"),
        ("请保留正确的一行，删除或更正另一行。", "Keep the right row; mend or delete the other."),
    );
}

/// The column by which rows of the kind are known.
fn key_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Persons | Kind::Residences => "resident_id",
        Kind::Houses => "door",
        Kind::Units => "code",
        Kind::Staff => "name",
    }
}

/// The column of a field of the store's.
fn field_of(kind: Kind, field: &'static str) -> &'static str {
    match (kind, field) {
        (_, "house") => "door",
        (Kind::Houses, "number") => "door",
        (Kind::Units, "community") => "region",
        (_, other) => other,
    }
}
