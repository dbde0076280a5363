//! The same example plugin in three languages, begun by `lifang plugin new`: the same vectors, and the same answers byte for byte.
//! And what a script may not do.

use async_trait::async_trait;
use lifang_core::call::{Call, CallContext, CallResult, DataPort, Digest, PluginRef, Plugins, RegionView, Scanned};
use lifang_core::capability::Readable;
use lifang_core::clock::{Date, Instant};
use lifang_core::columns::{ColumnData, ColumnValues, Rows};
use lifang_core::dataset::{ColumnType, Schema};
use lifang_core::decision::Event;
use lifang_core::failure::Cause;
use lifang_core::form::Answer;
use lifang_core::limits::Limits;
use lifang_core::query::{AggregateQuery, DataError, Figure, Group, Measure, ScanQuery, Test};
use lifang_core::report::Period;
use lifang_core::value::{Cell, Field, Value};
use lifang_runtime::{Components, Inspected, Runtime, Tuning, inspect};
use lifang_test_support::example;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const LANGUAGES: [&str; 3] = ["rust", "js", "python"];
const COMMUNITY: &str = "220104001001";
const FORMS: &str = include_str!("../../../sdk/templates/forms/every/tests/vectors.json");
const RULES: &str = include_str!("../../../sdk/templates/rules/every/tests/vectors.json");

/// A component, ready to be called.
struct Plugin {
    runtime: Runtime,
    reference: Arc<PluginRef>,
    inspected: Inspected,
    _cache: tempfile::TempDir,
}

impl Plugin {
    async fn prepared(name: &str) -> Self {
        let (bytes, cache) = (example(name), tempfile::tempdir().unwrap());
        let inspected = inspect(&bytes).unwrap();
        let (id, version) = (inspected.manifest.plugin.id.clone(), inspected.manifest.plugin.version.clone());
        let reference = Arc::new(PluginRef { id, version, digest: inspected.digest.clone() });
        let tuning = Tuning { instances: 4, ..Tuning::default() };
        let runtime = Runtime::start(cache.path(), Arc::new(Nowhere), tuning).unwrap();
        runtime.prepare(bytes).await.unwrap();
        Self { runtime, reference, inspected, _cache: cache }
    }

    fn call(&self, how: &Json, table: Table, limits: Limits) -> Call {
        let day: Date = how["on"].as_str().unwrap_or("2024-03-01").parse().unwrap();
        let levels = [(2, "province"), (4, "city"), (6, "district"), (9, "street"), (12, "community")];
        let view = |(digits, level): (usize, &str)| {
            let code = format!("{:0<12}", &COMMUNITY[..digits]);
            RegionView { name: format!("region {code}"), code, level: level.into() }
        };
        let mut settings: BTreeMap<String, Value> = BTreeMap::new();
        for setting in &self.inspected.manifest.settings {
            settings.insert(setting.key.clone(), setting.read(&setting.default).unwrap());
        }
        for (key, json) in how["settings"].as_object().into_iter().flatten() {
            settings.insert(key.clone(), value(json));
        }
        let mut exceptions: Vec<Date> = strings(&how["exceptions"]).map(|day| day.parse().unwrap()).collect();
        exceptions.sort_unstable();
        let context = CallContext {
            path: levels.map(view).into(),
            now: Instant(day.midnight().0 + 9 * 3_600_000),
            role: "grid-worker".into(),
            day_exceptions: exceptions.into(),
            settings,
        };
        Call { plugin: Arc::clone(&self.reference), context: Arc::new(context), limits, data: Arc::new(table) }
    }

