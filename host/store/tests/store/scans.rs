//! Scans, held against plain SQL and hand-worked answers.

use crate::support::{World, column, columns, day, on_both, resident, small_community};
use lifang_core::columns::{ColumnData, ColumnValues};
use lifang_core::query::{DataError, Filter, Test};
use lifang_core::value::{Cell, Value};
use lifang_store::datasets::{Scan, ScannedRows};
use lifang_store::{AsOf, StoreError};

const COMMUNITY: &str = "220103008003";

struct Asked<'a> {
    dataset: &'a str,
    columns: &'a [&'a str],
    filters: Vec<Filter>,
    sort: &'a [&'a str],
    region: &'a str,
    at: Option<AsOf>,
    max_rows: u32,
}

const PERSONS: Asked<'static> = Asked {
    dataset: "persons",
    columns: &["age"],
    filters: vec![],
    sort: &[],
    region: COMMUNITY,
    at: None,
    max_rows: 1_000,
};

async fn scan(world: &World, asked: Asked<'_>) -> Result<ScannedRows, StoreError> {
    let columns = columns(asked.dataset, asked.columns);
    let sort: Vec<String> = asked.sort.iter().map(|key| (*key).to_owned()).collect();
    let scan = Scan {
        dataset: asked.dataset,
        columns: &columns,
        filters: &asked.filters,
        region: world.id(asked.region).await,
        sort: &sort,
        at: asked.at.unwrap_or(world.now()),
        max_rows: asked.max_rows,
    };
    world.store.scan(&scan).await
}

fn filter(column: &str, test: Test) -> Filter {
    Filter { column: column.into(), test }
}

fn texts(column: &ColumnValues) -> Vec<String> {
    match &column.data {
        ColumnData::Text { offsets, bytes } => offsets
            .windows(2)
            .map(|pair| String::from_utf8(bytes[pair[0] as usize..pair[1] as usize].to_vec()).unwrap())
            .collect(),
        ColumnData::Dictionary { codes, words } => codes.iter().map(|code| words[usize::from(*code)].clone()).collect(),
        other => panic!("{other:?} is no text"),
    }
}

async fn names(world: &World, filters: Vec<Filter>) -> Vec<String> {
    texts(&scan(world, Asked { columns: &["name"], filters, ..PERSONS }).await.unwrap().rows.columns[0])
}

on_both!(all_columns_of_persons_come_as_the_contract_lays_them_out, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let all = [
        "region",
        "grid",
        "age",
        "sex",
        "living",
        "care",
        "residence",
        "since",
        "last_visit",
        "built",
        "floor",
        "elevator",
        "birth",
        "name",
        "phone",
        "resident_id",
    ];
    let found = scan(&world, Asked { columns: &all, ..PERSONS }).await.unwrap();
    assert_eq!((found.rows.rows, found.ids.len()), (5, 5));
    let column = |key: &str| &found.rows.columns[all.iter().position(|known| *known == key).unwrap()];
    assert_eq!(texts(column("region")), [COMMUNITY; 5]);
    let grids = ["220103008003001", "220103008003001", "220103008003001", "220103008003002", "220103008003002"];
    assert_eq!(texts(column("grid")), grids);
    // 2024-03-01: she turns 84 on this very day.
    assert_eq!(column("age").data, ColumnData::U8(vec![84, 48, 0, 8, 39]));
    assert_eq!(column("age").validity, Some(vec![0b11011]));
    assert_eq!(column("sex").data, ColumnData::U8(vec![2, 1, 0, 2, 1]));
    assert_eq!(column("living").data, ColumnData::U8(vec![3, 1, 1, 1, 1]));
    assert_eq!(column("living").validity, None);
    assert_eq!(column("care").data, ColumnData::U16(vec![1, 0, 0, 0b1000_0000, 0]));
    assert_eq!(column("since").data, ColumnData::S32(vec![day("2015-06-01").0; 5]));
    assert_eq!(column("last_visit").data, ColumnData::S32(vec![day("2024-01-15").0, 0, 0, 0, 0]));
    assert_eq!(column("last_visit").validity, Some(vec![0b00001]));
    assert_eq!(column("built").data, ColumnData::U16(vec![1986, 1986, 1986, 2015, 2015]));
    assert_eq!(column("floor").data, ColumnData::U8(vec![6, 1, 1, 3, 3]));
    assert_eq!(column("elevator").data, ColumnData::U8(vec![0, 0, 0, 1, 1]));
    assert_eq!(texts(column("name")), ["王秀英", "张伟", "李强", "赵敏", "赵刚"]);
    assert_eq!(texts(column("phone"))[0], "138 0000-0001");
    assert_eq!(texts(column("resident_id"))[0], "220103194003010020");
    assert_eq!(column("resident_id").validity, Some(vec![0b00001]));
});

