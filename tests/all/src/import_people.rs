//! Who is who in a file: IDs held against python-stdnum, people who have none, and rows that contradict each other across a kill.

use crate::imports::{Host, counts, under_way};
use crate::oracles::python;
use lifang_test_support::Engine;
use serde_json::{Value, json};

/// Writes IDs right and wrong in every way that keeps 18 characters or loses some, and says which lines python-stdnum refuses.
const IDS: &str = r#"
import csv, json, random, sys
from stdnum.cn import ric
folder = json.loads(sys.stdin.read())
random.seed(11)
def right(birth, n):
    body = "220103" + birth + "%03d" % n
    return body + ric.calc_check_digit(body + "0")
# python-stdnum also looks up which county there was in the year of birth, in a list of its own; a host knows today's counties only.
def right_but_for_the_place(id):
    if len(id) != 18 or not id[:17].isdigit() or id[17] not in "0123456789X": return False
    try: ric.get_birth_date(id)
    except Exception: return False
    return ric.calc_check_digit(id) == id[17]
births = ["%04d%02d%02d" % (random.randint(1920, 2020), random.randint(1, 12), random.randint(1, 28)) for _ in range(200)]
births += ["20000229", "19960229", "20240229", "19491231"]
wrong_births = ["19000229", "20230229", "19901301", "19900001", "19900431", "19900100", "20010931"]
ids = [right(birth, n) for n, birth in enumerate(births)] + [right(birth, n + 300) for n, birth in enumerate(wrong_births)]
for n in range(300):
    id = right(random.choice(births), 400 + n)
    at = random.randrange(18)
    how = n % 6
    if how == 0: id = id[:at] + random.choice("0123456789".replace(id[at], "")) + id[at + 1:]
    elif how == 1: at = random.randrange(16); id = id[:at] + id[at + 1] + id[at] + id[at + 2:]
    elif how == 2: id = id[:17] + random.choice("0123456789X".replace(id[17], ""))
    elif how == 3: id = id[:at] + id[at + 1:]
    elif how == 4: id = id[:at] + "I" + id[at + 1:]
    else: id = id[:17] + id[17].lower()
    ids.append(id)
seen, refused, n = set(), [], 0
with open(folder + "/ids.csv", "w", encoding="utf-8", newline="") as file:
    out = csv.writer(file)
    out.writerow(["姓名", "身份证号", "社区", "居住类型"])
    for id in ids:
        if id.upper() in seen: continue
        seen.add(id.upper()); n += 1
        out.writerow(["王" + chr(0x4e00 + n), id, "220103008003", "户在人在"])
        if not right_but_for_the_place(ric.compact(id)): refused.append(n + 1)
print(json.dumps([n, refused]))
"#;

#[test]
fn the_ids_that_are_refused_are_those_that_python_refuses() {
    let host = Host::new(Engine::Sqlite);
    let told: (u64, Vec<i64>) = serde_json::from_str(&python(IDS, &json!(host.file("")).to_string())).unwrap();
    let (rows, refused) = told;
    assert!(rows > 400 && refused.len() > 200, "{rows} rows, {} wrong", refused.len());
    let outcome = host.import("persons", &host.file("ids.csv"));
    let lines = host.database.sql("SELECT line FROM import_rejection ORDER BY line");
    let lines: Vec<i64> = lines.iter().map(|line| line.parse().unwrap()).collect();
    assert_eq!(lines, refused);
    assert_eq!(counts(&outcome), [rows, rows - refused.len() as u64, 0, 0, refused.len() as u64]);
    let codes = host.database.sql("SELECT problems FROM import_rejection");
    assert!(codes.iter().all(|problems| problems.contains("resident-id-")), "for their own sake");
}

