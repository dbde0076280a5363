//! Certificates: the right answer depends on region and date.

use lifang_test_support::{CHAOYANG, HUBEI, KUANCHENG, TestApp, on_both};
use serde_json::Value;

/// 民发〔2020〕20号, the national list, as mission and letter have it.
const NATIONAL: [&str; 20] = [
    "亲属关系",
    "居民身份信息",
    "户口登记项目内容变更",
    "养犬",
    "犯罪记录",
    "社区戒毒",
    "失踪",
    "婚姻状况",
    "出生",
    "健在",
    "死亡",
    "疾病",
    "残疾",
    "婚育",
    "就业",
    "档案",
    "财产",
    "遗产继承",
    "住所",
    "遗失",
];

async fn list(app: &TestApp, code: &str, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/regions/{code}/certificates{query}");
    app.get(&path).await.expect(200).as_array().unwrap().clone()
}

fn refused(list: &[Value]) -> Vec<&str> {
    list.iter().filter(|item| item["may_issue"] == false).map(|item| item["title"].as_str().unwrap()).collect()
}

on_both! {
    async fn jilin_refuses_the_national_twenty_and_names_who_is_competent(app: TestApp) {
        let items = list(&app, KUANCHENG, "").await;
        let titles = refused(&items);
        for word in NATIONAL {
            assert!(titles.iter().any(|title| title.contains(word)), "{word} is missing in {titles:?}");
        }
        for item in items.iter().filter(|item| item["may_issue"] == false) {
            assert!(!item["office"].as_str().unwrap().is_empty() && !item["advice"].as_str().unwrap().is_empty(), "{item}");
            assert!(!item["basis"]["document"].as_str().unwrap().is_empty());
        }
    }

    async fn hubei_has_twenty_one_of_its_own(app: TestApp) {
        let items = list(&app, HUBEI, "").await;
        let titles = refused(&items);
        assert_eq!(titles.len(), 21, "{titles:?}");
        assert!(!titles.iter().any(|title| title.contains("健在")), "{titles:?}");
        for word in ["缴费票据", "转学", "生育状况"] {
            assert!(titles.iter().any(|title| title.contains(word)), "{word} is missing in {titles:?}");
        }
    }

    async fn residents_find_it_by_their_own_words(app: TestApp) {
        for (code, words) in [(KUANCHENG, "无犯罪记录证明"), (CHAOYANG, "犯罪"), (CHAOYANG, "无犯罪记录")] {
            let found = list(&app, code, &format!("?q={words}")).await;
            assert!(found.iter().any(|item| item["title"].as_str().unwrap().contains("犯罪")), "{words}: {found:?}");
            assert!(found.len() < 5, "{words} finds {} items", found.len());
        }
    }

    async fn before_the_list_was_in_force_it_says_nothing(app: TestApp) {
        assert_eq!(list(&app, KUANCHENG, "?day=2023-06-30").await, Vec::<Value>::new());
    }

    async fn what_is_on_no_list_is_nobodys_to_demand(app: TestApp) {
        let path = format!("/api/v1/regions/{KUANCHENG}/certificates/good-character");
        let problem = app.get(&path).await.problem(404, "certificate-unknown");
        assert!(problem["zh"]["what"].as_str().unwrap().contains("不得"));
    }
}
