//! Sources of facts: who answers for them, switching them on and off, and taking what feeds deliver.

use crate::Service;
use crate::access::{self, Act};
use crate::duplicates::reason;
use crate::error::{Result, ServiceError};
use crate::people::not_found;
use lifang_core::actor::Actor;
use lifang_core::clock::Date;
use lifang_core::dataset::Schema;
use lifang_core::problem::{Kind, Problem};
use lifang_core::resident_id::ResidentId;
use lifang_core::text::Bilingual;
use lifang_store::audit::{AuditEntry, record};
use lifang_store::sources::{Delivered, Delivery, NewSource, Source, SourceKind, Switch, deliver, register, switch};
use lifang_store::{AsOf, Conflict, StoreError};
use serde::Serialize;
use serde_json::json;

/// What the host itself calls where facts come from: a feed of such a name could silence them.
const RESERVED: [&str; 6] = ["import", "visit", "generated", "merge", "plugin", "system"];

/// Rows of one delivery at most; more are sent in parts.
const MOST_ROWS: usize = 10_000;

/// A source.
#[derive(Clone, Debug, Serialize)]
pub struct SourceView {
    /// Its number.
    pub id: i64,
    /// What facts call it.
    pub name: String,
    /// What people call it.
    pub title: Bilingual,
    /// `base` or `feed`.
    pub kind: &'static str,
    /// Code of the region whose it is.
    pub region: String,
    /// The office that answers for it.
    pub responsible: String,
    /// Whether it speaks.
    pub on: bool,
    /// Since which day, and why; none where nobody ever switched it.
    pub since: Option<(Date, String)>,
}

/// A source to be registered.
#[derive(Clone, Debug)]
pub struct SourceRequest {
    /// What facts call it.
    pub name: String,
    /// What people call it.
    pub title: Bilingual,
    /// Whether it is a feed; else it collects base data.
    pub feed: bool,
    /// Code of the region whose it is.
    pub region: String,
    /// The office that answers for it.
    pub responsible: String,
}

/// A row of a delivery, as it comes in.
#[derive(Clone, Debug)]
pub struct FeedRow {
    /// Who.
    pub resident_id: String,
    /// Codes of the table `care`; none where nothing is said of them.
    pub care: Option<Vec<String>>,
    /// Labels; none where nothing is said of them.
    pub labels: Option<Vec<String>>,
    /// First day it holds, not one to come; today when nothing is said.
    pub from: Option<Date>,
}

/// What became of a row.
#[derive(Clone, Debug, Serialize)]
pub struct FeedOutcome {
    /// Its position in the delivery, from 1.
    pub row: usize,
    /// `changed`, `unchanged` or `rejected`.
    pub outcome: &'static str,
    /// Why it was rejected.
    pub problem: Option<Problem>,
}

impl Service {
    /// The sources of the actor's region, of what lies below it and of what it belongs to.
    ///
    /// # Errors
    /// The wrong role.
    pub async fn sources(&self, actor: &Actor) -> Result<Vec<SourceView>> {
        let own = self.place(actor.region.as_str()).await?;
        access::allow(actor, Act::ManageSources, &own.path)?;
        let mut views = Vec::new();
        for source in self.store.sources(own.as_of).await? {
            // One whose region ended is of whoever has its place.
            let Some(whose) = self.store.became(source.region, own.as_of).await?.into_iter().next() else { continue };
            let place = self.place_of(whose.id, own.as_of.valid, own.as_of.recorded).await?;
            let (whose, mine) = (place.path.region(), own.path.region());
            // The nation stands on no path: what is its own concerns everybody, and whoever holds it holds all.
            let national = [whose.level, mine.level].contains(&lifang_core::region::Level::Nation);
            if national || place.path.is_within(mine.id) || own.path.is_within(whose.id) {
                views.push(view(source, whose.code.as_str()));
            }
        }
        Ok(views)
    }

