//! Turns a workbook into plugins: XLSForm's sheets (`survey`, `choices`, `settings`) into a checklist, decision tables into what
//! follows from its answers or from events. No compiler is needed: the workbook becomes a small program, which is put into an
//! interpreter that was built before.
//!
//! What XLSForm has and a checklist cannot be asked is refused by name, all of it in one report, each with sheet, row, column and
//! remedy in both languages. What each column means: `docs/spreadsheets.md`.

mod choices;
mod duties;
mod events;
mod expression;
mod interpreters;
mod languages;
mod manifest;
mod message;
mod module;
mod problem;
mod reader;
mod settings;
mod survey;
mod tables;
#[cfg(test)]
mod tests;
mod texts;
mod workbook;

pub use lifang_sdk_build::World;
pub use problem::{Place, Problem, Said};

use lifang_sheet_engine::{FormSheet, Program};
use problem::Report;
use settings::Settings;
use survey::Reading;
use texts::{Catalogs, Words, plain};
use workbook::Workbook;

/// What a workbook becomes, before it is put into an interpreter.
#[derive(Clone, Debug)]
pub struct Plugin {
    /// Its world.
    pub world: World,
    /// Its manifest, as `plugin.toml` would say it.
    pub manifest: String,
    /// Language and bytes of each catalog.
    pub catalogs: Vec<(String, Vec<u8>)>,
    /// Its program.
    pub program: Program,
}

/// Why a plugin could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// This program was built without its interpreters.
    #[error(
        "this lifang was built without the interpreter of world {0}: build it with `cargo xtask`, or use a released one"
    )]
    NoInterpreter(World),
    /// The program cannot be written.
    #[error("the workbook is too large for a program: {0}")]
    Program(#[from] lifang_sheet_engine::ProgramError),
    /// The interpreter is not one of ours.
    #[error(transparent)]
    Interpreter(#[from] module::BrokenInterpreter),
    /// The module cannot be made a component.
    #[error(transparent)]
    Build(#[from] lifang_sdk_build::BuildError),
}

impl Plugin {
    /// The plugin as a component, with manifest and catalogs inside.
    ///
    /// # Errors
    /// There is no interpreter, or it does not fit.
    pub fn component(&self) -> Result<Vec<u8>, SheetError> {
        let interpreter = interpreters::of(self.world).ok_or(SheetError::NoInterpreter(self.world))?;
        let module = module::with_program(interpreter, &self.program.to_bytes()?)?;
        Ok(lifang_sdk_build::component_of(&module, self.world, self.manifest.as_bytes(), &self.catalogs)?)
    }
}

/// Reads a workbook: the plugins it becomes, a checklist, rules on events, or both.
///
/// # Errors
/// All that is wrong with it.
pub fn compile(workbook: &[u8]) -> Result<Vec<Plugin>, Vec<Problem>> {
    let book = Workbook::read(workbook).map_err(|problem| vec![*problem])?;
    let mut report = Report::default();
    refuse_sheets(&book, &mut report);
    let settings = Settings::read(&book, &mut report);
    let default =
        settings.as_ref().map_or_else(|| reader::Default("zh".to_owned()), |settings| settings.language.clone());
    let duties = duties::read(&book, &default, &mut report);

    let both = book.sheet("survey").is_some() && book.sheet("rules").is_some();
    let mut plugins = Vec::new();
    if book.sheet("survey").is_some() || book.sheet("rules").is_none() {
        let mut catalogs = Catalogs::default();
        let survey = survey::read(&book, &default, &mut catalogs, &mut report);
        if let Some(survey) = survey {
            let mut reading = Reading {
                default: &default,
                languages: &survey.languages,
                catalogs: &mut catalogs,
                report: &mut report,
            };
            let tables = book
                .sheet("decisions")
                .map(|sheet| tables::read(sheet, tables::For::Answers, &survey.names, &survey.items, &mut reading));
            if let Some(settings) = &settings {
                let title: Words = survey
                    .languages
                    .iter()
                    .map(|tag| (tag.clone(), plain(if tag == "zh" { &settings.title.0 } else { &settings.title.1 })))
                    .collect();
                let title = catalogs.keep("form-title", title);
                let program = FormSheet {
                    id: settings.form.clone(),
                    title,
                    items: survey.items,
                    order: survey.order,
                    tables: tables.unwrap_or_default(),
                };
                plugins.push(Plugin {
                    world: World::Forms,
                    manifest: manifest::forms(settings, &survey.collects, &duties),
                    catalogs: catalogs.files(),
                    program: Program::Form(program),
                });
            }
        }
    }
    if let Some(sheet) = book.sheet("rules") {
        let mut catalogs = Catalogs::default();
        let mut languages = sheet.languages("title", &default);
        if !languages.iter().any(|tag| tag == "zh") {
            languages.push("zh".to_owned());
        }
        let mut reading =
            Reading { default: &default, languages: &languages, catalogs: &mut catalogs, report: &mut report };
        let events = events::read(&book, &mut reading);
        if let (Some(settings), Some(events)) = (&settings, events) {
            // A plugin has a Chinese catalog, be it empty of everything but its name.
            let title = languages
                .iter()
                .map(|tag| (tag.clone(), plain(if tag == "zh" { &settings.title.0 } else { &settings.title.1 })))
                .collect();
            catalogs.keep("title", title);
            plugins.push(Plugin {
                world: World::Rules,
                manifest: manifest::rules(settings, &events, &duties, both),
                catalogs: catalogs.files(),
                program: Program::Events(events.program),
            });
        }
    }
    report.0.sort_by(|a, b| a.place.cmp(&b.place));
    report.0.dedup();
    if report.0.is_empty() { Ok(plugins) } else { Err(report.0) }
}

/// The sheets that are read; those beginning with `#` are remarks.
const SHEETS: [&str; 9] =
    ["survey", "choices", "settings", "decisions", "duties", "events", "event_fields", "rules", "event_decisions"];

fn refuse_sheets(book: &Workbook, report: &mut Report) {
    for sheet in book.sheets.iter().filter(|sheet| !sheet.rows.is_empty()) {
        let name = sheet.name.trim().to_lowercase();
        if !SHEETS.contains(&name.as_str()) && !name.starts_with('#') {
            let place = Place { sheet: sheet.name.clone(), ..Place::default() };
            let what = Said::new(
                format!("不支持工作表 {}。", sheet.name),
                format!("The sheet {} is not supported.", sheet.name),
            );
            report.say(
                place,
                what,
                Said::new(
                    "请删去它；备注表的名称请以 # 开头。",
                    "Remove it; a sheet of remarks has a name that begins with #.",
                ),
            );
        }
    }
    for (with, without) in
        [("event_fields", "events"), ("event_decisions", "rules"), ("events", "rules"), ("decisions", "survey")]
    {
        if book.sheet(with).is_some_and(|sheet| !sheet.rows.is_empty()) && book.sheet(without).is_none() {
            let place = Place { sheet: with.to_owned(), ..Place::default() };
            let what = Said::new(
                format!("有 {with}，没有 {without}。"),
                format!("There is a sheet {with} and no sheet {without}."),
            );
            report.say(place, what, Said::new(format!("请新建 {without}。"), format!("Make the sheet {without}.")));
        }
    }
}