    /// The host's JSON of what the plugin makes of a vector.
    async fn answer(&self, vector: &Json) -> Json {
        let table = Table(vector["report"]["rows"]["persons"].as_array().cloned().unwrap_or_default());
        let call = |limits| self.call(&vector["call"], table.clone(), limits);
        let (quick, long) = (call(Limits::INTERACTIVE), call(Limits::BATCH));
        let run = &self.runtime;
        let asked = |key: &str| vector.get(key);
        if let Some(ask) = asked("ask") {
            return said(run.form(&quick, id(ask), &cells(&ask["known"])).await);
        }
        if let Some(state) = asked("state") {
            return said(run.state(&quick, id(state), &answers(state), &cells(&state["known"])).await);
        }
        if let Some(judge) = asked("judge") {
            return said(run.judge(&quick, id(judge), &answers(judge), &cells(&judge["known"])).await);
        }
        if asked("certificates").is_some() {
            return said(run.certificates(&quick).await);
        }
        if let Some(decide) = asked("decide") {
            let rules: Vec<String> = strings(&decide["rules"]).collect();
            let (kind, fields) = (decide["event"]["kind"].as_str().unwrap().into(), cells(&decide["event"]["fields"]));
            let event = Event { id: "event".into(), kind, occurred: quick.context.now, fields };
            return said(run.decide(&quick, &rules, &event).await);
        }
        if let Some(sweep) = asked("sweep") {
            let rule = sweep["rule"].as_str().unwrap();
            let head = self.inspected.manifest.rule(rule).unwrap().sweep.as_ref().unwrap();
            let rows = scanned(&head.dataset, &head.columns, sweep["rows"].as_array().unwrap());
            return said(run.sweep(&long, rule, rows).await);
        }
        let report = &vector["report"];
        let day = |key: &str| report[key].as_str().unwrap().parse().unwrap();
        said(run.report(&long, id(report), Period { first: day("first"), last: day("last") }).await)
    }
}

/// The plugin is prepared before it is called; nothing is ever looked up.
struct Nowhere;

#[async_trait]
impl Components for Nowhere {
    async fn bytes(&self, _: &Digest) -> Result<Option<Vec<u8>>, String> {
        Ok(None)
    }
}

/// Persons in memory. Knows no more than the example's report asks: counts, known visits, kinds of residence, streets.
#[derive(Clone)]
struct Table(Vec<Json>);

#[async_trait]
impl DataPort for Table {
    async fn subject(&self, dataset: &str, _: &str, _: &[String]) -> Result<Vec<Cell>, DataError> {
        Err(DataError::NotGranted(dataset.into()))
    }

    async fn scan(&self, query: &ScanQuery, _: u32) -> Result<Scanned, DataError> {
        Err(DataError::NotGranted(query.dataset.clone()))
    }

    async fn aggregate(&self, query: &AggregateQuery) -> Result<Vec<Group>, DataError> {
        let passes = |row: &&Json| {
            query.filters.iter().all(|filter| match &filter.test {
                Test::OneOf(kinds) => {
                    kinds.iter().any(|kind| matches!(kind, Value::Text(kind) if row[&filter.column] == **kind))
                }
                other => panic!("the example filters otherwise: {other:?}"),
            })
        };
        let rows: Vec<&Json> = self.0.iter().filter(passes).collect();
        #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
        let figure = |measure: &Measure| match measure {
            Measure::Count => Figure::Number(rows.len() as f64),
            Measure::Known(column) => Figure::Number(rows.iter().filter(|row| !row[column].is_null()).count() as f64),
            other => panic!("the example measures otherwise: {other:?}"),
        };
        let street = || Some(Value::Text(format!("{:0<12}", &COMMUNITY[..9])));
        let key = query.by.iter().map(|by| if by == "region:street" { street() } else { panic!("grouped by {by}") });
        Ok(vec![Group { key: key.collect(), figures: query.measures.iter().map(figure).collect() }])
    }
}

/// Rows as the host's scan has them.
fn scanned(dataset: &str, columns: &[String], rows: &[Json]) -> Scanned {
    let schema = Schema::v1();
    let column = |key: &String| {
        let column = schema.datasets[dataset].column(key).unwrap();
        let number = |json: &Json| match (column.column_type, json) {
            (_, Json::Null) => 0,
            (ColumnType::Date, json) => i64::from(json.as_str().unwrap().parse::<Date>().unwrap().0),
            (ColumnType::Code, json) => {
                schema.number(column.codes.as_ref().unwrap(), json.as_str().unwrap()).unwrap().into()
            }
            (_, json) => json.as_i64().unwrap(),
        };
        let numbers = rows.iter().map(|row| number(&row[key]));
        let data = match column.column_type {
            ColumnType::Date => ColumnData::S32(numbers.map(|days| i32::try_from(days).unwrap()).collect()),
            _ => ColumnData::U8(numbers.map(|number| u8::try_from(number).unwrap()).collect()),
        };
        let mut validity = vec![0_u8; rows.len().div_ceil(8)];
        for (at, _) in rows.iter().enumerate().filter(|(_, row)| !row[key].is_null()) {
            validity[at / 8] |= 1 << (at % 8);
        }
        (Readable::from(column), ColumnValues { data, validity: column.nullable.then_some(validity) })
    };
    let (columns, values) = columns.iter().map(column).unzip();
    let rows = u32::try_from(rows.len()).unwrap();
    Scanned { columns, rows: Arc::new(Rows { rows, columns: values }) }
}