    /// Registers a source. It speaks.
    ///
    /// # Errors
    /// `source-name-wrong`, `source-exists`; a source of base data is the whole host's to register.
    pub async fn register_source(&self, actor: &Actor, request: &SourceRequest) -> Result<SourceView> {
        // What is quiet of base data is quiet everywhere.
        let whose = self.place(if request.feed { &request.region } else { "0" }).await?;
        access::allow(actor, Act::ManageSources, &whose.path)?;
        check_name(request)?;
        for (key, text) in
            [("title.zh", &request.title.zh), ("title.en", &request.title.en), ("responsible", &request.responsible)]
        {
            if text.trim().is_empty() || text.chars().count() > 80 || text.chars().any(char::is_control) {
                return Err(text_wanted(key).into());
            }
        }
        let kind = if request.feed { SourceKind::Feed } else { SourceKind::Base };
        let region = whose.path.region();
        let new = NewSource {
            name: &request.name,
            title: &request.title,
            kind,
            region: region.id,
            responsible: &request.responsible,
            actor: &actor.name,
        };
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        let id = register(&mut tx, &new, now).await.map_err(|error| exists(error, &request.name))?;
        let entry = AuditEntry {
            region: Some(region.id),
            detail: Some(json!({ "source": request.name })),
            ..AuditEntry::done(now, actor, "source-register")
        };
        record(&mut tx, &entry).await?;
        tx.commit().await?;
        self.source_view(id).await
    }

    /// Switches a source on or off from a day on, today when nothing is said. What it said goes quiet, or is heard again.
    ///
    /// # Errors
    /// `source-unknown`, `switch-ahead` for a day to come, `reason-wanted`.
    pub async fn switch_source(
        &self,
        actor: &Actor,
        id: i64,
        on: bool,
        from: Option<Date>,
        why: &str,
    ) -> Result<SourceView> {
        let source = self.managed(actor, id).await?;
        let why = reason(why)?;
        let now = self.clock.now();
        let from = from.unwrap_or(now.day());
        if from > now.day() {
            return Err(Problem::new(
                Kind::Invalid,
                "switch-ahead",
                Bilingual::new(format!("{from} 还没有到"), format!("{from} has not come yet")),
                Bilingual::new("请填今天或过去的日期，到期再切换。", "Switch from today or a day that has passed on."),
            )
            .at("from")
            .into());
        }
        let mut tx = self.store.begin().await?;
        let set = Switch { source: id, on, from, why, actor: &actor.name, now };
        let concerned = switch(&mut tx, &set).await?;
        let entry = AuditEntry {
            region: Some(source.region),
            detail: Some(
                json!({ "source": source.name, "on": on, "from": from, "why": why, "communities": concerned }),
            ),
            ..AuditEntry::done(now, actor, "source-switch")
        };
        record(&mut tx, &entry).await?;
        tx.commit().await?;
        self.source_view(id).await
    }

    /// Takes what a feed delivers, row by row: a row that is wrong, or of somebody unknown, is told and stops no other.
    ///
    /// # Errors
    /// `source-unknown`, `not-a-feed`, `too-many-rows`.
    pub async fn deliver(&self, actor: &Actor, id: i64, rows: &[FeedRow]) -> Result<Vec<FeedOutcome>> {
        let source = self.managed(actor, id).await?;
        if source.kind != SourceKind::Feed {
            return Err(not_a_feed(&source.name).into());
        }
        if rows.len() > MOST_ROWS {
            return Err(Problem::new(
                Kind::TooLarge,
                "too-many-rows",
                Bilingual::new(
                    format!("一次最多 {MOST_ROWS} 行，这里有 {} 行", rows.len()),
                    format!("{} rows; one delivery has {MOST_ROWS} at most", rows.len()),
                ),
                Bilingual::new("请分批发送。", "Send it in parts."),
            )
            .at("rows")
            .into());
        }
        let now = self.clock.now();
        let (mut outcomes, mut taken, mut deliveries) = (Vec::with_capacity(rows.len()), Vec::new(), Vec::new());
        for (row, number) in rows.iter().zip(1..) {
            match read_row(row, now.day()) {
                Ok(delivery) => {
                    taken.push(number);
                    deliveries.push(delivery);
                }
                Err(problem) => outcomes.push(rejected(number, *problem)),
            }
        }
        let mut tx = self.store.begin().await?;
        let delivered = deliver(&mut tx, &source, &deliveries, &actor.name, now).await?;
        let entry = AuditEntry {
            region: Some(source.region),
            dataset: Some("persons".into()),
            columns: vec!["care".into(), "label".into()],
            rows: u64::try_from(deliveries.len()).ok(),
            detail: Some(json!({ "source": source.name })),
            ..AuditEntry::done(now, actor, "feed-deliver")
        };
        record(&mut tx, &entry).await?;
        tx.commit().await?;
        outcomes.extend(taken.into_iter().zip(delivered).map(|(row, delivered)| outcome(row, delivered)));
        outcomes.sort_by_key(|outcome| outcome.row);
        Ok(outcomes)
    }

