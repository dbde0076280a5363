//! Submissions 填报: a filled checklist, kept first, judged then by the component that the worker had.

use crate::Service;
use crate::access::{self, Act};
use crate::apply::{self, Admitted};
use crate::check::{self, Refusal};
use crate::checklists::StateView;
use crate::collected::{Collected, Recorded};
use crate::error::{Result, ServiceError};
use crate::events::{actor_of, own_key, sender};
use crate::known::About;
use crate::place::Place;
use crate::subjects::{Named, Subject, SubjectKind};
use lifang_core::actor::{Actor, Role};
use lifang_core::call::{CallContext, Digest, PluginRef};
use lifang_core::clock::Instant;
use lifang_core::form::{Answer, Judgement};
use lifang_core::manifest::ChecklistHead;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::{Level, Region};
use lifang_core::resolve::{Installation, Speakers};
use lifang_core::text::{Bilingual, Catalogs};
use lifang_store::work::{self, Kept, SubmissionRow};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// A filled checklist as it comes in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NewSubmission {
    /// The checklist.
    pub checklist: String,
    /// Question → answer.
    pub answers: serde_json::Map<String, serde_json::Value>,
    /// When it was filled; now when nothing is said.
    pub filled: Option<Instant>,
    /// The component the form came from; the one in force when nothing is said.
    pub component: Option<Digest>,
    /// Whom it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Subject>,
    /// The questions that the form showed filled with what base data holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prefilled: Vec<String>,
}

/// What is wrong with one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SubmissionProblem {
    /// The question.
    pub node: String,
    /// What is wrong, in both languages.
    pub what: Bilingual,
}

/// What a submission means, with all it takes to judge it again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The plugin's exact version.
    pub plugin: PluginRef,
    /// Where, when, how configured.
    pub context: CallContext,
    /// The answers that counted.
    pub answers: Vec<Answer>,
    /// What it means.
    pub judgement: Judgement,
    /// What was not carried out.
    pub refused: Vec<Refusal>,
    /// Whether another version was in force when it came in.
    pub outdated: bool,
    /// What the plugin knew of the subject was what was known at this moment, on the day it was filled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_at: Option<Instant>,
    /// What went back into base data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recorded: Vec<Recorded>,
}

/// A submission and what became of it.
#[derive(Clone, Debug)]
pub struct SubmissionView {
    /// The submission.
    pub submission: SubmissionRow,
    /// From the province down to where it was filled.
    pub path: Vec<Region>,
    /// What it means, once judged.
    pub judged: Option<Judged>,
    /// The plugin's catalogs.
    pub catalogs: Option<Arc<Catalogs>>,
    /// Why it was not judged yet.
    pub problem: Option<Problem>,
    /// The questions to mend.
    pub questions: Vec<SubmissionProblem>,
    /// The same request came before; nothing was kept twice.
    pub again: bool,
}

const AHEAD_MS: i64 = 10 * 60_000;

