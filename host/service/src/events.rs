//! Events 事件: kept first, decided then. What a resident sent is never lost to a plugin.

use crate::Service;
use crate::access::{self, Act};
use crate::decide::DecisionView;
use crate::error::{Result, ServiceError};
use crate::event_kinds::wrong_field;
use crate::place::Place;
use lifang_core::actor::{Actor, Role};
use lifang_core::clock::Instant;
use lifang_core::event_kind::{self, LONGEST_KEY, LONGEST_TEXT, MOST_FIELDS};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, Region, RegionCode};
use lifang_core::text::Bilingual;
use lifang_core::value::{Cell, Field, Value};
use lifang_store::work::{self, EventRow, Kept};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// An event as it comes in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewEvent {
    /// Its kind: a word that grid rules know.
    pub kind: String,
    /// When it happened; now when nothing is said.
    pub occurred: Option<Instant>,
    /// What is known of it.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// How to reach who reports; encrypted at rest, never shown to a plugin.
    pub contact: Option<String>,
}

/// An event and what became of it.
#[derive(Clone, Debug)]
pub struct EventView {
    /// The event.
    pub event: EventRow,
    /// From the province down to where it happened.
    pub path: Vec<Region>,
    /// The decision, once there is one.
    pub decision: Option<DecisionView>,
    /// Why there is none yet.
    pub problem: Option<Problem>,
    /// The same request came before; nothing was kept twice.
    pub again: bool,
}

/// A phone's clock may run ahead a little.
const AHEAD_MS: i64 = 10 * 60_000;

impl Service {
    /// Keeps an event, then has it decided. When a plugin fails, the event stays kept, undecided and visible, and is tried
    /// again. An event whose fields do not fit its kind is kept too, refused, with the field to mend.
    ///
    /// # Errors
    /// What is wrong with the request; a plugin's failure is no error here but `EventView::problem`.
    pub async fn report_event(&self, actor: &Actor, code: &str, new: NewEvent, key: Option<&str>) -> Result<EventView> {
        let now = self.clock.now();
        let occurred = new.occurred.unwrap_or(now);
        if occurred > now.plus_ms(AHEAD_MS) {
            return Err(wrong("occurred", &format!("{occurred} 尚未到来"), &format!("{occurred} lies ahead")));
        }
        let as_sent = read_fields(&new.fields)?;
        own_key(actor, key, "event-wrong")?;
        if !event_kind::is_kind(&new.kind) {
            return Err(wrong(
                "kind",
                "事件类型应为小写字母、数字与连字符",
                "small letters, digits and hyphens are wanted",
            ));
        }
        let place = self.place_on(code, occurred.day(), now).await?;
        place.must_be(&[Level::Community, Level::Grid])?;
        access::allow(actor, Act::ReportEvent, &self.scope(&place).await?)?;
        let speakers = self.speakers(&place).await?;
        let (fields, to_mend) = match speakers.event_kind(&new.kind).map(|(_, kind)| kind.read(&new.fields)) {
            None => (as_sent, None),
            Some(Ok(fields)) => (fields, None),
            Some(Err(bad)) => (as_sent, Some(wrong_field(bad, place.path.region().code.as_str()))),
        };
        let mut tx = self.store.begin().await?;
        let kept = work::keep_event(
            &mut tx,
            &work::NewEvent {
                uid: self.clock.new_id(),
                region: place.path.region().id,
                kind: &new.kind,
                occurred,
                received: now,
                actor: &sender(actor),
                idempotency_key: key,
                // A hash of the contact would give it away: phones are few.
                request: &serde_json::to_vec(&(code, &new.kind, new.occurred, &new.fields))?,
                fields: &fields,
                contact: new.contact.as_deref(),
            },
        )
        .await?;
        if let (Kept::New(event), Some(problem)) = (&kept, &to_mend) {
            work::refuse_event(&mut tx, event.id, problem).await?;
        }
        tx.commit().await?;
        match kept {
            Kept::New(event) if to_mend.is_some() => self.event(event.uid).await,
            Kept::New(event) => self.decide(event, place, actor.role.name()).await,
            Kept::Again(event) => Ok(EventView { again: true, ..self.view(event).await? }),
        }
    }

    /// An event by its identifier.
    ///
    /// # Errors
    /// `not-found`.
    pub async fn event(&self, uid: Uuid) -> Result<EventView> {
        let event = self.store.event(uid).await?.ok_or_else(|| {
            Problem::new(
                Kind::NotFound,
                "event-unknown",
                Bilingual::new(format!("没有编号为 {uid} 的事件"), format!("there is no event {uid}")),
                Bilingual::new("请核对上报时返回的编号。", "Check the identifier you were given when you reported it."),
            )
        })?;
        self.view(event).await
    }