    /// The source, where the actor answers for its region.
    async fn managed(&self, actor: &Actor, id: i64) -> Result<Source> {
        let now = AsOf::now(self.clock.now());
        let source = self.store.source(id, now).await?.ok_or_else(|| not_found("source"))?;
        let place = self.place_of(source.region, now.valid, now.recorded).await?;
        access::allow(actor, Act::ManageSources, &place.path)?;
        Ok(source)
    }

    async fn source_view(&self, id: i64) -> Result<SourceView> {
        let now = AsOf::now(self.clock.now());
        let source = self.store.source(id, now).await?.ok_or_else(|| not_found("source"))?;
        let place = self.place_of(source.region, now.valid, now.recorded).await?;
        Ok(view(source, place.path.region().code.as_str()))
    }
}

fn view(source: Source, region: &str) -> SourceView {
    SourceView {
        id: source.id,
        name: source.name,
        title: source.title,
        kind: match source.kind {
            SourceKind::Base => "base",
            SourceKind::Feed => "feed",
        },
        region: region.to_owned(),
        responsible: source.responsible,
        on: source.on,
        since: source.since,
    }
}

fn read_row(row: &FeedRow, today: Date) -> Result<Delivery, Box<Problem>> {
    let wrong = |code: &str, at: &str, zh: String, en: String, remedy: Bilingual| {
        Box::new(Problem::new(Kind::Invalid, code, Bilingual::new(zh, en), remedy).at(at))
    };
    let id = ResidentId::parse(&row.resident_id).map_err(|error| {
        let remedy = Bilingual::new("请核对 18 位号码。", "Check the 18 characters.");
        wrong(
            "resident-id-wrong",
            "resident_id",
            format!("公民身份号码有误：{error}"),
            format!("not a resident ID: {error}"),
            remedy,
        )
    })?;
    let mut care = row.care.as_ref().map(|_| 0);
    for key in row.care.iter().flatten() {
        let Some(bit) = Schema::v1().number("care", key) else {
            let key: String = key.chars().take(40).collect();
            let known: Vec<&str> = Schema::v1().table("care").iter().map(|code| code.key.as_str()).collect();
            let remedy =
                Bilingual::new(format!("可用：{}。", known.join("、")), format!("Codes are {}.", known.join(", ")));
            return Err(wrong(
                "care-unknown",
                "care",
                format!("没有代码“{key}”"),
                format!("there is no code `{key}`"),
                remedy,
            ));
        };
        care = care.map(|care| care | 1_u16 << bit);
    }
    let plain =
        |label: &String| (1..=40).contains(&label.trim().chars().count()) && !label.chars().any(char::is_control);
    if row.labels.iter().flatten().any(|label| !plain(label)) {
        let remedy = Bilingual::new("每个标签 1 至 40 个字。", "A label has 1 to 40 characters.");
        return Err(wrong(
            "label-wrong",
            "labels",
            "标签为空或过长".into(),
            "a label is empty or too long".into(),
            remedy,
        ));
    }
    if row.from.is_some_and(|from| from > today) {
        let remedy = Bilingual::new("请在生效之日或之后发送。", "Send it on that day, or later.");
        return Err(wrong(
            "from-ahead",
            "from",
            "生效日期还没有到".into(),
            "the first day has not come yet".into(),
            remedy,
        ));
    }
    let labels = row.labels.as_ref().map(|labels| labels.iter().map(|label| label.trim().to_owned()).collect());
    Ok(Delivery { resident_id: id.as_str().to_owned(), care, labels, from: row.from.unwrap_or(today) })
}