impl Service {
    /// Keeps a filled checklist, then has it judged.
    ///
    /// # Errors
    /// What is wrong with the request. An incomplete form or a plugin's failure is told in the view; the answers are kept.
    pub async fn submit(
        &self,
        actor: &Actor,
        code: &str,
        new: NewSubmission,
        key: Option<&str>,
    ) -> Result<SubmissionView> {
        let now = self.clock.now();
        let filled = new.filled.unwrap_or(now);
        if filled > now.plus_ms(AHEAD_MS) {
            let what = Bilingual::new(format!("{filled} 尚未到来"), format!("{filled} lies ahead"));
            let remedy =
                Bilingual::new("请校准设备时钟后重新提交。", "Set the device's clock right and send it again.");
            return Err(Problem::new(Kind::Invalid, "submission-wrong", what, remedy).at("filled").into());
        }
        own_key(actor, key, "submission-wrong")?;
        let place = self.place_on(code, filled.day(), now).await?;
        place.must_be(&[Level::Community, Level::Grid])?;
        let speakers = self.speakers(&place).await?;
        self.may_fill(actor, &new, &place, &speakers).await?;
        // An id that no plugin here carries is the sender's mistake, not a submission.
        if speakers.checklist(&new.checklist).is_none() {
            return Err(self
                .ask(&speakers, &place, &new.checklist, actor.role.name(), filled, None)
                .await
                .err()
                .unwrap_or_else(|| {
                    ServiceError::Stored(serde::de::Error::custom("a checklist appeared while it was looked for"))
                }));
        }
        let named = self.about(actor, &place, visited(&new)?).await?.map(|about| about.named);
        let mut tx = self.store.begin().await?;
        let judged_with = serde_json::json!({ "component": new.component, "prefilled": new.prefilled });
        let kept = work::keep_submission(
            &mut tx,
            &work::NewSubmission {
                uid: self.clock.new_id(),
                region: place.path.region().id,
                checklist: &new.checklist,
                person: named.filter(|named| named.dataset == "persons").map(|named| named.id),
                house: named.filter(|named| named.dataset == "houses").map(|named| named.id),
                filled,
                received: now,
                actor: &sender(actor),
                idempotency_key: key,
                request: &serde_json::to_vec(&(code, &new))?,
                answers: &serde_json::Value::Object(new.answers.clone()),
                judged_with: &judged_with,
            },
        )
        .await?;
        tx.commit().await?;
        match kept {
            Kept::New(row) => self.judge(actor, row, &new, place, &speakers).await,
            Kept::Again(row) => self.again(row, place).await,
        }
    }

    /// Lets `actor` fill the checklist, if the plugin that is in force says so and the version that is to judge said so too.
    async fn may_fill(&self, actor: &Actor, new: &NewSubmission, place: &Place, speakers: &Speakers) -> Result<()> {
        let mut judges: Vec<_> = speakers.checklist(&new.checklist).cloned().into_iter().collect();
        if let Some(digest) = &new.component {
            // One that was never installed here is told later, when the answers are kept.
            judges.extend(self.version_of(digest, place).await.ok());
        }
        let heads: Vec<_> = judges.iter().filter_map(|one| one.manifest.checklist(&new.checklist)).collect();
        if heads.is_empty() {
            return access::allow(actor, Act::Submit(&ChecklistHead::staff()), &place.path);
        }
        heads.into_iter().try_for_each(|head| access::allow(actor, Act::Submit(&head.fillers), &place.path))
    }

