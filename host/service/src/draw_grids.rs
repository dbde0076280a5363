//! Drawing grids 网格 from a list: a CSV or workbook with their codes, names and households. All of them are drawn, or none.

use crate::Service;
use crate::error::{Result, ServiceError};
use crate::place::Place;
use lifang_core::base_data::{GridDraft, Provenance};
use lifang_core::clock::Date;
use lifang_core::intake::{Cell, heading};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, Region, RegionCode, RegionId};
use lifang_core::text::Bilingual;
use lifang_store::regions::draw_grids;
use lifang_store::{AsOf, StoreError};
use lifang_tables::{ReadOptions, Row, TableError};
use std::collections::HashMap;
use std::path::Path;

/// The columns of a list, and what heads them.
const CODE: (&str, &str, &[&str]) = ("网格代码", "Grid code", &["网格编码", "代码", "编码", "code"]);
const NAME: (&str, &str, &[&str]) = ("网格名称", "Grid name", &["名称", "网格", "name"]);
const HOUSEHOLDS: (&str, &str, &[&str]) = ("户数", "Households", &["总户数", "居民户数"]);
/// The most characters of a name.
const LONGEST: usize = 60;

/// What became of a list of grids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// Rows of the list.
    pub grids: u64,
    /// Those that were not there.
    pub added: u64,
}

/// A grid of the list, and where it stands there.
struct Listed {
    community: RegionCode,
    code: RegionCode,
    draft: GridDraft,
    at: String,
}

impl Service {
    /// Draws the grids of a list from the day `from` on, today when none is said. Those that are there under their name stay.
    ///
    /// # Errors
    /// A file that cannot be read; the first row that is wrong, a community that is unknown, a grid that has another name, with
    /// where it stands. Then nothing is drawn.
    pub async fn draw_grids(&self, file: &Path, from: Option<Date>) -> Result<Drawn> {
        let list = file.to_owned();
        let reading = tokio::task::spawn_blocking(move || read(&list)).await;
        let listed = reading.map_err(|error| StoreError::Unavailable(error.to_string()))??;
        let now = self.clock.now();
        let from = from.unwrap_or_else(|| now.day());
        let mut communities: HashMap<RegionCode, (Place, HashMap<RegionCode, String>)> = HashMap::new();
        let mut new: Vec<(RegionId, GridDraft)> = Vec::new();
        let mut seen: HashMap<RegionCode, String> = HashMap::new();
        for grid in &listed {
            if !communities.contains_key(&grid.community) {
                let place = self.place_on(grid.community.as_str(), from, now).await;
                let place = place.map_err(|error| error.problem().at(grid.at.clone()))?;
                if place.path.region().code != grid.community {
                    return Err(called_otherwise(place.path.region(), from).at(grid.at.clone()).into());
                }
                let at = AsOf { valid: from, recorded: now };
                let there = self.store.children(place.path.region().id, at).await?.into_iter();
                let there = there.filter(|region| region.level == Level::Grid).map(|region| (region.code, region.name));
                communities.insert(grid.community.clone(), (place, there.collect()));
            }
            let Some((place, there)) = communities.get(&grid.community) else { continue };
            if let Some(before) = seen.insert(grid.code.clone(), grid.at.clone()) {
                return Err(twice(&grid.code, &before).at(grid.at.clone()).into());
            }
            match there.get(&grid.code) {
                None => new.push((place.path.region().id, grid.draft.clone())),
                Some(name) if *name == grid.draft.name => {}
                Some(name) => return Err(named_otherwise(&grid.code, name).at(grid.at.clone()).into()),
            }
        }
        let provenance = Provenance { source: "list of grids".into(), collector: "system".into() };
        let mut tx = self.store.begin().await?;
        draw_grids(&mut tx, &new, &provenance, from, now).await?;
        tx.commit().await?;
        Ok(Drawn { grids: listed.len() as u64, added: new.len() as u64 })
    }
}