fn rejected(row: usize, problem: Problem) -> FeedOutcome {
    FeedOutcome { row, outcome: "rejected", problem: Some(problem) }
}

fn outcome(row: usize, delivered: Delivered) -> FeedOutcome {
    let (code, what, remedy) = match delivered {
        Delivered::Changed => return FeedOutcome { row, outcome: "changed", problem: None },
        Delivered::Unchanged => return FeedOutcome { row, outcome: "unchanged", problem: None },
        // One answer for both: who answers for one region must not learn who lives in another.
        Delivered::Unknown | Delivered::Elsewhere => (
            "person-unknown",
            Bilingual::new("本辖区没有这个人", "nobody of that ID lives in the source's region"),
            Bilingual::new("请先登记此人，再发送。", "Register the person first, then send it again."),
        ),
        Delivered::Ambiguous => (
            "person-ambiguous",
            Bilingual::new("有多人使用这个身份号码", "several records have that ID"),
            Bilingual::new("请先审核重复记录。", "Review the duplicates first."),
        ),
    };
    rejected(row, Problem::new(Kind::Invalid, code, what, remedy).at("resident_id"))
}

fn check_name(request: &SourceRequest) -> Result<()> {
    let name = &request.name;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let formed =
        (2..=40).contains(&name.len()) && name.chars().all(plain) && name.starts_with(|c: char| c.is_ascii_lowercase());
    let free = !request.feed || !RESERVED.contains(&name.as_str());
    if (formed || !request.feed && !name.trim().is_empty() && name.chars().count() <= 80) && free {
        return Ok(());
    }
    Err(Problem::new(
        Kind::Invalid,
        "source-name-wrong",
        Bilingual::new("来源名称不可用", "that name cannot be a source's"),
        Bilingual::new(
            format!("请用 2 至 40 个小写字母、数字或连字符，以字母开头；不可用：{}。", RESERVED.join("、")),
            format!("Use 2 to 40 small letters, digits and hyphens, a letter first; not {}.", RESERVED.join(", ")),
        ),
    )
    .at("name")
    .into())
}

fn text_wanted(key: &str) -> Problem {
    Problem::new(
        Kind::Invalid,
        "text-wanted",
        Bilingual::new("此项为空或过长", "it is empty or too long"),
        Bilingual::new("请填 1 至 80 个字。", "Write 1 to 80 characters."),
    )
    .at(key)
}

fn exists(error: StoreError, name: &str) -> ServiceError {
    if !matches!(error, StoreError::Conflict(Conflict::Exists(_))) {
        return error.into();
    }
    Problem::new(
        Kind::Conflict,
        "source-exists",
        Bilingual::new(format!("来源“{name}”已登记"), format!("the source `{name}` is registered already")),
        Bilingual::new(
            "请在来源列表中查看它，或换一个名称。",
            "Look at it in the list of sources, or take another name.",
        ),
    )
    .at("name")
    .into()
}

fn not_a_feed(name: &str) -> Problem {
    Problem::new(
        Kind::Invalid,
        "not-a-feed",
        Bilingual::new(format!("“{name}”不是外部数据来源"), format!("`{name}` is no feed")),
        Bilingual::new("基础数据请用导入。", "Base data is imported."),
    )
}
