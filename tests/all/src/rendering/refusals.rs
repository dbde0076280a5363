//! What cannot be written down is refused in both languages, with another way.

use super::run;
use lifang_core::query::Figure;
use lifang_core::report::{Block, BlockNode, Document, TableCell};
use lifang_render::{Fonts, Paper};
use lifang_test_support::{Engine, TestApp};

#[tokio::test]
async fn a_machine_without_chinese_fonts_says_what_to_install() {
    let app = TestApp::start(Engine::Sqlite).await;
    let empty = app.folder().join("fonts");
    std::fs::create_dir(&empty).unwrap();
    let app = app.with_fonts(empty);
    let (_, path) = run(&app, "220103008003", "grid-monthly").await;
    let problem = app.get_as_staff(&format!("{path}?format=pdf")).await.problem(500, "font-missing");
    assert!(problem["zh"]["remedy"].as_str().unwrap().contains("fonts-noto-cjk"), "{problem}");
    assert_eq!(app.get_as_staff(&format!("{path}?format=xlsx")).await.status, 200);
}

#[tokio::test]
async fn a_paper_and_a_format_that_are_none() {
    let app = TestApp::start(Engine::Sqlite).await;
    let (_, path) = run(&app, "220103008003", "grid-monthly").await;
    let _ = app.get_as_staff(&format!("{path}?format=pdf&paper=letter")).await.problem(400, "paper-unknown");
    let _ = app.get_as_staff(&format!("{path}?format=docx")).await.problem(400, "format-unknown");
    let _ = app.get(&format!("{path}?format=pdf")).await.problem(401, "sign-in-wanted");
}

#[test]
fn a_document_with_a_cycle_ends_in_words_in_every_format() {
    let catalogs = super::long_report::catalogs();
    let frame = super::long_report::frame(&catalogs, "zh");
    let section = |parent| BlockNode { parent, block: Block::Section { title: super::long_report::said("节") } };
    for nodes in [vec![section(Some(1)), section(Some(0))], vec![section(Some(0))], vec![section(Some(u32::MAX))]] {
        let document = Document { title: super::long_report::said("月报"), nodes };
        let codes = [
            lifang_render::html(&document, &frame).unwrap_err(),
            lifang_render::csv(&document, &frame).unwrap_err(),
            lifang_render::pdf(&document, &frame, Paper::A4, &Fonts::of(None)).unwrap_err(),
            lifang_render::xlsx(&document, &frame, Vec::new()).unwrap_err(),
        ]
        .map(|error| error.problem().code);
        assert_eq!(codes, ["document-malformed"; 4].map(str::to_owned));
    }
}

#[test]
fn a_hundred_thousand_rows_are_a_workbook_and_no_pdf() {
    let catalogs = super::long_report::catalogs();
    let frame = super::long_report::frame(&catalogs, "zh");
    let row = vec![TableCell::Data("第1网格".into()), TableCell::Number(Figure::Number(1.0), 0)];
    let columns = vec![super::long_report::said("网格"), super::long_report::said("数")];
    let table = Block::Table { caption: super::long_report::said("表"), columns, rows: vec![row; 100_000] };
    let document = super::long_report::document([table]);
    let error = lifang_render::pdf(&document, &frame, Paper::A4, &Fonts::of(None)).unwrap_err().problem();
    assert_eq!(error.code, "pdf-too-long");
    assert!(error.remedy.zh.contains("format=xlsx") && error.remedy.en.contains("format=csv"), "{error}");
    let mut file = Vec::new();
    lifang_render::xlsx(&document, &frame, &mut file).unwrap();
    let (path, _folder) = super::file(&file, "long.xlsx");
    let program = "import sys, openpyxl\nw = openpyxl.load_workbook(sys.stdin.read(), read_only=True)\nprint(sum(1 for _ in w['表'].iter_rows(min_row=3)))";
    assert_eq!(crate::oracles::python(program, path.to_str().unwrap()).trim(), "100000");
}
