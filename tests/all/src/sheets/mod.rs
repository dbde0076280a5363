//! A spreadsheet is enough: from a workbook to a component that is installed, asked and obeyed like any other.

mod command;
mod forms;
mod oracle;
mod rules;
mod same_as_rust;

use lifang_sheet::{Plugin, compile};

/// A workbook of sheets, each a name and rows of cells parted by `|`.
fn workbook(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, line) in (0_u32..).zip(rows.trim().lines()) {
            for (column, cell) in (0_u16..).zip(line.split('|')).filter(|(_, cell)| !cell.trim().is_empty()) {
                sheet.write_string(row, column, cell.trim()).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

const SETTINGS: &str = "
form_title | lifang_title_en | form_id | version | lifang_plugin_id | lifang_regions | lifang_effective_from | lifang_licence | lifang_fillers
老人走访 | Visits to the elderly | elder-visit | 1.0.0 | cn.test.elder | 220103 | 2024-01-01 | Apache-2.0 | grid-worker, resident";

const CHOICES: &str = "
list_name | name | label::zh | label::en
yes_no | yes | 是 | Yes
yes_no | no | 否 | No
care | fall | 跌倒 | Falls
care | fire | 火灾 | Fire";

const SURVEY: &str = "
type | name | label::中文 (zh) | label::English (en) | relevant | required | constraint | constraint_message::zh | constraint_message::en | calculation
integer | age | 年龄 | Age | | yes | . >= 0 and . <= 120 | 应在 0 至 120 之间 | From 0 to 120 |
select_one yes_no | alone | 独居吗 | Lives alone? | | yes | | | |
select_one yes_no | fell | 近三个月跌倒过吗 | Fell lately? | ${age} >= 80 or ${alone} = 'yes' | | | | |
integer | falls | 几次 | How often? | ${fell} = 'yes' | ${alone} = 'yes' | . > 0 | 至少 1 次 | At least once |
calculate | risk | | | | | | | | coalesce(${falls}, 0) * 2 + if(${alone} = 'yes', 1, 0)";

const DECISIONS: &str = "
rule | when | ${alone} | finding | finding_text::zh | finding_text::en | question | action | duty | checklist | due_working_days | priority | action_text::zh | action_text::en | reason::zh | reason::en | document | article
risk | ${risk} >= 5 | yes | critical | 跌倒 ${falls} 次 | Fell ${falls} times | falls | visit | elder-care | elder-visit | 3 | urgent | 复查跌倒 | Look again | 独居且多次跌倒 | Alone, and fell several times | 民发〔2022〕73号 | 三
 | | | | | | | tag | | | | | | | | | |
risk | | | | | | | | | | | | | | 未见高风险 | No high risk | |";

const DUTIES: &str = "
id | title::zh | title::en | office::zh | office::en | document | from
elder-care | 老年人探访关爱 | Care for the elderly | 宽城区民政局 | Kuancheng Civil Affairs | 民发〔2022〕73号 | 2024-01-01";

/// The sample, whole. Its tag needs a name, which the table above leaves to this.
fn sample() -> Vec<u8> {
    let decisions = DECISIONS
        .replace("| article\n", "| article | tag | tag_days\n")
        .replace(" | | | | | | | tag | | | | | | | | | |", " | | | | | | | tag | | | | | | | | | | | falls-often | 90");
    workbook(&[
        ("survey", SURVEY),
        ("choices", CHOICES),
        ("settings", SETTINGS),
        ("decisions", &decisions),
        ("duties", DUTIES),
    ])
}

/// What a workbook that is right becomes.
#[track_caller]
fn plugins(workbook: &[u8]) -> Vec<Plugin> {
    let shown = |problems: Vec<lifang_sheet::Problem>| {
        problems.iter().map(|problem| format!("{problem}\n")).collect::<String>()
    };
    compile(workbook).unwrap_or_else(|problems| panic!("{}", shown(problems)))
}

/// Its component.
#[track_caller]
fn component(plugin: &Plugin) -> Vec<u8> {
    plugin.component().unwrap_or_else(|error| panic!("{error}"))
}
