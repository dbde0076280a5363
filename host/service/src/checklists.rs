//! Checklists 清单: which there are in a region, what they ask, and how one stands half filled.

use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use crate::known::{About, Known, Prefilled};
use crate::place::Place;
use crate::subjects::Subject;
use lifang_core::actor::{Actor, Role};
use lifang_core::call::{Call, PluginRef};
use lifang_core::clock::Instant;
use lifang_core::failure::Failure;
use lifang_core::form::{Answer, BadAnswer, Form, NodeState};
use lifang_core::limits::Limits;
use lifang_core::manifest::ChecklistHead;
use lifang_core::problem::{Kind, Problem};
use lifang_core::resolve::{FailurePolicy, Installation, Speakers};
use lifang_core::text::{Bilingual, Catalogs};
use lifang_core::value::Field;
use std::sync::Arc;

/// A checklist as a region asks it today.
#[derive(Clone, Debug)]
pub struct ChecklistView {
    /// The form.
    pub form: Form,
    /// The plugin that speaks.
    pub plugin: Arc<PluginRef>,
    /// Its catalogs.
    pub catalogs: Arc<Catalogs>,
    /// Who may fill it; operators always may.
    pub fillers: Vec<Role>,
    /// What the plugin is told of the subject.
    pub known: Vec<Field>,
    /// What base data holds of the subject fresh enough not to be asked again.
    pub prefilled: Vec<Prefilled>,
}

/// A checklist half filled.
#[derive(Clone, Debug)]
pub struct StateView {
    /// The form.
    pub form: Form,
    /// One per node.
    pub states: Vec<NodeState>,
    /// What was answered, as the form reads it.
    pub answers: Vec<Answer>,
    /// The plugin that speaks.
    pub plugin: Arc<PluginRef>,
    /// Its catalogs.
    pub catalogs: Arc<Catalogs>,
}

impl StateView {
    /// The questions that show, must be answered and are not.
    #[must_use]
    pub fn missing(&self) -> Vec<&str> {
        let answered = |id: &str| self.answers.iter().any(|answer| answer.node == id);
        let open = self
            .form
            .nodes
            .iter()
            .zip(&self.states)
            .filter(|(node, state)| state.visible && state.required && !answered(&node.id));
        open.map(|(node, _)| node.id.as_str()).collect()
    }

    /// The answers that count: those to questions that show.
    #[must_use]
    pub fn counting(&self) -> Vec<Answer> {
        let shows = |id: &str| {
            let position = self.form.nodes.iter().position(|node| node.id == id);
            position.and_then(|position| self.states.get(position)).is_some_and(|state| state.visible)
        };
        self.answers.iter().filter(|answer| shows(&answer.node)).cloned().collect()
    }

    /// Whether nothing is missing and nothing wrong.
    #[must_use]
    pub fn complete(&self) -> bool {
        self.missing().is_empty() && self.states.iter().all(|state| !state.visible || state.problems.is_empty())
    }
}

/// A checklist that was found, and the call it answers to.
pub(crate) struct Asked {
    pub(crate) installation: Arc<Installation>,
    pub(crate) call: Call,
    pub(crate) form: Form,
    pub(crate) known: Known,
}

impl Service {
    /// The checklists of a region: each id once, from the nearest plugin that has it.
    ///
    /// # Errors
    /// `region-unknown`; the failure of a plugin whose policy is `refuse`.
    pub async fn checklists(&self, code: &str, role: &str) -> Result<Vec<ChecklistView>> {
        let place = self.place(code).await?;
        let speakers = self.speakers(&place).await?;
        let mut ids: Vec<&str> = Vec::new();
        for head in speakers.all().iter().flat_map(|one| &one.manifest.checklists) {
            if !ids.contains(&head.id.as_str()) {
                ids.push(&head.id);
            }
        }
        let mut views = Vec::new();
        for id in ids {
            let asked = self.ask(&speakers, &place, id, role, self.clock.now(), None).await?;
            views.push(self.checklist_view(asked).await?);
        }
        Ok(views)
    }

    /// One checklist of a region. Where a subject is named: with what base data holds of it, which is counted as offered.
    ///
    /// # Errors
    /// `region-unknown`, `checklist-unknown`, `subject-unknown`; who may not fill it may name nobody; a plugin's failure.
    pub async fn checklist(
        &self,
        actor: &Actor,
        code: &str,
        id: &str,
        subject: Option<&Subject>,
    ) -> Result<ChecklistView> {
        let place = self.place(code).await?;
        let speakers = self.speakers(&place).await?;
        let about = self.about_filled(actor, &place, &speakers, id, subject).await?;
        let asked = self.ask(&speakers, &place, id, actor.role.name(), self.clock.now(), about.as_ref()).await?;
        let installation = Arc::clone(&asked.installation);
        let view = self.checklist_view(asked).await?;
        self.count_offers(&installation, &place, id, &view.prefilled).await?;
        Ok(view)
    }

