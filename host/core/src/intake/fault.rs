//! What can be wrong with one cell, said so that whoever typed it can mend it.

use crate::problem::{Kind, Problem};
use crate::resident_id::BadResidentId;
use crate::text::Bilingual;
use crate::unit_code::BadUnitCode;

/// Why a cell has no value of its field's type.
#[derive(Clone, Debug, PartialEq)]
pub enum BadValue {
    /// Nothing stands where something must.
    Missing,
    /// Not a day that can be read.
    Date,
    /// A day that no calendar has, such as the 29th of February of a common year.
    NoSuchDay,
    /// Year and month only.
    DayMissing,
    /// Day, month and year in an order that could be two.
    DateOrder,
    /// A year of two digits.
    ShortYear,
    /// Before 1800 or after 2200: a typing error.
    FarDay,
    /// Not a whole number.
    Integer,
    /// Not a number.
    Decimal,
    /// Outside the bounds.
    Bounds(String, String),
    /// Neither yes nor no.
    Flag,
    /// Not in the code table; with what could be written.
    Code(Vec<String>),
    /// Longer than so many characters.
    TooLong(usize),
    /// An ID of 15 digits, of the cards before 1999 that lost their validity in 2013.
    OldResidentId,
    /// A wrong resident ID.
    ResidentId(BadResidentId),
    /// A wrong unit code.
    UnitCode(BadUnitCode),
    /// Not a phone number.
    Phone,
    /// More digits than a workbook's number holds, or a number in scientific notation: the last digits are lost.
    LostDigits,
    /// A formula without a computed value.
    Uncomputed,
    /// An error of the spreadsheet, such as `#N/A`.
    ErrorValue(String),
    /// A day where text is wanted: the spreadsheet has made one of it.
    DayForText,
    /// A masked value, as exports have them.
    Masked,
}

