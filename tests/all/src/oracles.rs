//! Held against programs that are not ours: python-stdnum for identifiers, chinesecalendar for the working calendar.

use lifang_core::capability::Readable;
use lifang_core::columns::ColumnData;
use lifang_core::dataset::Schema;
use lifang_core::resident_id::ResidentId;
use lifang_core::unit_code;
use lifang_store::AsOf;
use lifang_store::datasets::Scan;
use lifang_test_support::{Engine, KUANCHENG, TestApp};
use std::io::Write;
use std::process::{Command, Stdio};

pub(crate) fn python(program: &str, input: &str) -> String {
    let python = std::env::var("LIFANG_ORACLE_PYTHON")
        .expect("run the tests with `cargo xtask test`, which sets up the oracles");
    let mut child =
        Command::new(python).args(["-c", program]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

async fn texts(app: &TestApp, dataset: &str, key: &str) -> Vec<String> {
    let place = app.service.place(KUANCHENG).await.unwrap();
    let column = Readable::from(Schema::v1().datasets[dataset].column(key).unwrap());
    let at = AsOf::now(app.service.clock().now());
    let scan = Scan {
        dataset,
        columns: &[column],
        filters: &[],
        region: place.path.region().id,
        sort: &[],
        at,
        max_rows: 10_000,
    };
    let rows = app.service.store().scan(&scan).await.unwrap().rows;
    let ColumnData::Text { offsets, bytes } = &rows.columns[0].data else { panic!("{dataset}.{key} is text") };
    let text = |pair: &[u32]| String::from_utf8(bytes[pair[0] as usize..pair[1] as usize].to_vec()).unwrap();
    offsets.windows(2).map(text).filter(|text| !text.is_empty()).collect()
}

#[tokio::test]
async fn generated_identifiers_are_valid_and_unique() {
    let app = TestApp::start(Engine::Sqlite).await;
    for (dataset, key, module, least) in
        [("persons", "resident_id", "stdnum.cn.ric", 250), ("units", "code", "stdnum.cn.uscc", 5)]
    {
        let ids = texts(&app, dataset, key).await;
        assert!(ids.len() >= least, "{} of {dataset}.{key}", ids.len());
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), ids.len());
        let program = format!(
            "import sys, {module} as m\nprint([line for line in sys.stdin.read().split() if not m.is_valid(line)])"
        );
        assert_eq!(python(&program, &ids.join("\n")).trim(), "[]", "{module}");
    }
}

#[test]
fn our_checks_and_stdnums_agree_on_right_and_wrong_ids() {
    let good = "11010519491231002X";
    let mut samples = vec![good.to_owned()];
    for place in 0..18 {
        for digit in ('0'..='9').chain(['X']) {
            let mut id: Vec<char> = good.chars().collect();
            id[place] = digit;
            samples.push(id.into_iter().collect());
        }
    }
    // Only the check character, form and day: which birthplaces there ever were is stdnum's to know, not ours to refuse.
    let program = "import sys\nfrom stdnum.cn import ric\nfor line in sys.stdin.read().split():\n    try:\n        ok = len(line) == 18 and line[:17].isdigit() and ric.calc_check_digit(line) == line[-1] and ric.get_birth_date(line) is not None\n    except Exception:\n        ok = False\n    print(int(ok))";
    let theirs = python(program, &samples.join("\n"));
    for (id, theirs) in samples.iter().zip(theirs.lines()) {
        assert_eq!(ResidentId::parse(id).is_ok(), theirs == "1", "{id}");
    }
    let good = "91110000600037341L";
    let alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXYIO";
    let samples: Vec<String> = (0..18)
        .flat_map(|place| {
            alphabet.chars().map(move |letter| {
                let mut code: Vec<char> = good.chars().collect();
                code[place] = letter;
                code.into_iter().collect()
            })
        })
        .collect();
    let program = "import sys\nfrom stdnum.cn import uscc\nfor line in sys.stdin.read().split():\n    try:\n        ok = uscc.calc_check_digit(line[:-1]) == line[-1]\n    except Exception:\n        ok = False\n    print(int(ok))";
    let theirs = python(program, &samples.join("\n"));
    for (code, theirs) in samples.iter().zip(theirs.lines()) {
        assert_eq!(unit_code::check(code).is_ok(), theirs == "1", "{code}");
    }
}

#[test]
fn the_working_calendar_is_the_nations() {
    let ours = include_str!("../../../host/service/data/day-exceptions.txt");
    let program = "import chinese_calendar as c, datetime as d\nday = d.date(2023, 1, 1)\nwhile True:\n    try:\n        works = c.is_workday(day)\n    except NotImplementedError:\n        break\n    if works != (day.weekday() < 5):\n        print(day)\n    day += d.timedelta(1)";
    assert_eq!(ours, python(program, ""));
}
