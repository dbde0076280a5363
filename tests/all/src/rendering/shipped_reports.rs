//! The reports of the shipped plugins, on paper: in both languages, on both sizes.

use super::{SHIPPED, poppler, report_events, run, said, squeezed, text};
use lifang_test_support::{Engine, TestApp};

#[tokio::test]
async fn every_shipped_report_is_on_paper_what_its_document_says() {
    let app = TestApp::start(Engine::Sqlite).await;
    report_events(&app).await;
    for (code, report) in SHIPPED {
        let (_, path) = run(&app, code, report).await;
        for language in ["zh", "en"] {
            let document = app.get_as_staff(&format!("{path}?lang={language}")).await.expect(200);
            for (paper, size) in [("a4", "595.276 x 841.89"), ("a3", "841.89 x 1190.55")] {
                let reply = app.get_as_staff(&format!("{path}?format=pdf&paper={paper}&lang={language}")).await;
                assert_eq!((reply.status, reply.content_type.as_str()), (200, "application/pdf"), "{}", reply.body);
                let set = text(&reply.bytes, None);
                for wanted in said(&document) {
                    assert!(set.contains(&squeezed(&wanted)), "{report} {language}: {wanted:?} in {set}");
                }
                let region = document["path"].as_array().unwrap().last().unwrap()["name"].as_str().unwrap();
                for wanted in [region, "2026-11-01", "2026-11-30", document["plugin"]["digest"].as_str().unwrap()] {
                    assert!(set.contains(&squeezed(wanted)), "{report} {language}: {wanted:?} in {set}");
                }
                let told = poppler("pdfinfo", &[], &reply.bytes);
                let turned = size
                    .split_once(" x ")
                    .map_or_else(|| size.to_string(), |(width, height)| format!("{height} x {width}"));
                assert!(told.contains(size) || told.contains(&turned), "{told}");
                let title = document["title"].as_str().unwrap();
                assert!(told.lines().any(|line| line.starts_with("Title:") && line.contains(title)), "{told}");
            }
        }
    }
}

#[tokio::test]
async fn fonts_are_inside_the_file_and_every_letter_has_its_glyph() {
    let app = TestApp::start(Engine::Sqlite).await;
    report_events(&app).await;
    for (code, report) in SHIPPED {
        let (_, path) = run(&app, code, report).await;
        let pdf = app.get_as_staff(&format!("{path}?format=pdf")).await.bytes;
        let fonts = poppler("pdffonts", &[], &pdf);
        let faces: Vec<Vec<&str>> = fonts.lines().skip(2).map(|line| line.split_whitespace().collect()).collect();
        assert!(!faces.is_empty());
        for face in faces {
            // name, type, encoding, emb, sub, uni, object, number: counted from the end, a type has spaces.
            let (embedded, unicode) = (face[face.len() - 5], face[face.len() - 3]);
            assert_eq!((embedded, unicode), ("yes", "yes"), "{fonts}");
        }
        assert!(!text(&pdf, None).contains("[U+"));
    }
}

#[tokio::test]
async fn a_file_is_named_in_chinese_and_asked_for_by_its_type() {
    let app = TestApp::start(Engine::Sqlite).await;
    let (_, path) = run(&app, "220103008003", "grid-monthly").await;
    for (format, media_type) in [
        ("pdf", "application/pdf"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("csv", "text/csv; charset=utf-8"),
    ] {
        let reply = app.get_as_staff(&format!("{path}?format={format}")).await;
        assert_eq!(reply.content_type, media_type);
        let disposition = reply.header("content-disposition").unwrap();
        // 长山花园社区
        let name = "filename*=UTF-8''%E9%95%BF%E5%B1%B1%E8%8A%B1%E5%9B%AD%E7%A4%BE%E5%8C%BA-";
        assert!(disposition.contains(name) && disposition.ends_with(&format!("-2026-11-01.{format}")), "{disposition}");
        assert!(disposition.contains(&format!("filename=\"grid-monthly-2026-11-01.{format}\"")), "{disposition}");
        let staff = format!("Bearer {}", TestApp::TOKEN);
        let accepted = app.request("GET", &path, &[("authorization", &staff), ("accept", media_type)], None).await;
        assert_eq!(accepted.content_type, media_type);
    }
}