fn read(file: &Path) -> Result<Vec<Listed>> {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut table = lifang_tables::open(file, &name, &ReadOptions::default())?;
    table.has_rows()?;
    let titles: Vec<String> = table.header().iter().map(|title| heading(title)).collect();
    let column = |(zh, en, others): (&str, &str, &[&str])| {
        let known = |title: &String| [zh, en].iter().chain(others).any(|known| heading(known) == *title);
        titles.iter().position(known)
    };
    let wanted = |names: (&'static str, &'static str, &'static [&'static str])| {
        column(names).ok_or_else(|| {
            ServiceError::from(TableError::ColumnMissing {
                place: table.place().clone(),
                field: names.1.to_owned(),
                title: Bilingual::new(names.0, names.1),
                headings: table.header().iter().filter(|title| !title.is_empty()).cloned().collect(),
            })
        })
    };
    let (code, title, households) = (wanted(CODE)?, wanted(NAME)?, column(HOUSEHOLDS));
    let (mut listed, mut row) = (Vec::new(), Row::default());
    while table.next_into(&mut row)? {
        let at = format!("{}:{}", table.place().file, row.number);
        listed.push(grid(&row, code, title, households, &at).map_err(|problem| problem.at(at))?);
    }
    Ok(listed)
}

fn grid(
    row: &Row,
    code: usize,
    title: usize,
    households: Option<usize>,
    at: &str,
) -> std::result::Result<Listed, Box<Problem>> {
    let said = |column: usize| row.cell(column).shown().trim().to_owned();
    let code = RegionCode::parse(&said(code)).ok().filter(|code| code.level() == Level::Grid);
    let parts = code.and_then(|code| {
        let (community, number) = code.as_str().split_at_checked(12)?;
        Some((RegionCode::parse(community).ok()?, number.parse().ok()?, code.clone()))
    });
    let (community, number, code) = parts.ok_or_else(|| {
        wrong(
            "网格代码应为 15 位数字：社区 12 位代码加 3 位编号",
            "a grid's code has 15 digits: the 12 of its community and a number of three",
            "请补全代码，如 220103008003001；在表格中把该列设为“文本”格式。",
            "Write all of it, such as 220103008003001, in a column that is formatted as text.",
        )
    })?;
    let name = said(title);
    if name.is_empty() || name.chars().count() > LONGEST {
        let en = "a grid has a name of 1 to 60 characters";
        return Err(wrong("网格名称应为 1 至 60 个字", en, "请填写名称，如“第一网格”。", "Write its name."));
    }
    let households = match households.map(|column| row.cell(column)) {
        None | Some(Cell::Empty) => 0,
        Some(cell) => cell.shown().trim().parse().map_err(|_| {
            wrong(
                "户数应为 0 至 65535 的整数",
                "households are a whole number up to 65,535",
                "请核对户数。",
                "Check it.",
            )
        })?,
    };
    Ok(Listed { community, code, draft: GridDraft { number, name, households }, at: at.to_owned() })
}

fn called_otherwise(community: &Region, from: Date) -> Problem {
    let (name, code) = (&community.name, &community.code);
    let what = Bilingual::new(
        format!("{from} 起{name}的代码是 {code}"),
        format!("from {from} on, {name} has the code {code}"),
    );
    let remedy = Bilingual::new("请用该日有效的社区代码。", "Use the community's code of that day.");
    Problem::new(Kind::Invalid, "grid-wrong", what, remedy)
}

fn wrong(zh: &str, en: &str, remedy_zh: &str, remedy_en: &str) -> Box<Problem> {
    let (what, remedy) = (Bilingual::new(zh, en), Bilingual::new(remedy_zh, remedy_en));
    Box::new(Problem::new(Kind::Invalid, "grid-wrong", what, remedy))
}

fn twice(code: &RegionCode, before: &str) -> Problem {
    let what = Bilingual::new(
        format!("网格 {code} 在 {before} 已经列出"),
        format!("the grid {code} stands at {before} already"),
    );
    let remedy = Bilingual::new("请只保留一行。", "Keep one of the rows.");
    Problem::new(Kind::Invalid, "grid-twice", what, remedy)
}

fn named_otherwise(code: &RegionCode, name: &str) -> Problem {
    let what = Bilingual::new(
        format!("网格 {code} 已经有了，名称是“{name}”"),
        format!("the grid {code} is there already and called {name}"),
    );
    let remedy = Bilingual::new(
        "请核对代码；要改名的，请办理区域更名。",
        "Check the code; a new name is a change of regions: rename it.",
    );
    Problem::new(Kind::Conflict, "grid-named-otherwise", what, remedy)
}
