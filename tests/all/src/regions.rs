//! Regions: the real tree, found by name and code, with counts that SQL agrees with.

use lifang_test_support::{KUANCHENG, TestApp, on_both};
use serde_json::{Value, json};

on_both! {
    async fn jilin_is_whole(app: TestApp) {
        let levels = app.database.sql(
            "SELECT level, count(*) FROM region_version WHERE code LIKE '22%' AND length(code) = 12 GROUP BY level ORDER BY 2",
        );
        let counts: Vec<&str> = levels.iter().map(|row| row.split('|').nth(1).unwrap()).collect();
        assert_eq!(counts, ["1", "9", "69", "1075", "11860"]);
    }

    async fn a_name_finds_its_region_with_its_path(app: TestApp) {
        let found = app.get("/api/v1/regions?q=长山花园").await.expect(200);
        assert_eq!(found[0]["code"], KUANCHENG);
        let names: Vec<&str> = found[0]["path"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["吉林省", "长春市", "宽城区", "团山街道", "长山花园社区"]);
        let found = app.get("/api/v1/regions?q=220104&limit=3").await.expect(200);
        assert_eq!(found[0]["name"], "朝阳区");
    }

    async fn a_page_counts_what_sql_counts(app: TestApp) {
        let page = app.get("/api/v1/regions/220103").await.expect(200);
        assert_eq!(page["counts"]["communities"], 173);
        assert_eq!(page["counts"]["persons"], 300);
        let houses = app.database.sql("SELECT count(*) FROM house");
        let here = page["counts"]["houses"].as_i64().unwrap();
        let there = app.get("/api/v1/regions/220104").await.expect(200)["counts"]["houses"].as_i64().unwrap();
        assert_eq!(houses, [(here + there).to_string()]);
        let short = app.get("/api/v1/regions/2201").await.expect(200);
        assert_eq!(short["name"], "长春市");
    }

    async fn children_are_counted_with_their_page(app: TestApp) {
        let page = app.get("/api/v1/regions/220103").await.expect(200);
        let children = page["children"].as_array().unwrap();
        let sum = |key: &str| children.iter().map(|child| child["counts"][key].as_i64().unwrap()).sum::<i64>();
        for key in ["communities", "grids", "buildings", "houses", "persons", "units"] {
            assert_eq!(sum(key), page["counts"][key].as_i64().unwrap(), "{key}");
        }
        let rows = app.database.sql(
            "SELECT s.code, count(DISTINCT r.person_id) FROM region_version s \
             JOIN region_version v ON v.parent_id = s.region_id JOIN residence r ON r.community_id = v.region_id \
             WHERE s.code LIKE '220103%' AND s.level = 4 GROUP BY s.code ORDER BY s.code",
        );
        let shown: Vec<String> = children
            .iter()
            .filter(|child| child["counts"]["persons"] != 0)
            .map(|child| format!("{}|{}", child["code"].as_str().unwrap(), child["counts"]["persons"]))
            .collect();
        assert_eq!(shown, rows);
    }

    async fn persons_of_small_grids_are_held_back_on_both_pages(app: TestApp) {
        for (seed, community) in (1..).zip(["220103008004", "220103008005", "220103008006"]) {
            app.service.generate_population(community, 6, seed, |_, _| ()).await.unwrap();
        }
        let persons = |page: &Value| (page["counts"]["persons"].as_i64(), page["counts"]["persons_suppressed"].as_bool().unwrap());
        let mut held_back = 0;
        for street in app.get("/api/v1/regions/220103").await.expect(200)["children"].as_array().unwrap() {
            let code = street["code"].as_str().unwrap();
            assert_eq!(persons(street), (street["counts"]["persons"].as_i64(), false));
            for community in app.get(&format!("/api/v1/regions/{code}")).await.expect(200)["children"].as_array().unwrap() {
                let code = community["code"].as_str().unwrap();
                for grid in app.get(&format!("/api/v1/regions/{code}")).await.expect(200)["children"].as_array().unwrap() {
                    let code = grid["code"].as_str().unwrap();
                    let own = app.get(&format!("/api/v1/regions/{code}")).await.expect(200);
                    assert_eq!(own["counts"], grid["counts"]);
                    let (shown, suppressed) = persons(grid);
                    assert_eq!(shown.is_none(), suppressed);
                    assert!(shown.is_none_or(|persons| persons == 0 || persons >= 10), "{grid}");
                    held_back += usize::from(suppressed);
                }
            }
        }
        assert!(held_back >= 3, "the small grids of this sample: {held_back}");
    }

    async fn a_name_is_found_by_its_pinyin(app: TestApp) {
        let first = async |query: &str| app.get(&format!("/api/v1/regions?{query}")).await.expect(200)[0]["code"].clone();
        for q in ["changshanhuayuan", "chang%20shan%20hua%20yuan", "CHANGSHANHUAYUANSHEQU", "zhangshanhuayuan", "cshy"] {
            assert_eq!(first(&format!("q={q}&within=220103&level=community")).await, KUANCHENG, "{q}");
        }
        assert_eq!(first("q=changshanhuayuan").await, KUANCHENG);
        assert_eq!(first("q=jilin").await, "220000000000", "the outer first");
        assert_eq!(first("q=cc&level=city").await, "220100000000");
        assert_eq!(first("q=lvyuan").await, "220106000000");
        assert_eq!(first("q=erdaojiang").await, "220503000000");
        let elsewhere = app.get("/api/v1/regions?q=changshanhuayuan&within=2202").await.expect(200);
        assert_eq!(elsewhere, Value::Array(vec![]));
        let _ = app.get("/api/v1/regions?q=cc&level=planet").await.problem(422, "level-unknown");
        let _ = app.get("/api/v1/regions?q=cc&within=99").await.problem(404, "region-unknown");
    }

    async fn the_board_names_who_is_in_post_and_nobody_else(app: TestApp) {
        let board = app.get(&format!("/api/v1/regions/{KUANCHENG}/board")).await.expect(200);
        let posts: Vec<&str> = board["appointments"].as_array().unwrap().iter().map(|a| a["post"].as_str().unwrap()).collect();
        for post in ["secretary", "grid-leader", "grid-worker", "grid-police"] {
            assert!(posts.contains(&post), "{post} is missing in {posts:?}");
        }
        assert!(!board["duties"].as_array().unwrap().is_empty());
        let grid = board["appointments"].as_array().unwrap().iter().find(|a| a["post"] == "grid-worker").unwrap().clone();
        let code = grid["region"]["code"].as_str().unwrap();
        assert_eq!(code.len(), 15);
        let of_grid = app.get(&format!("/api/v1/regions/{code}/board")).await.expect(200);
        assert!(of_grid["appointments"].as_array().unwrap().contains(&grid), "{of_grid}");
        let _ = app.get("/api/v1/regions/220103/board").await.problem(422, "wrong-level");
    }

    async fn loading_again_changes_nothing(app: TestApp) {
        let count = || app.database.sql("SELECT count(*) FROM region_version");
        let before = count();
        let loaded = app.service.load_jilin(|_| ()).await.unwrap();
        assert_eq!((loaded.regions, loaded.added, loaded.changed), (13_014, 0, 0));
        assert_eq!(count(), before);
    }

    async fn an_unknown_region_is_said_to_be_one(app: TestApp) {
        for code in ["999999", "朝阳", "22010", "110101"] {
            let _ = app.get(&format!("/api/v1/regions/{code}")).await.problem(404, "region-unknown");
            let body = json!({ "kind": "noise", "fields": {} });
            let _ = app.post(&format!("/api/v1/regions/{code}/events"), &body).await.problem(404, "region-unknown");
        }
        assert_eq!(app.get("/api/v1/regions?q=没有这个地方").await.expect(200), Value::Array(vec![]));
        let _ = app.get("/api/v1/regions?q= ").await.problem(422, "search-empty");
    }
}