fn id(asked: &Json) -> &str {
    asked["id"].as_str().unwrap()
}

fn strings(list: &Json) -> impl Iterator<Item = String> + '_ {
    list.as_array().into_iter().flatten().map(|item| item.as_str().unwrap().to_owned())
}

fn value(json: &Json) -> Value {
    Value::from_plain(json).unwrap_or_else(|| serde_json::from_value(json.clone()).unwrap())
}

fn cells(json: &Json) -> Vec<Field> {
    let cell = |json: &Json| match json {
        Json::Null => Cell::Unknown,
        json if json["withheld"] == true => Cell::Withheld,
        json => Cell::Present(value(json)),
    };
    let fields = json.as_object().into_iter().flatten();
    fields.map(|(key, json)| Field { key: key.clone(), cell: cell(json) }).collect()
}

fn answers(asked: &Json) -> Vec<Answer> {
    let given = asked["answers"].as_object().unwrap();
    given.iter().map(|(node, json)| Answer { node: node.clone(), value: value(json) }).collect()
}

fn said<T: serde::Serialize>(answer: CallResult<T>) -> Json {
    match answer {
        Ok(answered) => serde_json::to_value(answered.value).unwrap(),
        Err(failure) => match failure.cause {
            Cause::Said(said) => json!({ "refused": serde_json::to_value(said).unwrap()["said"] }),
            other => panic!("{other}\n{:?}", failure.log),
        },
    }
}

async fn judge(world: &str, vectors: &str) {
    let file: Json = serde_json::from_str(&vectors.replace("{{community}}", COMMUNITY)).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert!(vectors.len() >= 10, "{} vectors", vectors.len());
    let mut bytes: Vec<Vec<String>> = Vec::new();
    for language in LANGUAGES {
        let plugin = Plugin::prepared(&format!("{world}-{language}")).await;
        let mut said = Vec::new();
        for vector in vectors {
            let answer = plugin.answer(vector).await;
            let expected = match vector.get("refused") {
                Some(refused) => json!({ "refused": refused }),
                None => vector["expect"].clone(),
            };
            assert_eq!(answer, expected, "{language}: {}", vector["name"]);
            said.push(answer.to_string());
        }
        bytes.push(said);
    }
    assert!(bytes.iter().all(|said| *said == bytes[0]), "the three languages write the same");
}

#[tokio::test(flavor = "multi_thread")]
async fn checklists_and_certificates_in_three_languages_answer_alike() {
    judge("forms", FORMS).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_and_reports_in_three_languages_answer_alike() {
    judge("rules", RULES).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_is_stopped_where_a_compiled_plugin_would_be() {
    for language in ["js", "python"] {
        let plugin = Plugin::prepared(&format!("hostile-{language}")).await;
        let cause = async |rule: &str| {
            let call = plugin.call(&Json::Null, Table(vec![]), Limits::INTERACTIVE);
            let event = Event { id: "e".into(), kind: "deed".into(), occurred: call.context.now, fields: vec![] };
            plugin
                .runtime
                .decide(&call, &[rule.to_owned()], &event)
                .await
                .map(|answered| answered.value)
                .map_err(|f| f.cause)
        };
        let good = cause("good").await.unwrap();
        assert_eq!(cause("spin").await, Err(Cause::Deadline(Limits::INTERACTIVE.budget_ms)), "{language}");
        assert_eq!(cause("eat-memory").await, Err(Cause::Memory(Limits::INTERACTIVE.memory)), "{language}");
        for (deed, word) in
            [("clock", "use call.now"), ("dice", "the same call gives the same answer"), ("slip", "slip.")]
        {
            let trapped = cause(deed).await.unwrap_err();
            let heard = matches!(&trapped, Cause::Trap { panic: Some(panic), .. } if panic.contains(word));
            assert!(heard, "{language}, {deed}: {trapped:?}");
        }
        assert_eq!(cause("good").await.unwrap(), good, "{language}: the next call is answered");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn browsers_run_a_script_in_javascript_and_leave_python_to_the_server() {
    for (language, runs) in [("rust", true), ("js", true), ("python", false)] {
        let plugin = Plugin::prepared(&format!("forms-{language}")).await;
        assert_eq!(plugin.inspected.server_only().is_none(), runs, "{language}");
        let module = plugin.runtime.module(&plugin.reference.digest).await;
        assert_eq!(module.is_ok(), runs, "{language}: {module:?}");
    }
}
