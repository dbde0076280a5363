//! Rules on events from a workbook.

use super::{component, plugins, workbook};
use lifang_test_support::{KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};

fn book() -> Vec<u8> {
    workbook(&[
        ("settings", &super::SETTINGS.replace("cn.test.elder", "cn.test.snow")),
        ("choices", "list_name | name | label::zh | label::en\nwhere | road | 道路 | Road\nwhere | yard | 院内 | Yard"),
        ("events", "kind | title::zh | title::en\nsnow | 积雪 | Snow"),
        (
            "event_fields",
            "kind | name | type | label::zh | label::en | required | max\n\
             snow | where | select_one where | 地点 | Where | yes |\n\
             snow | cm | integer | 厚度（厘米） | Depth, cm | | 500\n\
             snow | blocked | flag | 通道堵塞 | The way is blocked | |",
        ),
        ("rules", "rule | title::zh | title::en | kinds\nsnow-clearing | 清雪 | Clearing snow | snow"),
        (
            "event_decisions",
            "rule | ${where} | ${cm} | ${blocked} | action | duty | due_hours | priority | to | action_text::zh | action_text::en | reason::zh | reason::en | document\n\
             snow-clearing | yard | >= 10 | | work-order | snow | 4 | urgent | community-staff | 清理 ${cm} 厘米积雪 | Clear ${cm} cm of snow | 院内积雪较厚 | Deep snow in the yard | 清雪办法（示例）\n\
             snow-clearing | yard | | yes | work-order | snow | 8 | high | community-staff | 清理通道 | Clear the way | 通道堵塞 | The way is blocked | 清雪办法（示例）\n\
             snow-clearing | road | | | escalate | | | | street | 道路积雪 | Snow on the road | 道路由街道清雪 | Roads are the street's | 清雪办法（示例）\n\
             snow-clearing | | | | | | | | | | | 积雪较薄，自行清扫 | Thin snow is swept by those who live there |",
        ),
        (
            "duties",
            "id | title::zh | title::en | office::zh | office::en | document | from\n\
             snow | 清雪 | Clearing snow | 宽城区城管局 | Kuancheng Urban Management | 清雪办法（示例） | 2024-01-01",
        ),
    ])
}

on_both! {
    async fn an_event_is_decided_by_the_first_row_that_fits(app: TestApp) {
        let _ = app.install(component(&plugins(&book())[0])).await;
        let kinds = app.get(&format!("/api/v1/regions/{KUANCHENG}/event-kinds?lang=en")).await.expect(200);
        let snow = kinds.as_array().unwrap().iter().find(|kind| kind["kind"] == "snow").unwrap();
        assert_eq!((&snow["title"], &snow["fields"][0]["choices"][1]["label"]), (&json!("Snow"), &json!("Yard")), "{snow}");

        let decide = async |fields: Value| {
            let body = json!({ "kind": "snow", "fields": fields });
            let event = app.post(&format!("/api/v1/regions/{KUANCHENG}/events"), &body).await.expect(201);
            let parts = event["decision"]["parts"].as_array().unwrap();
            let part = parts.iter().find(|part| part["plugin"]["id"] == "cn.test.snow").unwrap_or_else(|| panic!("{event}"));
            part.clone()
        };
        let deep = decide(json!({ "where": "yard", "cm": 12 })).await.to_string();
        assert!(deep.contains("清理 \u{2068}12\u{2069} 厘米积雪") || deep.contains("清理 12 厘米积雪"), "{deep}");
        for (fields, said) in [
            (json!({ "where": "yard", "cm": 2, "blocked": true }), "通道堵塞"),
            (json!({ "where": "road", "cm": 30 }), "道路由街道清雪"),
            (json!({ "where": "yard", "cm": 2, "blocked": false }), "积雪较薄"),
            (json!({ "where": "yard" }), "积雪较薄"),
        ] {
            let part = decide(fields.clone()).await.to_string();
            assert!(part.contains(said), "{fields}: {part}");
        }
    }
}
