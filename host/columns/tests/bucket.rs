//! Segments in a bucket: against a server of this file that speaks as much S3 as is needed, on the loopback.

#![expect(clippy::unwrap_used, reason = "clippy knows tests by their attribute, not what they call")]

use lifang_columns::{About, ColumnsError, Place, Segments, projection};
use lifang_core::clock::{Date, Instant};
use lifang_core::columns::{ColumnData, ColumnValues, Rows};
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

type Objects = Arc<Mutex<HashMap<String, Vec<u8>>>>;

/// A bucket; its address, and what is in it.
fn bucket() -> (String, Objects) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let objects = Objects::default();
    let kept = Arc::clone(&objects);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            std::thread::spawn(move || answer(stream, &kept));
        }
    });
    (address, objects)
}

fn answer(stream: TcpStream, kept: &Objects) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).unwrap();
    let mut words = line.split_whitespace();
    let (method, target) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default().to_owned());
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).unwrap();
        if header.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = header.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let path = target.split('?').next().unwrap_or_default().to_owned();
    let mut objects = kept.lock().unwrap();
    let (status, body) = match method.as_str() {
        "PUT" => {
            objects.insert(path, body);
            ("200 OK", Vec::new())
        }
        "GET" => objects.get(&path).map_or(("404 Not Found", Vec::new()), |found| ("200 OK", found.clone())),
        // Many are deleted at once, named in XML.
        "POST" => {
            let asked = String::from_utf8(body).unwrap();
            let keys: Vec<&str> = asked.split("<Key>").skip(1).filter_map(|rest| rest.split("</Key>").next()).collect();
            objects.retain(|path, _| !keys.iter().any(|key| path.ends_with(key)));
            let deleted: String = keys.iter().map(|key| format!("<Deleted><Key>{key}</Key></Deleted>")).collect();
            ("200 OK", format!("<?xml version=\"1.0\"?><DeleteResult>{deleted}</DeleteResult>").into_bytes())
        }
        _ => ("501 Not Implemented", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: \"1\"\r\nLast-Modified: Mon, 23 Nov 2026 02:00:00 GMT\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let stream = reader.get_mut();
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&body);
}

fn options(address: &str) -> BTreeMap<String, String> {
    [
        ("endpoint", address),
        ("region", "us-east-1"),
        ("access_key_id", "someone"),
        ("secret_access_key", "something"),
        ("allow_http", "true"),
    ]
    .map(|(key, value)| (key.to_owned(), value.to_owned()))
    .into()
}

#[tokio::test]
async fn segments_are_put_got_and_removed() {
    let (address, objects) = bucket();
    let place = Place::Bucket { url: "s3://lifang/jilin/2026".into(), options: options(&address) };
    let segments = Segments::open(&place, 0).unwrap();
    let about = About {
        dataset: "units".into(),
        community: 7,
        mark: 3,
        day: Date(20_000),
        recorded: Instant(0),
        good_until: Date::OPEN,
    };
    let columns: Vec<_> = projection::stored("units").into_iter().filter(|column| column.key == "staff").collect();
    let staff = ColumnValues { data: ColumnData::U16(vec![4, 0, 9]), validity: Some(vec![0b101]) };
    let rows = Rows { rows: 3, columns: vec![staff.clone()] };
    let pointer = segments.write(&about, &columns, &rows, &[1, 2, 3]).await.unwrap();
    let names: Vec<String> = objects.lock().unwrap().keys().cloned().collect();
    assert_eq!(names, [format!("/lifang/jilin/2026/{}", pointer.file)]);
    let read = segments.read(&pointer, &columns, Date(20_000)).await.unwrap();
    assert_eq!((read.rows, &*read.values[0]), (3, &staff));

    objects.lock().unwrap().values_mut().for_each(|bytes| bytes[9] ^= 1);
    let damaged = segments.read(&pointer, &columns, Date(20_000)).await.unwrap_err();
    assert!(matches!(damaged, ColumnsError::Damaged { .. }), "{damaged}");
    segments.remove(&pointer.file).await.unwrap();
    assert!(objects.lock().unwrap().is_empty());
    let missing = segments.read(&pointer, &columns, Date(20_000)).await.unwrap_err();
    assert!(missing.is_of_the_file() && matches!(missing, ColumnsError::Missing(_)), "{missing}");
    segments.remove(&pointer.file).await.unwrap();
}

#[test]
fn an_option_that_there_is_not_is_named_and_secrets_are_not() {
    let mut options = options("http://127.0.0.1:1");
    options.insert("acess_key".into(), "x".into());
    let place = Place::Bucket { url: "s3://lifang/jilin".into(), options };
    let error = Segments::open(&place, 0).unwrap_err().to_string();
    assert!(error.contains("acess_key") && !error.contains("something"), "{error}");
    assert!(!format!("{place:?}").contains("something"));
}
