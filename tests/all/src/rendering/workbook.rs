//! Workbooks as openpyxl reads them.

use super::long_report::{catalogs, document, frame, said};
use super::{SHIPPED, file, report_events, run};
use crate::oracles::python;
use lifang_core::query::Figure;
use lifang_core::report::{Block, ChartKind, TableCell};
use lifang_test_support::{Engine, TestApp};
use serde_json::{Value, json};

/// Everything a sheet is, as JSON.
const READ: &str = r#"
import sys, json, datetime, openpyxl
book = openpyxl.load_workbook(sys.stdin.read())
def cell(c):
    value = c.value
    if isinstance(value, (datetime.datetime, datetime.date)):
        value = {"day": value.strftime("%Y-%m-%d")}
    return [c.data_type, value, c.number_format, bool(c.quotePrefix)]
print(json.dumps([{
    "name": s.title, "freeze": s.freeze_panes, "merged": [str(m) for m in s.merged_cells.ranges],
    "widths": {k: d.width for k, d in s.column_dimensions.items()}, "charts": len(s._charts),
    "rows": [[cell(c) for c in row] for row in s.iter_rows()],
} for s in book.worksheets]))
"#;

fn read(workbook: &[u8]) -> Vec<Value> {
    let (path, _folder) = file(workbook, "report.xlsx");
    serde_json::from_str(&python(READ, path.to_str().unwrap())).unwrap()
}

fn written(blocks: impl IntoIterator<Item = Block>) -> Vec<Value> {
    let catalogs = catalogs();
    let mut bytes = Vec::new();
    lifang_render::xlsx(&document(blocks), &frame(&catalogs, "zh"), &mut bytes).unwrap();
    read(&bytes)
}

fn table(caption: &str, rows: Vec<Vec<TableCell>>) -> Block {
    let columns = vec![said("网格名称"), said("件数"), said("巡查日期")];
    Block::Table { caption: said(caption), columns, rows }
}

fn row(name: &str, figure: Figure, decimals: u8) -> Vec<TableCell> {
    let name = TableCell::Data(name.into());
    vec![name, TableCell::Number(figure, decimals), TableCell::Date("2026-11-09".parse().unwrap())]
}

#[test]
fn numbers_are_numbers_days_are_days_and_formulas_are_text() {
    let rows = vec![
        row("=HYPERLINK(\"http://a.b\")", Figure::Number(-12.345), 2),
        row("_x0041_\u{202e}\u{1}<b>&", Figure::Number(7.0), 0),
        row(" 里坊\n第二行", Figure::Suppressed, 0),
        row("", Figure::None, 0),
    ];
    let sheets = written([table("各网格: 情况/[月]", rows)]);
    let sheet = &sheets[1];
    assert_eq!(sheet["name"], "各网格  情况  月");
    assert_eq!((&sheet["freeze"], &sheet["merged"]), (&json!("A3"), &json!(["A1:C1"])));
    let rows = &sheet["rows"];
    assert_eq!(rows[0][0][1], "各网格: 情况/[月]");
    assert_eq!(
        rows[1].as_array().unwrap().iter().map(|cell| cell[1].clone()).collect::<Vec<_>>(),
        ["网格名称", "件数", "巡查日期"]
    );
    assert_eq!(rows[2][0], json!(["s", "=HYPERLINK(\"http://a.b\")", "General", true]));
    assert_eq!(rows[2][1], json!(["n", -12.345, "0.00", false]));
    assert_eq!(rows[2][2], json!(["d", { "day": "2026-11-09" }, "yyyy-mm-dd", false]));
    assert_eq!(rows[3][0][1], "_x0041_<b>&");
    assert_eq!(rows[3][1], json!(["n", 7, "0", false]));
    assert_eq!((&rows[4][0][1], &rows[4][1][1]), (&json!(" 里坊\n第二行"), &json!("*")));
    assert_eq!(rows[5][1][1], "–");
    assert!(sheet["widths"]["A"].as_f64().unwrap() > 25.0 && sheet["widths"]["C"].as_f64().unwrap() >= 10.0, "{sheet}");
}

#[test]
fn a_megabyte_is_cut_in_its_cell_and_named_on_the_first_sheet() {
    let sheets = written([table("备注", vec![row(&"里".repeat(1 << 20), Figure::Number(1.0), 0)])]);
    let text = sheets[1]["rows"][2][0][1].as_str().unwrap();
    assert!(text.encode_utf16().count() <= 32_767 && text.contains("全文 1048576 字"));
    assert!(
        sheets[0]["rows"].to_string().contains("有 1 处文字超过单元格上限，已截断；全文见 CSV：备注!A3"),
        "{}",
        sheets[0]
    );
}

#[test]
fn a_chart_is_a_chart_over_its_figures_and_none_over_nothing() {
    let chart = |kind, points: &[f64]| Block::Chart {
        kind,
        caption: said("走势"),
        labels: points.iter().map(|point| format!("第{point}周")).collect(),
        series: vec![(said("本月"), points.iter().map(|point| Figure::Number(*point)).collect())],
    };
    let blocks = [ChartKind::Bar, ChartKind::Line, ChartKind::Pie].map(|kind| chart(kind, &[1.0, 2.5]));
    let sheets = written(blocks.into_iter().chain([chart(ChartKind::Line, &[])]));
    let charts: Vec<&Value> = sheets.iter().map(|sheet| &sheet["charts"]).collect();
    assert_eq!(charts, [0, 1, 1, 1, 0]);
    assert_eq!(sheets[1]["rows"][3][1], json!(["n", 2.5, "0.0", false]));
    assert_eq!(sheets[2]["name"], "走势 (2)");
}

#[tokio::test]
async fn every_shipped_report_is_a_workbook_with_its_figures_as_numbers() {
    let app = TestApp::start(Engine::Sqlite).await;
    report_events(&app).await;
    for (code, report) in SHIPPED {
        let (run, path) = run(&app, code, report).await;
        let reply = app.get_as_staff(&format!("{path}?format=xlsx")).await;
        assert_eq!(reply.status, 200);
        let sheets = read(&reply.bytes);
        assert_eq!(sheets[0]["name"], "概要");
        assert_eq!(sheets[0]["rows"][0][0][1], run["title"]);
        let nodes = run["document"]["nodes"].as_array().unwrap();
        let tables: Vec<&Value> = nodes.iter().filter(|node| node["block"] == "table").collect();
        let mut sheets = sheets.iter().skip(1).filter(|sheet| sheet["charts"] == 0);
        for table in tables {
            let sheet = sheets.next().unwrap();
            for (row, cells) in table["rows"].as_array().unwrap().iter().enumerate() {
                for (column, cell) in cells.as_array().unwrap().iter().enumerate() {
                    let found = &sheet["rows"][row + 2][column];
                    if let Some(number) = cell["number"][0]["number"].as_f64() {
                        assert_eq!(
                            (&found[0], found[1].as_f64()),
                            (&json!("n"), Some(number)),
                            "{report} {row} {column}"
                        );
                    } else if let Some(said) = cell["text"]["said"].as_str().or_else(|| cell["data"].as_str()) {
                        assert_eq!(
                            found[1].as_str().unwrap_or_default(),
                            super::named(&run, said),
                            "{report} {row} {column}"
                        );
                    }
                }
            }
        }
    }
}