on_both!(filters_go_down_into_sql, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let integer = Value::Integer;
    let text = |text: &str| Value::Text(text.into());
    for (filters, wanted) in [
        (vec![filter("age", Test::AtLeast(integer(48)))], &["王秀英", "张伟"][..]),
        (vec![filter("age", Test::AtMost(integer(8)))], &["赵敏"]),
        (vec![filter("age", Test::Equals(integer(84)))], &["王秀英"]),
        (vec![filter("age", Test::OneOf(vec![integer(8), integer(39), integer(-1)]))], &["赵敏", "赵刚"]),
        (vec![filter("age", Test::AtMost(integer(-1)))], &[]),
        (vec![filter("age", Test::Unknown)], &["李强"]),
        (vec![filter("sex", Test::Equals(text("female")))], &["王秀英", "赵敏"]),
        (vec![filter("sex", Test::Known), filter("elevator", Test::Equals(Value::Flag(true)))], &["赵敏", "赵刚"]),
        (vec![filter("care", Test::AnyBit(0b1000_0001))], &["王秀英", "赵敏"]),
        (vec![filter("grid", Test::Equals(text("220103008003002")))], &["赵敏", "赵刚"]),
        (vec![filter("built", Test::AtMost(integer(2000))), filter("floor", Test::AtLeast(integer(2)))], &["王秀英"]),
        (vec![filter("last_visit", Test::AtLeast(Value::Date(day("2024-01-15"))))], &["王秀英"]),
        (vec![filter("resident_id", Test::Equals(text("220103194003010020")))], &["王秀英"]),
        (vec![filter("phone", Test::OneOf(vec![text("13800000001")]))], &["王秀英"]),
        (vec![filter("living", Test::OneOf(vec![]))], &[]),
    ] {
        assert_eq!(names(&world, filters.clone()).await, wanted, "{filters:?}");
    }
    for bad in [
        filter("name", Test::Equals(text("王秀英"))),
        filter("sex", Test::Equals(text("robot"))),
        filter("phone", Test::AtLeast(text("1"))),
    ] {
        let refused = scan(&world, Asked { filters: vec![bad.clone()], ..PERSONS }).await;
        assert!(matches!(refused, Err(StoreError::Question(DataError::BadFilter(_)))), "{bad:?}");
    }
});

on_both!(order_is_total_and_what_is_unknown_comes_last, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let sorted = async |sort: &[&str]| {
        let found = scan(&world, Asked { columns: &["name"], sort, ..PERSONS }).await.unwrap();
        texts(&found.rows.columns[0]).join(" ")
    };
    assert_eq!(sorted(&["age"]).await, "赵敏 赵刚 张伟 王秀英 李强");
    assert_eq!(sorted(&["-age"]).await, "王秀英 张伟 赵刚 赵敏 李强");
    assert_eq!(sorted(&["-floor", "sex"]).await, "王秀英 赵刚 赵敏 张伟 李强");
    let refused = scan(&world, Asked { sort: &["name"], ..PERSONS }).await;
    assert!(matches!(refused, Err(StoreError::Question(DataError::BadFilter(_)))));
});

on_both!(too_many_rows_are_an_error_and_the_subtree_is_the_limit, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    world.fill("220103008004", &small_community()).await;
    let rows =
        async |region, max_rows| scan(&world, Asked { region, max_rows, ..PERSONS }).await.map(|found| found.rows.rows);
    assert_eq!(rows(COMMUNITY, 5).await.unwrap(), 5);
    assert!(matches!(rows(COMMUNITY, 4).await, Err(StoreError::TooManyRows(4))));
    assert_eq!(rows("220103", 100).await.unwrap(), 10);
    assert_eq!(rows("220104", 100).await.unwrap(), 0);
    assert_eq!(rows("220103008003002", 100).await.unwrap(), 2);
});

on_both!(houses_units_grids_and_visits_are_scanned_too, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let scan = async |dataset, columns: &[&str], filters| {
        scan(&world, Asked { dataset, columns, filters, ..PERSONS }).await.unwrap().rows
    };
    let houses = scan("houses", &["building", "area", "occupants", "storeys", "use", "floor"], vec![]).await;
    assert_eq!(texts(&houses.columns[0]), ["1号楼", "1号楼", "2号楼"]);
    assert_eq!(houses.columns[1].data, ColumnData::F64(vec![89.55, 60.0, 120.25]));
    assert_eq!(houses.columns[2].data, ColumnData::U16(vec![1, 2, 2]));
    let exactly = vec![filter("area", Test::Equals(Value::Decimal(89.55)))];
    assert_eq!(scan("houses", &["floor"], exactly).await.columns[0].data, ColumnData::U8(vec![6]));
    let large = vec![
        filter("area", Test::AtLeast(Value::Integer(60))),
        filter("use", Test::Equals(Value::Text("owner".into()))),
    ];
    assert_eq!(scan("houses", &["floor"], large).await.rows, 3);
    let units = scan("units", &["name", "code", "kind", "staff", "since", "grid", "region"], vec![]).await;
    assert_eq!(
        (texts(&units.columns[0]), &units.columns[2].data),
        (vec!["长山便民超市".into()], &ColumnData::U8(vec![1]))
    );
    let grids = scan("grids", &["grid", "name", "households", "persons"], vec![]).await;
    assert_eq!(texts(&grids.columns[1]), ["第一网格", "第二网格"]);
    assert_eq!(grids.columns[2].data, ColumnData::U16(vec![401, 402]));
    assert_eq!(grids.columns[3].data, ColumnData::U16(vec![3, 2]));
    let visits = scan("visits", &["region", "grid", "checklist", "at", "day", "findings"], vec![]).await;
    assert_eq!(visits.columns[4].data, ColumnData::S32(vec![day("2024-01-15").0]));
});

