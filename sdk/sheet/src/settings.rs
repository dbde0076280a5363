//! The sheet `settings`: what XLSForm says of the form, and what a plugin says of itself.

use crate::languages;
use crate::problem::{Place, Report, Said};
use crate::reader::Default;
use crate::workbook::{Row, Sheet, Workbook};

const KNOWN: [&str; 15] = [
    "form_title",
    "form_id",
    "id_string",
    "version",
    "default_language",
    "style",
    "lifang_title_en",
    "lifang_plugin_id",
    "lifang_regions",
    "lifang_effective_from",
    "lifang_licence",
    "lifang_legal_basis",
    "lifang_fillers",
    "lifang_memory_mib",
    "lifang_budget_ms",
];

/// What the settings say.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) title: (String, String),
    pub(crate) form: String,
    pub(crate) plugin: String,
    pub(crate) version: String,
    pub(crate) language: Default,
    pub(crate) regions: Vec<String>,
    pub(crate) from: String,
    pub(crate) licence: String,
    pub(crate) basis: Vec<String>,
    pub(crate) fillers: Vec<String>,
    pub(crate) memory: Option<u32>,
    pub(crate) budget: Option<u32>,
}

impl Settings {
    /// Reads them, and says all that is wrong.
    pub(crate) fn read(book: &Workbook, report: &mut Report) -> Option<Self> {
        let place = Place { sheet: "settings".into(), ..Place::default() };
        let Some(sheet) = book.sheet("settings") else {
            let what = Said::new("没有 settings 工作表。", "There is no sheet settings.");
            let columns =
                "form_title, form_id, version, lifang_plugin_id, lifang_regions, lifang_effective_from, lifang_licence";
            report.say(
                place,
                what,
                Said::new(format!("请新建，列有：{columns}。"), format!("Make one with the columns {columns}.")),
            );
            return None;
        };
        sheet.refuse_unknown(&KNOWN, &[], report);
        let Some(row) = sheet.rows.first() else {
            report.say(
                place,
                Said::new("settings 工作表没有内容。", "The sheet settings is empty."),
                Said::new("请在第二行填写。", "Fill in its second row."),
            );
            return None;
        };
        if let Some(more) = sheet.rows.get(1) {
            report.say(
                sheet.row(more),
                Said::new("settings 只有一行。", "settings has one row."),
                Said::new("请删去多余的行。", "Remove the others."),
            );
        }
        let form_column = if sheet.column("form_id").is_some() { "form_id" } else { "id_string" };
        let needed = [
            "form_title",
            form_column,
            "version",
            "lifang_plugin_id",
            "lifang_regions",
            "lifang_effective_from",
            "lifang_licence",
        ];
        let found: Vec<Option<String>> =
            needed.iter().map(|name| sheet.needs(row, name, report).map(|(text, _)| text.to_owned())).collect();
        let language = sheet.cell(row, "default_language").map_or(Some("zh".to_owned()), |(text, place)| {
            let tag = languages::tag(text);
            if tag.is_none() {
                let what = Said::new(format!("不认识语言“{text}”。"), format!("The language {text:?} is not known."));
                report.say(place, what, Said::new("请写成 中文 (zh)。", "Write 中文 (zh)."));
            }
            tag
        });
        let [Some(title), Some(form), Some(version), Some(plugin), Some(regions), Some(from), Some(licence)] =
            <[Option<String>; 7]>::try_from(found).ok()?
        else {
            return None;
        };
        check_spelling(sheet, row, form_column, &form, report);
        if version.split('.').count() != 3 || version.split('.').any(|part| part.parse::<u32>().is_err()) {
            let what = Said::new(
                format!("版本“{version}”不是三个数。"),
                format!("The version {version:?} is not three numbers."),
            );
            report.say(
                sheet.place(row, "version"),
                what,
                Said::new("请写成 1.0.0；每次发布加大。", "Write 1.0.0, and raise it with each release."),
            );
        }
        let memory = sheet.number(row, "lifang_memory_mib", 1..=64, report);
        let budget = sheet.number(row, "lifang_budget_ms", 1..=200, report);
        let text = |name| sheet.cell(row, name).map(|(text, _)| text.to_owned());
        Some(Self {
            title: (title.clone(), text("lifang_title_en").unwrap_or(title)),
            form,
            plugin,
            version,
            language: Default(language?),
            regions: list(&regions, &[',', '，', '、', ';', '；', ' ']),
            from,
            licence,
            basis: text("lifang_legal_basis").map(|text| list(&text, &[';', '；', '\n'])).unwrap_or_default(),
            fillers: text("lifang_fillers").map(|text| list(&text, &[',', '，', '、', ' '])).unwrap_or_default(),
            memory,
            budget,
        })
    }
}

/// A checklist's id stands in addresses.
fn check_spelling(sheet: &Sheet, row: &Row, column: &str, id: &str, report: &mut Report) {
    if !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        let what = Said::new(
            format!("form_id“{id}”含有不能出现在网址中的字符。"),
            format!("The form_id {id:?} has characters that an address cannot have."),
        );
        report.say(
            sheet.place(row, column),
            what,
            Said::new(
                "请用小写字母、数字和连字符，例如 home-visit。",
                "Use small letters, digits and hyphens: home-visit.",
            ),
        );
    }
}

/// The parts of a list.
pub(crate) fn list(text: &str, between: &[char]) -> Vec<String> {
    text.split(between).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
