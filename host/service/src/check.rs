//! The host disposes: holds what a plugin proposes against the rules that were asked and the duty items that are admitted.

use lifang_core::clock::Date;
use lifang_core::decision::{Action, Reason};
use lifang_core::form::{Form, Judgement};
use lifang_core::region::Level;
use lifang_core::resolve::Speakers;
use lifang_core::text::Bilingual;
use serde::{Deserialize, Serialize};

/// An action that the host did not carry out, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refusal {
    /// What was proposed.
    pub action: Action,
    /// Why not.
    pub why: Bilingual,
}

/// Checks the shape of a decision: every action and reason belongs to a rule that was asked, and every rule that acts gives a
/// reason.
///
/// # Errors
/// What is wrong, in words for the plugin's author.
pub(crate) fn shape(rules: &[String], actions: &[Action], reasons: &[Reason]) -> Result<(), String> {
    let asked = |rule: &str| rules.iter().any(|asked| asked == rule);
    if let Some(action) = actions.iter().find(|action| !asked(action.rule())) {
        return Err(format!("an action names rule {:?}, which was not asked", action.rule()));
    }
    if let Some(reason) = reasons.iter().find(|reason| !asked(&reason.rule)) {
        return Err(format!("a reason names rule {:?}, which was not asked", reason.rule));
    }
    if reasons.is_empty() {
        return Err("it has no reasons; a decision to do nothing needs one too".into());
    }
    match actions.iter().find(|action| !reasons.iter().any(|reason| reason.rule == action.rule())) {
        Some(action) => Err(format!("rule {:?} acts without a reason", action.rule())),
        None => Ok(()),
    }
}

/// Checks the shape of a judgement: every finding was seen in a question of the form, and every rule that acts gives a reason.
///
/// # Errors
/// What is wrong, in words for the plugin's author.
pub(crate) fn judgement(form: &Form, judgement: &Judgement) -> Result<(), String> {
    let in_form = |node: &str| form.nodes.iter().any(|known| known.id == node);
    if let Some(finding) = judgement.findings.iter().find(|finding| !in_form(&finding.node)) {
        return Err(format!("a finding names node {:?}, which the form does not have", finding.node));
    }
    let speaks = |rule: &str| judgement.reasons.iter().any(|reason| reason.rule == rule);
    match judgement.actions.iter().find(|action| !speaks(action.rule())) {
        Some(action) => Err(format!("rule {:?} acts without a reason", action.rule())),
        None => Ok(()),
    }
}

/// Parts what may be carried out from what may not.
pub(crate) fn admit(actions: Vec<Action>, speakers: &Speakers, day: Date) -> (Vec<Action>, Vec<Refusal>) {
    let duties = speakers.duties(day);
    let mut admitted = Vec::with_capacity(actions.len());
    let mut refused = Vec::new();
    for action in actions {
        let objection = match &action {
            Action::Extension { kind, .. } => Some(Bilingual::new(
                format!("本平台不认识扩展动作 {kind}"),
                format!("this host does not know the extension {kind}"),
            )),
            Action::Escalate { to, .. } if Level::from_name(to).is_none() => {
                Some(Bilingual::new(format!("没有 {to} 这一层级"), format!("there is no level {to}")))
            }
            _ => action.duty().and_then(|duty| objection_to(duty, &duties, speakers, day)),
        };
        match objection {
            Some(why) => refused.push(Refusal { action, why }),
            None => admitted.push(action),
        }
    }
    (admitted, refused)
}

fn objection_to(
    duty: &str,
    in_force: &[&lifang_core::manifest::Duty],
    speakers: &Speakers,
    day: Date,
) -> Option<Bilingual> {
    if in_force.iter().any(|item| item.id == duty) {
        return None;
    }
    // An item that exists and is not in force names its office, so that the matter finds its way.
    let known = speakers.all().iter().flat_map(|one| &one.manifest.duties).find(|item| item.id == duty);
    Some(match known {
        Some(item) => Bilingual::new(
            format!("事项“{}”在 {day} 未生效，不得交社区办理；主管单位：{}", item.title.zh, item.office.zh),
            format!(
                "item \"{}\" is not in force on {day} and may not be put on a community; competent office: {}",
                item.title.en, item.office.en
            ),
        ),
        None => Bilingual::new(
            format!("事项 {duty} 不在本区域的权责清单内，不得交社区办理；应先由其主管单位申请职责准入"),
            format!(
                "item {duty} is on no duty list here and may not be put on a community; its office must apply for admission first"
            ),
        ),
    })
}
