//! `lifang field …`, `lifang register`, `lifang burden`

use crate::args::FieldCommand;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_core::manifest::{FieldRef, LocalField};
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_service::Service;
use serde_json::json;
use std::path::Path;

pub(crate) async fn run(command: FieldCommand, service: &Service, output: Output) -> Result<(), Failed> {
    let region = match command {
        FieldCommand::Declare { file, region, from } => {
            service.declare_fields(&Actor::system(), &region, read(&file)?, from).await?;
            region
        }
        FieldCommand::List { region } => region,
        FieldCommand::Withdraw { field, region, from } => {
            let field: FieldRef = field.parse().map_err(|what: String| wrong("字段写法有误", &what).at("FIELD"))?;
            service.withdraw_field(&Actor::system(), &region, &field, from).await?;
            region
        }
    };
    list(service, &region, output).await
}

fn read(file: &Path) -> Result<Vec<LocalField>, Failed> {
    let source = std::fs::read_to_string(file).map_err(|error| Failed::file(file, &error))?;
    LocalField::read_all(&source).map_err(|what| wrong("字段申报文件有误", &what).at(file.display().to_string()).into())
}

fn wrong(zh: &str, what: &str) -> Problem {
    let said = Bilingual::new(format!("{zh}：{what}"), what);
    let remedy = Bilingual::new(
        "请按插件清单中 [[local_field]] 的写法填写；字段写作 persons.x.键名。",
        "Write [[local_field]] blocks as in a plugin's manifest; a field is written persons.x.key.",
    );
    Problem::new(Kind::Invalid, "field-wrong", said, remedy)
}

async fn list(service: &Service, region: &str, output: Output) -> Result<(), Failed> {
    let views = service.local_field_list(region).await?;
    let json: Vec<_> = views
        .iter()
        .map(|view| json!({ "field": view.field, "region": view.region.code, "plugin": view.plugin }))
        .collect();
    output.result(&json!(json), || {
        let line = |view: &lifang_service::LocalFieldView| {
            let LocalField { dataset, key, column_type, title, .. } = &view.field;
            let by = view.plugin.as_deref().unwrap_or("-");
            format!(
                "{dataset}.{key}  {}  {}  {} {}  {by}",
                column_type.name(),
                title.zh,
                view.region.code,
                view.region.name
            )
        };
        let lines: Vec<String> = views.iter().map(line).collect();
        if lines.is_empty() { "没有本地字段 / no local fields".into() } else { lines.join("\n") }
    });
    Ok(())
}

/// `lifang register`
pub(crate) async fn register(service: &Service, region: &str, output: Output) -> Result<(), Failed> {
    let register = service.register(&Actor::system(), region).await?;
    let fields = register.fields;
    let json: Vec<_> = fields
        .iter()
        .map(|one| {
            let collectors: Vec<_> = one
                .collectors
                .iter()
                .map(|by| {
                    json!({ "plugin": by.plugin.to_string(), "checklist": by.checklist, "question": by.question,
                        "fresh_days": by.fresh_days, "writes": by.writes })
                })
                .collect();
            json!({ "field": one.field, "guard": one.guard, "declared_by": one.declared_by, "collectors": collectors,
                "asked": one.asked.asked, "fresh": one.asked.fresh, "prefilled": one.asked.prefilled })
        })
        .collect();
    let feeds: Vec<_> = register.feeds.iter().map(|feed| json!({ "name": feed.name, "on": feed.on })).collect();
    let stated: Option<Vec<_>> = register.stated.map(|all| {
        let one = |one: &lifang_service::Stated| {
            json!({ "dataset": one.dataset, "key": one.key, "source": one.source, "subjects": one.subjects,
                "oldest": one.oldest, "latest": one.latest })
        };
        all.iter().map(one).collect()
    });
    output.result(&json!({ "fields": json, "feeds": feeds, "stated": stated }), || {
        let line = |one: &lifang_service::RegisterField| {
            let by: Vec<String> = one
                .collectors
                .iter()
                .map(|by| format!("{} {}.{} ({} 天 days)", by.plugin.id, by.checklist, by.question, by.fresh_days))
                .collect();
            let by = if by.is_empty() { "-".into() } else { by.join("; ") };
            format!(
                "{}  {}  {by}  询问 asked {}  重复 twice {}",
                one.field,
                one.title.zh,
                one.asked.asked,
                one.asked.fresh - one.asked.prefilled
            )
        };
        fields.iter().map(line).collect::<Vec<_>>().join("\n")
    });
    Ok(())
}

/// `lifang burden`
pub(crate) async fn burden(service: &Service, region: &str, month: Option<&str>, output: Output) -> Result<(), Failed> {
    let (month, views) = service.burden(&Actor::system(), region, month).await?;
    let json: Vec<_> = views
        .iter()
        .map(|view| {
            let total = view.total();
            json!({ "district": view.district.code, "checklist": view.checklist, "plugin": view.plugin, "asked": total.asked,
                "fresh": total.fresh, "prefilled": total.prefilled, "confirmed": total.confirmed,
                "asked_twice": total.fresh - total.prefilled, "offered": total.offered })
        })
        .collect();
    output.result(&json!({ "month": month, "checklists": json }), || {
        let line = |view: &lifang_service::BurdenView| {
            let total = view.total();
            format!(
                "{} {}  {}  询问 asked {}  已掌握 known {}  预填 prefilled {}  重复 twice {}",
                view.district.code,
                view.district.name,
                view.checklist,
                total.asked,
                total.fresh,
                total.prefilled,
                total.fresh - total.prefilled
            )
        };
        let lines: Vec<String> = views.iter().map(line).collect();
        if lines.is_empty() { "该月没有填报 / nothing was asked that month".into() } else { lines.join("\n") }
    });
    Ok(())
}