    /// Whom a checklist is about, for who may fill it.
    async fn about_filled<'a>(
        &self,
        actor: &'a Actor,
        place: &Place,
        speakers: &Speakers,
        id: &str,
        subject: Option<&Subject>,
    ) -> Result<Option<About<'a>>> {
        if subject.is_some() {
            let head = speakers.checklist(id).and_then(|one| one.manifest.checklist(id));
            let fillers = head.map_or_else(ChecklistHead::staff, |head| head.fillers.clone());
            access::allow(actor, Act::Submit(&fillers), &place.path)?;
        }
        self.about(actor, place, subject).await
    }

    /// What was asked, as it is shown.
    pub(crate) async fn checklist_view(&self, Asked { installation, form, known, .. }: Asked) -> Result<ChecklistView> {
        let plugin = Arc::clone(&installation.plugin);
        let catalogs = self.catalogs(&plugin.digest).await?;
        let fillers = installation.manifest.checklist(&form.id).map(|head| head.fillers.clone()).unwrap_or_default();
        // What the form does not ask, nobody is offered.
        let asked = |one: &Prefilled| form.nodes.iter().any(|node| node.id == one.question);
        let prefilled = known.fresh.into_iter().filter(asked).collect();
        Ok(ChecklistView { form, plugin, catalogs, fillers, known: known.fields, prefilled })
    }

    /// What shows and what is wrong so far.
    ///
    /// # Errors
    /// `region-unknown`, `checklist-unknown`, `subject-unknown`, `answer-wrong`; a plugin's failure.
    pub async fn state(
        &self,
        actor: &Actor,
        code: &str,
        id: &str,
        answers: &serde_json::Map<String, serde_json::Value>,
        subject: Option<&Subject>,
    ) -> Result<StateView> {
        let place = self.place(code).await?;
        let speakers = self.speakers(&place).await?;
        let about = self.about_filled(actor, &place, &speakers, id, subject).await?;
        let asked = self.ask(&speakers, &place, id, actor.role.name(), self.clock.now(), about.as_ref()).await?;
        self.state_of(asked, answers, &place).await
    }

    /// The form of a checklist, from the nearest plugin that has it; where that fails and its policy is `fallback`, from the
    /// version before or the next outer one.
    pub(crate) async fn ask(
        &self,
        speakers: &Speakers,
        place: &Place,
        id: &str,
        role: &str,
        now: Instant,
        about: Option<&About<'_>>,
    ) -> Result<Asked> {
        let mut speakers = speakers.clone();
        let mut failed: Option<Box<Failure>> = None;
        loop {
            let Some(installation) = speakers.checklist(id).cloned() else {
                return Err(failed.map_or_else(|| unknown(id, place), ServiceError::from));
            };
            let call = self.call(&installation, place, now, role, Limits::INTERACTIVE, false).await?;
            let known = self.known(&installation, place, id, about, now).await?;
            match self.plugins.form(&call, id, &known.fields).await {
                Ok(answered) => return Ok(Asked { installation, call, form: answered.value, known }),
                Err(failure) => {
                    self.note_failure(&failure, place, None).await;
                    if installation.policy == FailurePolicy::Refuse || !failure.cause.lets_others_speak() {
                        return Err(failure.into());
                    }
                    failed = Some(failure);
                    speakers = speakers.without(&installation);
                }
            }
        }
    }

    pub(crate) async fn state_of(
        &self,
        asked: Asked,
        answers: &serde_json::Map<String, serde_json::Value>,
        place: &Place,
    ) -> Result<StateView> {
        let answers = asked.form.read_answers(answers).map_err(|bad| wrong_answer(&bad))?;
        let id = &asked.form.id;
        let states = match self.plugins.state(&asked.call, id, &answers, &asked.known.fields).await {
            Ok(answered) => answered.value,
            Err(failure) => {
                self.note_failure(&failure, place, None).await;
                return Err(failure.into());
            }
        };
        if states.len() != asked.form.nodes.len() {
            let what = format!("{} states for {} nodes", states.len(), asked.form.nodes.len());
            return Err(self.crooked(&asked.call, "checklists.state", what).into());
        }
        let plugin = Arc::clone(&asked.installation.plugin);
        let catalogs = self.catalogs(&plugin.digest).await?;
        Ok(StateView { form: asked.form, states, answers, plugin, catalogs })
    }
}

fn unknown(id: &str, place: &Place) -> ServiceError {
    let id: String = id.chars().take(60).collect();
    let region = place.path.region();
    Problem::new(
        Kind::NotFound,
        "checklist-unknown",
        Bilingual::new(
            format!("{}（{}）没有编号为 {id} 的清单", region.name, region.code),
            format!("{} ({}) has no checklist {id}", region.name, region.code),
        ),
        Bilingual::new(
            format!("用 GET /api/v1/regions/{}/checklists 查看现有清单。", region.code),
            format!("GET /api/v1/regions/{}/checklists lists those it has.", region.code),
        ),
    )
    .into()
}

fn wrong_answer(bad: &BadAnswer) -> ServiceError {
    let (node, zh) = match bad {
        BadAnswer::NoSuchQuestion(node) => (node, format!("清单中没有问题 {node}")),
        BadAnswer::WrongType { node, wanted, found } => {
            (node, format!("问题 {node} 的答案 {found} 不合要求（{wanted}）"))
        }
    };
    Problem::new(
        Kind::Invalid,
        "answer-wrong",
        Bilingual::new(zh, bad.to_string()),
        Bilingual::new(
            "请按清单中的题型与选项填写；答案以题目编号为键。",
            "Answer by the question's type and choices, keyed by its id.",
        ),
    )
    .at(format!("answers.{node}"))
    .into()
}