    /// Has every kept submission that waited since `before` judged again; tells how many now are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn retry_unjudged(&self, before: Instant, limit: u32) -> Result<u32> {
        let mut judged = 0;
        for row in self.store.unjudged_submissions(before, limit).await? {
            let (id, uid) = (row.id, row.uid);
            match self.retry_one_submission(row).await {
                Ok(true) => judged += 1,
                Ok(false) => {}
                // One that cannot be handled must not keep the others waiting.
                Err(error) => {
                    tracing::error!(%uid, %error, "a kept checklist could not be tried again");
                    let mut tx = self.store.begin().await?;
                    work::fail_submission(&mut tx, id, &error.problem()).await?;
                    tx.commit().await?;
                }
            }
        }
        Ok(judged)
    }

    async fn retry_one_submission(&self, row: SubmissionRow) -> Result<bool> {
        let place = self.place_of(row.region, row.filled.day(), self.clock.now()).await?;
        let speakers = self.speakers(&place).await?;
        let new = NewSubmission {
            checklist: row.checklist.clone(),
            answers: row.answers.as_object().cloned().unwrap_or_default(),
            filled: Some(row.filled),
            component: serde_json::from_value(row.judged_with["component"].clone())?,
            // Who it is about stands in the row.
            subject: None,
            // Submissions from before there was such a thing have none.
            prefilled: serde_json::from_value(row.judged_with["prefilled"].clone()).unwrap_or_default(),
        };
        let actor = actor_of(&row.actor);
        Ok(self.judge(&actor, row, &new, place, &speakers).await?.judged.is_some())
    }

    async fn judge(
        &self,
        actor: &Actor,
        row: SubmissionRow,
        new: &NewSubmission,
        place: Place,
        speakers: &Speakers,
    ) -> Result<SubmissionView> {
        let mut view = SubmissionView {
            submission: row,
            path: place.path.regions().to_vec(),
            judged: None,
            catalogs: None,
            problem: None,
            questions: vec![],
            again: false,
        };
        let about = named(&view.submission).map(|named| About { actor, named });
        let about = about.as_ref();
        let in_force = speakers.checklist(&new.checklist).map(|one| one.plugin.digest.clone());
        let outdated = new.component.is_some() && new.component != in_force;
        let asked = match &new.component {
            Some(digest) if outdated => {
                self.ask_version(digest, &place, &new.checklist, actor, view.submission.filled, about).await
            }
            _ => {
                let role = actor.role.name();
                self.ask(speakers, &place, &new.checklist, role, view.submission.filled, about).await
            }
        };
        let asked = match asked {
            Ok(asked) => asked,
            Err(error) => return self.unjudged(view, &error).await,
        };
        let (installation, call, known) = (Arc::clone(&asked.installation), asked.call.clone(), asked.known.clone());
        let state = match self.state_of(asked, &new.answers, &place).await {
            Ok(state) => state,
            Err(error) => return self.unjudged(view, &error).await,
        };
        if !state.complete() {
            view.questions = to_mend(&state);
            let mut tx = self.store.begin().await?;
            work::reject_submission(&mut tx, view.submission.id, &view.questions).await?;
            tx.commit().await?;
            return Ok(view);
        }
        let answers = state.counting();
        let judgement = match self.plugins.judge(&call, &new.checklist, &answers, &known.fields).await {
            Ok(answered) => answered.value,
            Err(failure) => {
                self.note_failure(&failure, &place, None).await;
                return self.unjudged(view, &failure.into()).await;
            }
        };
        if let Err(what) = check::judgement(&state.form, &judgement) {
            let failure = self.crooked(&call, "checklists.judge", what);
            self.note_failure(&failure, &place, None).await;
            return self.unjudged(view, &failure.into()).await;
        }
        let (admitted, refused) = check::admit(judgement.actions.clone(), speakers, place.as_of.valid);
        let collected = Collected::of(&installation, &new.checklist, about, &known, &answers, &new.prefilled);
        let judged = Judged {
            plugin: (*installation.plugin).clone(),
            context: (*call.context).clone(),
            answers,
            judgement,
            refused,
            outdated,
            known_at: about.map(|_| place.as_of.recorded),
            recorded: collected.recorded(),
        };
        let plugin = &judged.plugin;
        let admitted: Vec<Admitted> =
            admitted.into_iter().map(|action| Admitted { plugin: plugin.clone(), action }).collect();
        let consequences = apply::consequences(&admitted, &*self.clock);
        let region = view.submission.region;
        let applied = consequences.decision(&judged, self.clock.new_id(), self.clock.now(), region, None)?;
        let findings = judged.judgement.findings.len();
        // What residents find out about their own home is no visit, and must not count as one.
        let visited = (actor.role != Role::Resident).then_some(findings);
        let mut tx = self.store.begin().await?;
        work::judge_submission(&mut tx, &view.submission, &judged, visited, &applied.row()).await?;
        collected.write(&mut tx, &view.submission, &place, self.clock.now()).await?;
        tx.commit().await?;
        view.catalogs = Some(state.catalogs);
        view.judged = Some(judged);
        Ok(view)
    }

    /// The form of the version a device had, wherever on the path it was installed.
    async fn ask_version(
        &self,
        digest: &Digest,
        place: &Place,
        id: &str,
        actor: &Actor,
        filled: Instant,
        about: Option<&About<'_>>,
    ) -> Result<crate::checklists::Asked> {
        let installation = self.version_of(digest, place).await?;
        let only = Speakers::choose(
            vec![Arc::clone(&installation)],
            &place.path.regions().iter().map(|region| region.id).collect::<Vec<_>>(),
            installation.valid_from.max(installation.manifest.plugin.effective_from),
        );
        self.ask(&only, place, id, actor.role.name(), filled, about).await
    }

    async fn version_of(&self, digest: &Digest, place: &Place) -> Result<Arc<Installation>> {
        let plugin = PluginRef { id: "?".into(), version: "?".into(), digest: digest.clone() };
        self.installation_of(&plugin, place).await
    }

    /// Notes why a kept submission could not be judged, and shows it as kept.
    async fn unjudged(&self, mut view: SubmissionView, error: &ServiceError) -> Result<SubmissionView> {
        let problem = error.problem();
        let mut tx = self.store.begin().await?;
        if matches!(problem.kind, Kind::Invalid | Kind::NotFound) {
            work::reject_submission(&mut tx, view.submission.id, &problem).await?;
        } else {
            work::fail_submission(&mut tx, view.submission.id, &problem).await?;
        }
        tx.commit().await?;
        view.problem = Some(problem);
        Ok(view)
    }

    async fn again(&self, row: SubmissionRow, place: Place) -> Result<SubmissionView> {
        let judged: Option<Judged> = row.judged.clone().map(serde_json::from_value).transpose()?;
        let catalogs = match &judged {
            Some(judged) => Some(self.catalogs(&judged.plugin.digest).await?),
            None => None,
        };
        let failure = row.last_failure.clone().filter(|_| judged.is_none());
        let questions = failure.clone().and_then(|json| serde_json::from_value(json).ok()).unwrap_or_default();
        let problem = failure.and_then(|json| serde_json::from_value(json).ok());
        let path = place.path.regions().to_vec();
        Ok(SubmissionView { submission: row, path, judged, catalogs, problem, questions, again: true })
    }

    /// A submission by its identifier, for who sent it and for the staff there. Strangers share one name: as with events, who
    /// has the identifier of what a stranger sent may see what became of it.
    ///
    /// # Errors
    /// `submission-unknown`, or what is missing to see it.
    pub async fn submission(&self, actor: &Actor, uid: Uuid) -> Result<SubmissionView> {
        let row = self.store.submission(uid).await?.ok_or_else(|| {
            Problem::new(
                Kind::NotFound,
                "submission-unknown",
                Bilingual::new(format!("没有编号为 {uid} 的填报"), format!("there is no submission {uid}")),
                Bilingual::new(
                    "请核对提交时返回的编号。",
                    "Check the identifier you were given when you submitted it.",
                ),
            )
        })?;
        let place = self.place_of(row.region, row.filled.day(), self.clock.now()).await?;
        if row.actor != sender(actor) {
            access::allow(actor, Act::Submit(&ChecklistHead::staff()), &place.path)?;
        }
        Ok(SubmissionView { again: false, ..self.again(row, place).await? })
    }
}