impl BadValue {
    /// A stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "value-missing",
            Self::Date | Self::DayMissing | Self::DateOrder | Self::ShortYear => "date-unreadable",
            Self::NoSuchDay => "date-none",
            Self::FarDay => "date-far",
            Self::Integer | Self::Decimal => "number-wanted",
            Self::Bounds(..) => "number-out-of-bounds",
            Self::Flag => "flag-wanted",
            Self::Code(_) => "code-unknown",
            Self::TooLong(_) => "text-too-long",
            Self::OldResidentId => "resident-id-old",
            Self::ResidentId(_) => "resident-id-wrong",
            Self::UnitCode(_) => "unit-code-wrong",
            Self::Phone => "phone-wrong",
            Self::LostDigits => "digits-lost",
            Self::Uncomputed => "formula-uncomputed",
            Self::ErrorValue(_) => "error-value",
            Self::DayForText => "text-wanted",
            Self::Masked => "value-masked",
        }
    }

    /// What is wrong.
    #[must_use]
    pub fn what(&self) -> Bilingual {
        match self {
            Self::Missing => both("必填项为空", "a value must stand here"),
            Self::Date => both("不是可识别的日期", "this is no day that can be read"),
            Self::NoSuchDay => both("日历中没有这一天", "no calendar has this day"),
            Self::DayMissing => both("日期缺少“日”", "the day of the month is missing"),
            Self::DateOrder => both("无法判断日、月、年的先后", "day, month and year could be in two orders"),
            Self::ShortYear => both("年份只有两位", "the year has two digits"),
            Self::FarDay => both("年份不在 1800 至 2200 之间", "the year is not between 1800 and 2200"),
            Self::Integer => both("应为整数", "a whole number is wanted"),
            Self::Decimal => both("应为数字", "a number is wanted"),
            Self::Bounds(min, max) => {
                both(format!("数值应在 {min} 至 {max} 之间"), format!("the number must be from {min} to {max}"))
            }
            Self::Flag => both("应为“是”或“否”", "yes or no is wanted"),
            Self::Code(_) => both("不是代码表中的值", "this is not in the code table"),
            Self::TooLong(most) => {
                both(format!("超过 {most} 个字符"), format!("this is longer than {most} characters"))
            }
            Self::OldResidentId => both(
                "这是 15 位旧身份证号，2013 年起已停用，且没有校验码",
                "this is an ID of 15 digits: out of use since 2013, and without a check character",
            ),
            Self::ResidentId(BadResidentId::Form) => {
                both("身份证号应为 17 位数字加 1 位数字或 X", "a resident ID has 17 digits and a digit or X")
            }
            Self::ResidentId(BadResidentId::Birth) => {
                both("身份证号第 7 至 14 位不是有效的出生日期", "digits 7 to 14 of the resident ID are no day of birth")
            }
            Self::ResidentId(BadResidentId::Check(_)) => both(
                "身份证号校验码不符，某一位有误",
                "the resident ID's check character does not fit: some digit is wrong",
            ),
            Self::UnitCode(BadUnitCode::Form) => both(
                "统一社会信用代码应为 18 位数字或大写字母（不含 I、O、S、V、Z）",
                "a unit code has 18 digits or capital letters, without I, O, S, V and Z",
            ),
            Self::UnitCode(BadUnitCode::Check(_)) => both(
                "统一社会信用代码校验码不符，某一位有误",
                "the unit code's check character does not fit: some character is wrong",
            ),
            Self::Phone => both("不是有效的电话号码", "this is no phone number"),
            Self::LostDigits => both(
                "号码被当成了数字，Excel 已将其改写（如 2.20104E+17），丢失的位数无法还原",
                "the number was taken for a quantity and written anew (2.20104E+17): digits of it are lost",
            ),
            Self::Uncomputed => both("公式没有计算结果", "the formula has no computed value"),
            Self::ErrorValue(sign) => {
                both(format!("单元格是错误值 {sign}"), format!("the cell holds the error {sign}"))
            }
            Self::Masked => both("这是脱敏后的值，不是真实内容", "this is a masked value, not the real one"),
            Self::DayForText => {
                both("此处应为文字，Excel 已把它改成了日期", "text is wanted, and Excel has made a day of it")
            }
        }
    }

    /// What to do.
    #[must_use]
    pub fn remedy(&self) -> Bilingual {
        match self {
            Self::Missing => both("请补填。", "Fill it in."),
            Self::Date | Self::DayMissing | Self::ShortYear => {
                both("请写成 2024-01-02 这样的完整日期。", "Write the whole day like 2024-01-02.")
            }
            Self::NoSuchDay => both(
                "请核对年、月、日（如平年没有 2 月 29 日）。",
                "Check year, month and day; only leap years have a 29 February.",
            ),
            Self::DateOrder => both(
                "请写成 2024-01-02；或在导入时说明年份在后的日期怎样写（日、月谁在前）。",
                "Write 2024-01-02; or say with the import how days with the year last are written, day or month first.",
            ),
            Self::FarDay => both("请核对年份。", "Check the year."),
            Self::Integer | Self::Decimal => both("请只填数字。", "Write a number and nothing else."),
            Self::Bounds(..) => both("请核对数值与单位。", "Check the number and its unit of measure."),
            Self::Flag => both("请填“是”或“否”。", "Write 是 or 否, yes or no."),
            Self::Code(known) => {
                both(format!("请填以下之一：{}。", known.join("、")), format!("Write one of: {}.", known.join(", ")))
            }
            Self::TooLong(_) => {
                both("请缩短，或检查是否填错了列。", "Shorten it, or check whether it stands in the wrong column.")
            }
            Self::OldResidentId => both(
                "请按现用身份证或户口簿填写 18 位号码；不要自行在中间补 19。",
                "Copy the 18 characters from the card or the household register; do not put 19 in by yourself.",
            ),
            Self::ResidentId(_) => both("请对照身份证逐位核对。", "Compare it with the card, digit by digit."),
            Self::UnitCode(_) => {
                both("请对照营业执照或登记证书逐位核对。", "Compare it with the licence, character by character.")
            }
            Self::Phone => both(
                "请填 11 位手机号，或带区号的固定电话，如 0431-85671234；一格只填一个号码。",
                "Write a mobile number of 11 digits, or a landline with its area code such as 0431-85671234; one number a cell.",
            ),
            Self::LostDigits => both(
                "请先把该列设为“文本”格式，再重新录入或从原始系统重新导出。",
                "Format the column as text, then type the number again or export it anew from where it came.",
            ),
            Self::Uncomputed => both(
                "请用 Excel 打开并保存一次，或把公式粘贴为数值。",
                "Open the file in a spreadsheet and save it, or paste the formula's value.",
            ),
            Self::ErrorValue(_) => both("请更正公式，或直接填写数值。", "Mend the formula, or write the value itself."),
            Self::Masked => both(
                "请填写真实值，或清空该格（原有内容不变）。",
                "Write the real value, or leave the cell empty, which changes nothing.",
            ),
            Self::DayForText => {
                both("请把该列设为“文本”格式后重新填写。", "Format the column as text and write it again.")
            }
        }
    }

    /// The fault as a problem, without its place.
    #[must_use]
    pub fn problem(&self) -> Problem {
        Problem::new(Kind::Invalid, self.code(), self.what(), self.remedy())
    }
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(zh, en)
}