on_both!(a_subject_is_cells_and_lies_in_its_region, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let id = scan(&world, PERSONS).await.unwrap().ids[0];
    let wanted = columns("persons", &["name", "age", "care", "sex", "last_visit", "elevator", "built"]);
    let region = world.id(COMMUNITY).await;
    let cells = world.store.subject("persons", id, &wanted, region, world.now()).await.unwrap().unwrap();
    let present = Cell::Present;
    assert_eq!(
        cells,
        [
            present(Value::Text("王秀英".into())),
            present(Value::Integer(84)),
            present(Value::Codes(vec!["alone-80".into()])),
            present(Value::Text("female".into())),
            present(Value::Date(day("2024-01-15"))),
            present(Value::Flag(false)),
            present(Value::Integer(1986)),
        ]
    );
    let birth = [column("persons", "birth")];
    let elsewhere = world.id("220104").await;
    assert_eq!(world.store.subject("persons", id, &birth, elsewhere, world.now()).await.unwrap(), None);
    let third = scan(&world, PERSONS).await.unwrap().ids[2];
    let cells = world.store.subject("persons", third, &birth, region, world.now()).await.unwrap();
    assert_eq!(cells, Some(vec![Cell::Unknown]));
});

on_both!(a_scan_agrees_with_plain_sql, |world: World| async move {
    let mut draft = small_community();
    // Ages all around the bounds, on both sides of 1970.
    let births = (0..300).map(|i| day("1935-01-01").0 + i * 97);
    draft.buildings[0].houses[0].residents.extend(births.map(|birth| {
        let mut one = resident("某人", "1970-01-01", 1 + u8::try_from(birth.rem_euclid(2)).unwrap(), 0);
        one.person.birth = Some(lifang_core::clock::Date(birth));
        one
    }));
    world.fill(COMMUNITY, &draft).await;
    let old =
        vec![filter("age", Test::AtLeast(Value::Integer(60))), filter("sex", Test::Equals(Value::Text("male".into())))];
    let found = scan(&world, Asked { columns: &["birth"], filters: old, ..PERSONS }).await.unwrap();
    sqlx::any::install_default_drivers();
    let plain = sqlx::AnyPool::connect(&world.url).await.unwrap();
    // Sixty years before 2024-03-01 is 1964-03-01.
    let sql = "SELECT person_id FROM person_fact WHERE birth <= $1 AND sex = 1 ORDER BY person_id";
    let rows: Vec<(i64,)> = sqlx::query_as(sql).bind(i64::from(day("1964-03-01").0)).fetch_all(&plain).await.unwrap();
    plain.close().await;
    assert!(found.ids.len() > 40, "{}", found.ids.len());
    assert_eq!(found.ids, rows.into_iter().map(|row| row.0).collect::<Vec<_>>());
});

on_both!(pages_of_a_scan_together_are_the_scan, |world: World| async move {
    world.fill(COMMUNITY, &small_community()).await;
    let region = world.id(COMMUNITY).await;
    for (dataset, keys) in [("persons", &["age", "name"][..]), ("houses", &["floor"]), ("grids", &["households"])] {
        let columns = columns(dataset, keys);
        let page = Scan { dataset, columns: &columns, filters: &[], region, sort: &[], at: world.now(), max_rows: 2 };
        let whole = world.store.scan(&Scan { max_rows: 100, ..page }).await.unwrap().ids;
        let (mut ids, mut after, mut pages) = (Vec::new(), None, 0);
        loop {
            let (rows, next) = world.store.scan_page(&page, after).await.unwrap();
            assert!(rows.ids.len() <= 2 && rows.rows.rows as usize == rows.ids.len());
            ids.extend(rows.ids);
            (after, pages) = (next, pages + 1);
            if after.is_none() {
                break;
            }
        }
        assert_eq!((&ids, pages), (&whole, whole.len() / 2 + 1), "{dataset}");
    }
});
