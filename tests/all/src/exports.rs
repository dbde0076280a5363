//! Exports: scoped, masked, audited, the same rows as the database has; read by oracles, not by us.

use lifang_test_support::{KUANCHENG, Reply, TestApp, on_both};
use std::process::Command;

/// The rows of a CSV, in UTF-8 with its mark.
fn lines(reply: &Reply) -> Vec<Vec<String>> {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let text = reply.body.strip_prefix('\u{feff}').expect("spreadsheets want a mark");
    text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

fn export(dataset: &str, rest: &str) -> String {
    format!("/api/v1/regions/{KUANCHENG}/export/{dataset}?{rest}")
}

/// What the oracles' Python prints about a file.
fn python(script: &str, file: &std::path::Path) -> String {
    let python = std::env::var("LIFANG_ORACLE_PYTHON").expect("run the tests with `cargo xtask test`");
    let output = Command::new(python).arg("-c").arg(script).arg(file).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

on_both! {
    async fn an_export_has_the_rows_of_the_database_and_masks_who_they_are(app: TestApp) {
        let reply = app.get_as_staff("/api/v1/regions/220103/export/persons?columns=region,name,sex,birth,phone,resident_id,care,residence").await;
        let rows = lines(&reply);
        assert_eq!(rows[0], ["社区", "姓名", "性别", "出生日期", "电话", "公民身份号码", "关爱类别", "居住类型"]);
        let counted = app.database.sql(
            "SELECT count(*) FROM residence r JOIN region_version c ON c.region_id = r.community_id AND c.code LIKE '220103%'",
        );
        assert_eq!(counted, [(rows.len() - 1).to_string()]);
        assert!(rows.len() > 100);
        for row in &rows[1..] {
            assert!(row[0].starts_with("220103"), "{row:?}");
            assert!(row[1].ends_with('*'), "{row:?}");
            assert!(row[3].is_empty() || row[3].ends_with("-**-**"), "{row:?}");
            assert!(row[4].is_empty() || row[4].contains("**"), "{row:?}");
            assert!(row[5].is_empty() || row[5][4..14] == *"**********", "{row:?}");
            assert_eq!(row[6], "*", "whatever the situation, and where there is none: {row:?}");
        }
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert!(reply.header("content-disposition").unwrap().starts_with("attachment; filename=\"export.csv\""));
    }

    async fn building_and_door_are_masked_and_shown_like_the_rest(app: TestApp) {
        let masked = lines(&app.get_as_staff(&export("persons", "columns=name,building,door")).await);
        assert_eq!(masked[0], ["姓名", "楼栋", "门牌号"]);
        assert!(masked[1..].iter().all(|row| matches!(row[1].as_str(), "" | "*") && matches!(row[2].as_str(), "" | "*")), "{masked:?}");
        let refused = app.get_as_staff(&export("persons", "columns=age&where=door=101")).await;
        assert_eq!(refused.problem(422, "condition-guarded")["at"], "door");
        let open = lines(&app.get_as_staff(&export("persons", "columns=building,door&unmasked=true&purpose=核对住址")).await);
        let held = app.database.sql(
            "SELECT b.name, h.number FROM residence r JOIN region_version c ON c.region_id = r.community_id AND c.code = '220103008003' \
             JOIN house_fact h ON h.house_id = r.house_id JOIN building_fact b ON b.building_id = h.building_id",
        );
        let (mut shown, mut held): (Vec<String>, Vec<String>) =
            (open[1..].iter().map(|row| row.join("|")).filter(|row| row != "|").collect(), held);
        shown.sort();
        held.sort();
        assert!(shown.len() > 100);
        assert_eq!(shown, held);
    }

    async fn conditions_pick_rows_as_sql_does(app: TestApp) {
        let picked = lines(&app.get_as_staff(&export("persons", "columns=age,sex&where=age%3E=80;sex=女")).await);
        // Born on or before 1946-11-23, that is day -8440: 80 on 2026-11-23.
        let counted = app.database.sql(
            "SELECT count(*) FROM residence r JOIN region_version c ON c.region_id = r.community_id AND c.code = '220103008003' \
             JOIN person_fact f ON f.person_id = r.person_id WHERE f.birth <= -8440 AND f.sex = 2",
        );
        assert_eq!(counted, [(picked.len() - 1).to_string()]);
        assert!(picked[1..].iter().all(|row| row[0].parse::<u8>().unwrap() >= 80 && row[1] == "女"));
    }

    async fn full_values_need_a_purpose_and_both_ends_are_audited(app: TestApp) {
        let path = format!("/api/v1/regions/{KUANCHENG}/export/persons?columns=name,resident_id");
        let _ = app.get_as_staff(&format!("{path}&unmasked=true")).await.problem(422, "purpose-missing");
        let masked = lines(&app.get_as_staff(&path).await);
        let open = lines(&app.get_as_staff(&format!("{path}&unmasked=true&purpose=迁址通知")).await);
        assert_eq!(masked.len(), open.len());
        assert!(open[1..].iter().all(|row| !row[0].contains('*')));
        assert!(open[1..].iter().any(|row| row[1].len() == 18));
        let audit = app.service.store().audit_page(0, 10_000).await.unwrap();
        let exports: Vec<_> = audit.iter().map(|(_, entry)| entry).filter(|entry| entry.act.starts_with("export")).collect();
        let said: Vec<_> = exports.iter().map(|entry| (entry.act.as_str(), entry.outcome.as_str(), entry.rows)).collect();
        let rows = Some(open.len() as u64 - 1);
        let once = [("export", "begun", None), ("exported", "done", rows)];
        assert_eq!(said, [once, once].concat());
        let uid = |at: usize| exports[at].detail.as_ref().unwrap()["export"].clone();
        assert_eq!((uid(0), uid(2)), (uid(1), uid(3)), "the two entries of an export say which");
        assert_ne!(uid(0), uid(2));
        let last = exports[1].detail.as_ref().unwrap();
        assert_eq!((&last["communities"], last["bytes"].as_u64().unwrap() > 0), (&serde_json::json!(1), true));
        assert_eq!(exports[3].columns, ["name", "resident_id"]);
        assert_eq!(exports[3].detail.as_ref().unwrap()["purpose"], "迁址通知");
        assert_eq!(exports[1].detail.as_ref().unwrap()["masked"], true);
    }

    async fn what_may_not_be_exported_is_refused_with_the_reason(app: TestApp) {
        let _ = app.get(&export("persons", "")).await.problem(401, "sign-in-wanted");
        let _ = app.get_as_staff("/api/v1/regions/99/export/persons").await.problem(404, "region-unknown");
        for (dataset, rest, code) in [
            ("people", "", "dataset-unknown"),
            ("persons", "columns=shoe_size", "export-question"),
            ("persons", "where=age%3Eold", "condition-unreadable"),
            ("persons", "where=phone=13812345678", "condition-guarded"),
            ("persons", "where=care~dementia", "condition-guarded"),
        ] {
            let _ = app.get_as_staff(&export(dataset, rest)).await.problem(422, code);
        }
        let _ = app.get_as_staff(&export("persons", "format=xls")).await.problem(400, "format-unknown");
    }

    async fn every_dataset_is_exported_and_openpyxl_and_gb18030_agree(app: TestApp) {
        for dataset in ["persons", "houses", "units", "grids", "events", "visits"] {
            let csv = lines(&app.get_as_staff(&export(dataset, "")).await);
            let workbook = app.get_as_staff(&export(dataset, "format=xlsx")).await;
            let file = app.folder().join(format!("{dataset}.xlsx"));
            std::fs::write(&file, &workbook.bytes).unwrap();
            let shape = python(
                "import sys\nfrom openpyxl import load_workbook\nsheet = load_workbook(sys.argv[1], read_only=True).active\n\
                 rows = list(sheet.iter_rows(values_only=True))\nprint(len(rows), '|'.join(rows[0]))",
                &file,
            );
            assert_eq!(shape.trim_end(), format!("{} {}", csv.len(), csv[0].join("|")), "{dataset}");
            let gb = app.get_as_staff(&export(dataset, "format=csv-gb18030")).await;
            std::fs::write(&file, &gb.bytes).unwrap();
            let rows = python("import csv, sys\nprint(len(list(csv.reader(open(sys.argv[1], encoding='gb18030', newline='')))))", &file);
            assert_eq!(rows.trim_end(), csv.len().to_string(), "{dataset}");
            let parquet = app.get_as_staff(&export(dataset, "format=parquet")).await;
            std::fs::write(&file, &parquet.bytes).unwrap();
            let shape = python("import sys, pyarrow.parquet as pq\ntable = pq.read_table(sys.argv[1])\nprint(table.num_rows + 1, table.num_columns)", &file);
            assert_eq!(shape.trim_end(), format!("{} {}", csv.len(), csv[0].len()), "{dataset}");
        }
    }

    async fn a_community_of_many_pages_is_whole(app: TestApp) {
        const LARGE: &str = "220103008004";
        app.service.generate_population(LARGE, 5_200, 5, |_, _| ()).await.unwrap();
        let counted = app.database.sql(&format!(
            "SELECT count(*) FROM residence r JOIN region_version v ON v.region_id = r.community_id WHERE v.code = '{LARGE}'"
        ));
        let counted: usize = counted[0].parse().unwrap();
        assert!(counted > 5_000, "more than are in memory at once: {counted}");
        let open = format!("/api/v1/regions/{LARGE}/export/persons?columns=resident_id,age&unmasked=true&purpose=核对人数");
        let rows = lines(&app.get_as_staff(&open).await);
        assert_eq!(rows.len() - 1, counted);
        let parquet = app.get_as_staff(&format!("{open}&format=parquet")).await;
        let file = app.folder().join("large.parquet");
        std::fs::write(&file, &parquet.bytes).unwrap();
        let read = python(
            "import sys, pyarrow.parquet as pq\ntable = pq.read_table(sys.argv[1])\n\
             print(table.num_rows, len(set(x for x in table.column('resident_id').to_pylist() if x)))",
            &file,
        );
        let ids: std::collections::BTreeSet<&String> = rows[1..].iter().map(|row| &row[0]).filter(|id| !id.is_empty()).collect();
        assert_eq!(read.trim_end(), format!("{counted} {}", ids.len()), "none twice, none left out");
        let twice = lines(&app.get_as_staff(&export("persons", "columns=age,sex,age")).await);
        assert_eq!(twice[0].len(), 2, "a column asked for twice is there once");
    }

    async fn an_export_looks_back(app: TestApp) {
        app.at("2026-12-01T02:00:00Z");
        let report = serde_json::json!({ "kind": "noise", "fields": {} });
        let _ = app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &report).await;
        let now = lines(&app.get_as_staff(&export("events", "columns=kind,day")).await);
        let before = lines(&app.get_as_staff(&export("events", "columns=kind,day&known_at=2026-11-30T00:00:00Z")).await);
        assert_eq!(now.len(), before.len() + 1);
        assert_eq!(now.last().unwrap(), &["noise", "2026-12-01"]);
    }
}
