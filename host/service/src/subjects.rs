//! Subjects: the person, house or unit that a request names by its identifier for the world outside.

use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use crate::place::Place;
use lifang_core::actor::Actor;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_store::AsOf;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SubjectKind {
    /// 人
    Person,
    /// 房
    House,
    /// 单位
    Unit,
}

impl SubjectKind {
    /// The dataset that has it.
    #[must_use]
    pub fn dataset(self) -> &'static str {
        match self {
            Self::Person => "persons",
            Self::House => "houses",
            Self::Unit => "units",
        }
    }
}

/// A person, house or unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its identifier.
    pub uid: Uuid,
}

/// A subject that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) dataset: &'static str,
    pub(crate) id: i64,
}

impl Service {
    /// The subject, if it is in the region of the place.
    pub(crate) async fn subject_at(&self, place: &Place, subject: &Subject) -> Result<Named> {
        let dataset = subject.kind.dataset();
        let found = self.store.subject_by_uid(dataset, subject.uid, place.as_of).await?;
        let id = found.ok_or_else(|| unknown(subject, Some(place)))?;
        // Whether it is there is the same question as what is known of it.
        let there = self.store.subject(dataset, id, &[], place.path.region().id, place.as_of).await?;
        there.map(|_| Named { dataset, id }).ok_or_else(|| unknown(subject, Some(place)))
    }

    /// The subject wherever it is, with a community of its own in which `actor` may do `act`.
    pub(crate) async fn subject_anywhere(
        &self,
        actor: &Actor,
        act: Act<'_>,
        subject: &Subject,
    ) -> Result<(Named, Place)> {
        let now = self.clock.now();
        let dataset = subject.kind.dataset();
        let found = self.store.subject_by_uid(dataset, subject.uid, AsOf::now(now)).await?;
        let mut refusal = None;
        if let Some(id) = found {
            for community in self.store.communities_of(dataset, id, AsOf::now(now)).await? {
                let place = self.place_of(community, now.day(), now).await?;
                match access::allow(actor, act, &place.path) {
                    Ok(()) => return Ok((Named { dataset, id }, place)),
                    Err(error) => refusal = Some(error),
                }
            }
        }
        // Strangers learn nothing from whether there is someone of that identifier.
        if refusal.is_none() && actor.role == lifang_core::actor::Role::Resident {
            let nation = self.place("0").await?;
            access::allow(actor, act, &nation.path)?;
        }
        Err(refusal.unwrap_or_else(|| unknown(subject, None)))
    }
}

fn unknown(subject: &Subject, place: Option<&Place>) -> ServiceError {
    let (zh, en) = match subject.kind {
        SubjectKind::Person => ("人员", "person"),
        SubjectKind::House => ("房屋", "house"),
        SubjectKind::Unit => ("单位", "unit"),
    };
    let uid = subject.uid;
    let what = match place.map(|place| place.path.region()) {
        Some(region) => Bilingual::new(
            format!("{}（{}）没有编号为 {uid} 的{zh}", region.name, region.code),
            format!("{} ({}) has no {en} {uid}", region.name, region.code),
        ),
        None => Bilingual::new(format!("没有编号为 {uid} 的{zh}"), format!("there is no {en} {uid}")),
    };
    let remedy = Bilingual::new(
        "请核对编号，以及对象是否在该区域内。",
        "Check the identifier, and whether it belongs to that region.",
    );
    Problem::new(Kind::NotFound, "subject-unknown", what, remedy).at("subject").into()
}