/// Whom a submission names: a person or a house; nobody visits a unit's record.
fn visited(new: &NewSubmission) -> Result<Option<&Subject>> {
    match &new.subject {
        Some(Subject { kind: SubjectKind::Unit, .. }) => {
            let what = Bilingual::new("清单只能针对人或房", "a checklist is about a person or a house");
            let remedy = Bilingual::new("subject.kind 请填 person 或 house。", "Let subject.kind be person or house.");
            Err(Problem::new(Kind::Invalid, "submission-wrong", what, remedy).at("subject.kind").into())
        }
        subject => Ok(subject.as_ref()),
    }
}

/// Whom a kept submission is about.
fn named(row: &SubmissionRow) -> Option<Named> {
    let person = row.person.map(|id| Named { dataset: "persons", id });
    person.or(row.house.map(|id| Named { dataset: "houses", id }))
}

fn to_mend(state: &StateView) -> Vec<SubmissionProblem> {
    let missing =
        state.missing().into_iter().map(|node| SubmissionProblem {
            node: node.to_owned(),
            what: Bilingual::new("必须作答", "must be answered"),
        });
    let wrong = state.form.nodes.iter().zip(&state.states).filter(|(_, state)| state.visible).flat_map(|(node, of)| {
        of.problems.iter().map(|text| SubmissionProblem {
            node: node.id.clone(),
            what: Bilingual::new(state.catalogs.say("zh", text), state.catalogs.say("en", text)),
        })
    });
    missing.chain(wrong).collect()
}
