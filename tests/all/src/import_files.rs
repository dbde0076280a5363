//! Files in every shape that offices have: Unicode text, workbooks with all that goes wrong in them, uploads that take their time.

use crate::imports::{Host, counts};
use crate::oracles::python;
use lifang_test_support::{Engine, Patience, TestApp};
use serde_json::json;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const FEW: &str = "姓名,身份证号,社区,居住类型\n欧阳建国,11010519491231002X,220103008003,户在人在\n";

/// The same list in every encoding that a spreadsheet or Python writes.
const ENCODINGS: &str = r#"
import json, sys
folder = json.loads(sys.stdin.read())
text = "姓名\t身份证号\t社区\t居住类型\r\n欧阳建国\t11010519491231002X\t220103008003\t户在人在\r\n"
for name in ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"]:
    open(folder + "/" + name + ".txt", "wb").write(text.encode(name))
open(folder + "/utf-16be.txt", "wb").write(b"\xfe\xff" + text.encode("utf-16-be"))
open(folder + "/bare.txt", "wb").write("name\tphone\r\n".encode("utf-16-le"))
open(folder + "/cut.txt", "wb").write(text.encode("utf-16")[:-5] + b"\x00\xd8\n\x00")
open(folder + "/mixed.txt", "wb").write(text.encode("gb18030") + "王芳兰\t\t220103008003\t户在人在\r\n".encode("utf-8"))
open(folder + "/mac.csv", "wb").write(text.replace("\r\n", "\r").encode("utf-8"))
open(folder + "/bare-heading.csv", "wb").write("姓名,身份证号,社区\n".encode("utf-8"))
"#;

#[test]
fn a_list_is_the_same_in_every_encoding() {
    let host = Host::new(Engine::Sqlite);
    python(ENCODINGS, &json!(host.file("")).to_string());
    for (name, counted) in [
        ("utf-16", [1, 1, 0, 0, 0]),
        ("utf-16be", [1, 0, 0, 1, 0]),
        ("utf-8", [1, 0, 0, 1, 0]),
        ("utf-8-sig", [1, 0, 0, 1, 0]),
        ("gb18030", [1, 0, 0, 1, 0]),
        ("gbk", [1, 0, 0, 1, 0]),
    ] {
        assert_eq!(counts(&host.import("persons", &host.file(&format!("{name}.txt")))), counted, "{name}");
    }
    for (name, code, word) in [
        ("bare.txt", "not-a-table", "BOM"),
        ("mac.csv", "not-a-table", "CR"),
        ("bare-heading.csv", "table-empty", "表头"),
    ] {
        let file = host.file(name);
        let problem = host.fails(&["import", "persons", file.to_str().unwrap()]);
        assert_eq!(problem["code"], code, "{problem}");
        assert!(problem["what"]["zh"].as_str().unwrap().contains(word), "{problem}");
    }
    // What is wrong further down ends the import, and what stood before it stays.
    for name in ["cut.txt", "mixed.txt"] {
        let file = host.file(name);
        let problem = host.fails(&["import", "persons", file.to_str().unwrap()]);
        assert_eq!(problem["code"], "encoding-wrong", "{problem}");
        assert!(problem["at"].as_str().unwrap().starts_with(name), "{problem}");
    }
}

/// A workbook with what offices do to workbooks, row by row, and what each row is to become.
const WORKBOOK: &str = r##"
import datetime, json, sys
from openpyxl import Workbook
from stdnum.cn import ric
folder = json.loads(sys.stdin.read())
def id(birth, n):
    body = "220103" + birth + "%03d" % n
    return body + ric.calc_check_digit(body + "0")
wide = lambda text: "".join(chr(ord(c) + 0xfee0) if "!" <= c <= "~" else c for c in text)
book = Workbook(); sheet = book.active
sheet.append(["长山花园社区居民登记表"]); sheet.merge_cells("A1:G1")
sheet.append(["姓名", "身份证号", "出生日期", "社区", "居住类型", "入住日期", "联系电话"])
day = datetime.date
rows = [
    (["王一", id("19900101", 1), "1990年1月1日", "220103008003", "户在人在", "2020-02-29", None], None),
    (["王二", wide(id("19900102", 2)), day(1990, 1, 2), wide("220103008003"), "户在人在", 43890, wide("13900000002")], None),
    (["丁", id("20000229", 3), 36585, "220103008003", "户在人在", None, None], None),
    (["穆" * 50, id("19900104", 4), "19900104", "220103008003", "户在人在", None, None], None),
    (["穆" * 101, id("19900105", 5), None, "220103008003", "户在人在", None, None], "text-too-long"),
    (["王六", id("19900106", 6)[:6] + id("19900106", 6)[8:17], None, "220103008003", "户在人在", None, None], "resident-id-old"),
    (["王七", int(id("19900107", 7)[:17] + "0"), None, "220103008003", "户在人在", None, None], "digits-lost"),
    (["王八", "=A3", None, "220103008003", "户在人在", None, None], "formula-uncomputed"),
    (["王九", id("19900109", 9), "2023-02-29", "220103008003", "户在人在", None, None], "date-none"),
    (["王十", id("19900110", 10), None, "#N/A", "户在人在", None, None], "error-value"),
    (["王十一", id("19900111", 11), "01/11/1990", "220103008003", "户在人在", None, None], "date-unreadable"),
    (["王十二", id("19900112", 12), "199001", "220103008003", "户在人在", None, None], None),
    (["王十三", id("19900113", 13), "199002", "220103008003", "户在人在", None, None], "birth-against-id"),
    (["王十四", id("19900114", 14), None, "220103008003", "户在人在", "1980-01-01", None], "dates-in-disorder"),
]
for row, _ in rows: sheet.append(row)
book.save(folder + "/book.xlsx")
twice = Workbook(); sheet = twice.active
sheet.append(["姓名", "身份证号", "社区", "居住地", None]); sheet.merge_cells("D1:E1"); sheet.append(["王", "1", "1", "1", "1"])
twice.save(folder + "/merged.xlsx")
print(json.dumps([[n + 3, code] for n, (_, code) in enumerate(rows)]))
"##;