    /// Has every undecided event that waited since `before` decided again; tells how many now are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retry_undecided(&self, before: Instant, limit: u32) -> Result<u32> {
        let mut decided = 0;
        for event in self.store.undecided_events(before, limit).await? {
            let (id, uid) = (event.id, event.uid);
            match self.retry_one(event).await {
                Ok(true) => decided += 1,
                Ok(false) => {}
                // One event that cannot be handled must not keep the others waiting.
                Err(error) => {
                    tracing::error!(%uid, %error, "an undecided event could not be tried again");
                    let mut tx = self.store.begin().await?;
                    work::fail_event(&mut tx, id, &error.problem()).await?;
                    tx.commit().await?;
                }
            }
        }
        Ok(decided)
    }

    async fn retry_one(&self, event: EventRow) -> Result<bool> {
        let place = self.place_of(event.region, event.occurred.day(), self.clock.now()).await?;
        let role = actor_of(&event.actor).role;
        Ok(self.decide(event, place, role.name()).await?.decision.is_some())
    }

    async fn view(&self, event: EventRow) -> Result<EventView> {
        let place: Place = self.place_of(event.region, event.occurred.day(), self.clock.now()).await?;
        let decision = self.decision_of(&event).await?;
        let problem = event.last_failure.clone().filter(|_| decision.is_none());
        let problem = problem.map(serde_json::from_value).transpose()?;
        Ok(EventView { event, path: place.path.regions().to_vec(), decision, problem, again: false })
    }
}

/// How a sender is written down: role and name. Idempotency keys count per sender.
pub(crate) fn sender(actor: &Actor) -> String {
    format!("{}/{}", actor.role.name(), actor.name)
}

/// Who a sender was. The region of their role is not written down: what they sent was let in when it came.
pub(crate) fn actor_of(sender: &str) -> Actor {
    let (role, name) = sender.split_once('/').unwrap_or(("resident", sender));
    let role = Role::ALL.into_iter().find(|known| known.name() == role).unwrap_or(Role::Resident);
    Actor { name: name.to_owned(), role, region: RegionCode::nation() }
}

/// Strangers share one name: only a key that nobody else can have tells them apart.
pub(crate) fn own_key(actor: &Actor, key: Option<&str>, code: &str) -> Result<()> {
    if actor.name != Actor::anonymous().name || key.is_none_or(|key| Uuid::parse_str(key).is_ok()) {
        return Ok(());
    }
    let zh = "未登录时，Idempotency-Key 应为 UUID";
    let en = "without signing in, an Idempotency-Key must be a UUID";
    let remedy = Bilingual::new("请为每次提交生成一个 UUID。", "Make a UUID for each thing you send.");
    Err(Problem::new(Kind::Invalid, code, Bilingual::new(zh, en), remedy).at("Idempotency-Key").into())
}

fn wrong(place: &str, zh: &str, en: &str) -> ServiceError {
    let remedy = Bilingual::new("请改正该字段后重新提交。", "Mend that field and send it again.");
    Problem::new(Kind::Invalid, "event-wrong", Bilingual::new(zh, en), remedy).at(place).into()
}

fn read_fields(fields: &serde_json::Map<String, serde_json::Value>) -> Result<Vec<Field>> {
    if fields.len() > MOST_FIELDS {
        return Err(wrong("fields", &format!("字段多于 {MOST_FIELDS} 个"), &format!("more than {MOST_FIELDS} fields")));
    }
    let mut read = Vec::with_capacity(fields.len());
    for (key, json) in fields {
        let place = format!("fields.{}", key.chars().take(60).collect::<String>());
        let long = |text: &str| text.chars().count() > LONGEST_TEXT as usize;
        let items = json.as_array().into_iter().flatten().chain([json]);
        if key.len() > LONGEST_KEY || items.filter_map(serde_json::Value::as_str).any(long) {
            let zh = format!("文字超过 {LONGEST_TEXT} 字");
            return Err(wrong(&place, &zh, &format!("text of more than {LONGEST_TEXT} characters")));
        }
        let cell = match (json, Value::from_plain(json)) {
            (serde_json::Value::Null, _) => Cell::Unknown,
            (_, Some(value)) => Cell::Present(value),
            (_, None) => {
                let en = "true, false, a number, a text or a list of texts is wanted";
                return Err(wrong(&place, "应为是否、数字、文字或文字列表", en));
            }
        };
        read.push(Field { key: key.clone(), cell });
    }
    read.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(read)
}
