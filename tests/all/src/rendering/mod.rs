//! Reports on paper and in workbooks, read back by programs that are not ours: poppler for PDFs, openpyxl for workbooks.

mod long_report;
mod paper;
mod refusals;
mod shipped_reports;
mod workbook;

use lifang_test_support::TestApp;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// Every report of the shipped plugins, with a region that has it.
const SHIPPED: [(&str, &str); 3] =
    [("220103008003", "grid-monthly"), ("220104", "old-building-watch"), ("22", "grid-monthly")];

/// Runs a report over November, after a few events; gives its document with its address.
async fn run(app: &TestApp, code: &str, report: &str) -> (Value, String) {
    let period = json!({ "first": "2026-11-01", "last": "2026-11-30" });
    let run = app.post_as_staff(&format!("/api/v1/regions/{code}/reports/{report}/runs"), &period).await.expect(201);
    let path = format!("/api/v1/runs/{}", run["id"].as_str().unwrap());
    (run, path)
}

async fn report_events(app: &TestApp) {
    for (code, kind) in [
        ("220103008003", "noise"),
        ("220103008003", "fire-lane-blocked"),
        ("220104001001", "noise"),
        ("220104001001", "stairwell-light-out"),
    ] {
        let body = json!({ "kind": kind, "fields": {} });
        let _ = app.post(&format!("/api/v1/regions/{code}/events"), &body).await.expect(201);
    }
}

/// A file with these bytes, and the folder that keeps it.
fn file(bytes: &[u8], name: &str) -> (PathBuf, TempDir) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (path, folder)
}

/// What one of poppler's programs says of a PDF.
fn poppler(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let (path, _folder) = file(pdf, "report.pdf");
    let mut command = Command::new(program);
    command.args(arguments).arg(&path);
    if program == "pdftotext" {
        command.arg("-");
    }
    let output = command.output().unwrap_or_else(|error| panic!("{program}: {error}; install poppler-utils"));
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn pages(pdf: &[u8]) -> usize {
    let told = poppler("pdfinfo", &[], pdf);
    told.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().parse().unwrap()
}

/// The text of a PDF in the order it was set, or of one page; white space means nothing there.
fn text(pdf: &[u8], page: Option<usize>) -> String {
    let number = page.unwrap_or(1).to_string();
    let mut arguments = vec!["-raw"];
    if page.is_some() {
        arguments.extend(["-f", &number, "-l", &number]);
    }
    squeezed(&poppler("pdftotext", &arguments, pdf))
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect()
}

/// Every text of a report as the API gives it, in the order of its nodes: regions by name, as on paper.
fn said(run: &Value) -> Vec<String> {
    let mut found = Vec::new();
    collect(&run["document"], &mut found);
    found.iter().map(|text| named(run, text).to_owned()).collect()
}

/// A region's name in the place of its code.
fn named<'a>(run: &'a Value, text: &'a str) -> &'a str {
    run["names"][text].as_str().unwrap_or(text)
}

fn collect(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) if fields.contains_key("said") => found.push(fields["said"].as_str().unwrap().to_owned()),
        Value::Object(fields) => {
            for (name, value) in fields {
                match (name.as_str(), value) {
                    ("data" | "date", Value::String(text)) => found.push(text.clone()),
                    _ => collect(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
