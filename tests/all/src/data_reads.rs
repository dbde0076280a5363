//! What rules read: the same numbers as SQL, and every read in the audit.

use lifang_core::capability::Readable;
use lifang_core::columns::ColumnData;
use lifang_core::dataset::Schema;
use lifang_store::AsOf;
use lifang_store::datasets::Scan;
use lifang_test_support::{KUANCHENG, TestApp, on_both};
use serde_json::json;

on_both! {
    async fn every_open_column_of_every_dataset_can_be_scanned(app: TestApp) {
        let place = app.service.place(KUANCHENG).await.unwrap();
        let _ = app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &json!({ "kind": "noise", "fields": {} })).await;
        for (name, dataset) in &Schema::v1().datasets {
            let columns: Vec<Readable> = dataset.columns.iter().map(Readable::from).collect();
            let scan = Scan {
                dataset: name,
                columns: &columns,
                filters: &[],
                region: place.path.region().id,
                sort: &[],
                at: AsOf::now(app.service.clock().now()),
                max_rows: 10_000,
            };
            let scanned = app.service.store().scan(&scan).await.unwrap();
            assert!(scanned.rows.rows > 0, "{name} is empty");
            for (column, values) in columns.iter().zip(&scanned.rows.columns) {
                assert_eq!(values.data.rows(), scanned.rows.rows as usize, "{name}.{}", column.key);
            }
        }
    }

    async fn ages_and_living_alone_agree_with_sql(app: TestApp) {
        let place = app.service.place(KUANCHENG).await.unwrap();
        let column = |key: &str| Readable::from(Schema::v1().datasets["persons"].column(key).unwrap());
        let columns = [column("age"), column("living")];
        let scan = Scan {
            dataset: "persons",
            columns: &columns,
            filters: &[],
            region: place.path.region().id,
            sort: &[],
            at: AsOf::now(app.service.clock().now()),
            max_rows: 10_000,
        };
        let rows = app.service.store().scan(&scan).await.unwrap().rows;
        let (ColumnData::U8(ages), ColumnData::U8(living)) = (&rows.columns[0].data, &rows.columns[1].data) else {
            panic!("ages and living situations are bytes");
        };
        let old_and_alone = ages.iter().zip(living).filter(|&(&age, &living)| age >= 80 && living == 3).count();
        // Born on or before 1946-11-23, that is day -8440: 80 on 2026-11-23.
        let by_hand = app.database.sql(
            "SELECT count(*) FROM person_fact f JOIN residence r ON r.person_id = f.person_id \
             JOIN region_version c ON c.region_id = r.community_id AND c.code = '220103008003' \
             WHERE f.birth <= -8440 AND f.living = 3",
        );
        assert_eq!(by_hand, [old_and_alone.to_string()]);
        assert!(old_and_alone > 0 || ages.len() < 300);
    }
}