#[test]
fn a_workbook_with_all_that_goes_wrong_in_workbooks_is_told_row_by_row() {
    let host = Host::new(Engine::Sqlite);
    let told = python(WORKBOOK, &json!(host.file("")).to_string());
    let told: Vec<(u64, Option<String>)> = serde_json::from_str(&told).unwrap();
    let wrong = told.iter().filter(|(_, code)| code.is_some()).count() as u64;
    let outcome = host.import("persons", &host.file("book.xlsx"));
    let rejected = host.database.sql("SELECT line, problems FROM import_rejection ORDER BY line");
    for (line, code) in told {
        let row = rejected.iter().find_map(|row| row.strip_prefix(&format!("{line}|")));
        match (code, row) {
            (None, None) => {}
            (Some(code), Some(problems)) => {
                assert!(problems.contains(&format!("\"{code}\"")), "row {line}: {problems}");
                assert!(!problems.contains("2023-02-29") && !problems.contains("1990"), "nothing personal: {problems}");
            }
            (code, row) => panic!("row {line}: {code:?}, but {row:?}"),
        }
    }
    assert_eq!(counts(&outcome)[4], wrong);
    let file = host.file("merged.xlsx");
    assert_eq!(host.fails(&["import", "persons", file.to_str().unwrap()])["code"], "heading-merged");
}

/// Sends a request and reads its answer, both as slowly as is said.
#[expect(clippy::disallowed_methods, reason = "slowness is what is tested, on a thread of its own")]
fn slowly(to: SocketAddr, head: &str, parts: Vec<&'static [u8]>, pause: Duration) -> String {
    let mut stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let token = TestApp::TOKEN;
    write!(stream, "{head}host: localhost\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n").unwrap();
    for part in parts {
        std::thread::sleep(pause);
        stream.write_all(part).unwrap();
    }
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

const PATIENCE: Patience = Patience { answer: Duration::from_secs(2), upload: Duration::from_secs(4) };

#[tokio::test]
async fn an_upload_takes_as_long_as_it_takes_but_does_not_stand_still() {
    let app = TestApp::bare(Engine::Sqlite).await.with_patience(PATIENCE);
    let to = app.listen().await;
    let head = |length: usize| {
        format!("POST /api/v1/imports?kind=persons&name=few.csv HTTP/1.1\r\ncontent-length: {length}\r\n")
    };
    let bytes = FEW.as_bytes();
    let parts: Vec<&'static [u8]> = bytes.chunks(bytes.len().div_ceil(4)).collect();
    // Four parts, in longer than any other request may take.
    let sent = tokio::task::spawn_blocking({
        let head = head(bytes.len());
        move || slowly(to, &head, parts, Duration::from_millis(800))
    });
    let answer = sent.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");

    let stalled = tokio::task::spawn_blocking({
        let head = head(bytes.len());
        move || slowly(to, &head, vec![&bytes[..10]], Duration::ZERO)
    });
    let answer = stalled.await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400") && answer.contains("upload-stalled"), "{answer}");
    assert_eq!(std::fs::read_dir(app.folder().join("imports")).unwrap().count(), 1, "what broke off is not kept");

    let huge = head(3 << 30);
    let answer = tokio::task::spawn_blocking(move || slowly(to, &huge, vec![], Duration::ZERO)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413") && answer.contains("import-too-large"), "{answer}");
}

#[tokio::test]
async fn an_answer_that_has_begun_may_go_on_for_longer_than_one_waits_for_it() {
    let app = TestApp::bare(Engine::Sqlite).await.with_patience(PATIENCE);
    let to = app.listen().await;
    let started = app.start_import(FEW).await;
    let head = format!("GET /api/v1/imports/{} HTTP/1.1\r\n", started.view.uid).replace(" HTTP", "/progress HTTP");
    let watching = tokio::task::spawn_blocking(move || slowly(to, &head, vec![], Duration::ZERO));
    tokio::time::sleep(PATIENCE.answer * 2).await;
    app.service.run_import(started, |_| ()).await.unwrap();
    let heard = watching.await.unwrap();
    assert!(heard.starts_with("HTTP/1.1 200") && heard.contains("event: done"), "{heard}");
}