fn people_without_papers(engine: Engine) {
    let host = Host::new(engine);
    host.make(0, 0);
    host.import("houses", &host.file("houses.csv"));
    let head = "姓名,身份证号,性别,出生日期,社区,小区,楼栋,单元,门牌号,居住类型,入住日期\n";
    let at = "220103008003,长山花园,1,1,101,户在人在,2026-01-05\n";
    let file = |name: &str, rows: &[String]| {
        let path = host.file(name);
        std::fs::write(&path, format!("{head}{}", rows.concat())).unwrap();
        path
    };
    let child = format!("王小宝,,女,2026-01-05,{at}");
    let old = format!("李老太,,女,1931-02-03,{at}");
    let unsaid = [
        format!("安娜,,,1990-05-05,{at}"),
        format!("玛丽,,女,,{at}"),
        format!("赵一,,男,1850-05-05,{at}"),
        format!("赵二,,男,2150-05-05,{at}"),
    ];
    let first = host.import("persons", &file("first.csv", &[&[child.clone(), old.clone()], &unsaid[..]].concat()));
    assert_eq!(counts(&first), [6, 2, 0, 0, 4]);
    let codes = host.database.sql("SELECT problems FROM import_rejection ORDER BY line");
    for (problems, code) in
        codes.iter().zip(["resident-id-wanted", "resident-id-wanted", "birth-too-early", "birth-ahead"])
    {
        assert!(problems.contains(code), "{problems}");
    }
    let facts = host.count("SELECT COUNT(*) FROM person_fact");
    let again = host.import("persons", &file("again.csv", &[old.clone(), child.clone(), child.clone()]));
    assert_eq!(counts(&again), [3, 0, 0, 3, 0]);
    assert_eq!(host.count("SELECT COUNT(*) FROM person_fact"), facts, "what is the same writes nothing");

    // The child is given an ID; in another house the same words are somebody else, for a reviewer to look at.
    let id = python(
        "from stdnum.cn import ric\nbody = '22010320260105002'\nprint(body + ric.calc_check_digit(body + '0'))",
        "",
    );
    let with_id = child.replace("王小宝,,", &format!("王小宝,{},", id.trim()));
    assert_eq!(counts(&host.import("persons", &file("id.csv", std::slice::from_ref(&with_id)))), [1, 0, 1, 0, 0]);
    assert_eq!(counts(&host.import("persons", &file("both.csv", &[with_id, child.clone()]))), [2, 0, 0, 2, 0]);
    let next_door = old.replace("1,1,101", "1,1,102");
    let moved = host.import("persons", &file("door.csv", &[next_door]));
    assert_eq!((counts(&moved), &moved["probable_duplicates"]), ([1, 1, 0, 0, 0], &json!(1)));
    assert_eq!(host.count("SELECT COUNT(*) FROM person"), 3);
    assert_eq!(host.count("SELECT COUNT(DISTINCT resident_id_index) FROM person_fact"), 1);

    // A column that was not understood is not a community without papers.
    let file = host.file("none.csv");
    std::fs::write(&file, format!("{head}{child}").replace("身份证号", "证号")).unwrap();
    let problem = host.fails(&["import", "persons", file.to_str().unwrap()]);
    assert_eq!(problem["code"], "column-missing", "{problem}");
}

#[test]
fn people_without_an_id_are_taken_and_known_again_on_sqlite() {
    people_without_papers(Engine::Sqlite);
}

#[test]
fn people_without_an_id_are_taken_and_known_again_on_postgres() {
    people_without_papers(Engine::Postgres);
}

/// The same rows at both ends of a file, with another phone: they contradict the first ones wherever a run is killed between them.
fn contradictions_across_a_kill(engine: Engine) {
    let make = || {
        let host = Host::new(engine);
        host.make_twice(8_250, 60);
        host.import("houses", &host.file("houses.csv"));
        host
    };
    let whole = make();
    let outcome = whole.import("persons", &whole.file("persons.csv"));
    assert_eq!(counts(&outcome), [8_310, 8_250, 0, 0, 60]);

    let killed = make();
    let file = killed.file("persons.csv");
    let mut child = under_way(&killed, &file);
    child.kill().unwrap();
    child.wait().unwrap();
    let taken = killed.count("SELECT position FROM import_job WHERE kind = 'persons'");
    assert!((1..8_250).contains(&taken), "it was killed between the rows that contradict each other, not at {taken}");
    let resumed = killed.json(&["import", "persons", file.to_str().unwrap(), "--resume"]);
    assert_eq!(counts(&resumed), counts(&outcome), "as if nobody had killed it");
    let told = |host: &Host| -> Vec<(String, Vec<Value>)> {
        let rows = host.database.sql("SELECT line, problems FROM import_rejection ORDER BY line");
        let row = |row: &String| {
            let (line, problems) = row.split_once('|').unwrap();
            (line.to_owned(), serde_json::from_str(problems).unwrap())
        };
        rows.iter().map(row).collect()
    };
    assert_eq!(told(&killed), told(&whole));
    assert_eq!(killed.count("SELECT COUNT(*) FROM person_fact"), 8_250, "and nobody's phone was written over");
}

#[test]
fn rows_that_contradict_each_other_across_a_kill_are_refused_on_sqlite() {
    contradictions_across_a_kill(Engine::Sqlite);
}

#[test]
fn rows_that_contradict_each_other_across_a_kill_are_refused_on_postgres() {
    contradictions_across_a_kill(Engine::Postgres);
}
