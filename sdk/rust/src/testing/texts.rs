//! The texts in an answer, for checking them against the catalogs.

use crate::{
    Action, AnswerType, Block, CertificateList, Decision, Document, Form, FormState, Judgement, NodeKind, Reason,
    Standing, SweepAnswer, TableCell, Text,
};

/// What has texts in it.
pub trait Texts {
    /// All of them, in order.
    fn texts(&self) -> Vec<&Text>;
}

impl Texts for Form {
    fn texts(&self) -> Vec<&Text> {
        let mut texts = vec![&self.title];
        for node in &self.nodes {
            texts.push(&node.label);
            texts.extend(&node.hint);
            if let NodeKind::Question(AnswerType::One(choices) | AnswerType::Many(choices)) = &node.kind {
                texts.extend(choices.iter().map(|choice| &choice.label));
            }
        }
        texts
    }
}

impl Texts for FormState {
    fn texts(&self) -> Vec<&Text> {
        self.nodes.iter().flat_map(|node| &node.problems).collect()
    }
}

impl Texts for Action {
    fn texts(&self) -> Vec<&Text> {
        match self {
            Self::OpenWorkOrder(order) => vec![&order.title],
            Self::ScheduleVisit(visit) => vec![&visit.title],
            Self::Notify(notification) => vec![&notification.text],
            Self::Escalate(escalation) => vec![&escalation.text],
            Self::Tag(_) | Self::Extension(_) => Vec::new(),
        }
    }
}

fn said<'a>(actions: &'a [Action], reasons: &'a [Reason]) -> impl Iterator<Item = &'a Text> {
    actions.iter().flat_map(Texts::texts).chain(reasons.iter().map(|reason| &reason.text))
}

impl Texts for Decision {
    fn texts(&self) -> Vec<&Text> {
        said(&self.actions, &self.reasons).collect()
    }
}

impl Texts for Judgement {
    fn texts(&self) -> Vec<&Text> {
        self.findings.iter().map(|finding| &finding.text).chain(said(&self.actions, &self.reasons)).collect()
    }
}

impl Texts for SweepAnswer {
    fn texts(&self) -> Vec<&Text> {
        self.outcomes.iter().flat_map(|outcome| said(&outcome.actions, &outcome.reasons)).collect()
    }
}

impl Texts for CertificateList {
    fn texts(&self) -> Vec<&Text> {
        let texts = self.items.iter().flat_map(|item| match &item.standing {
            Standing::MayIssue(bring) => vec![&item.title, bring],
            Standing::MayNotIssue(referral) => vec![&item.title, &referral.office, &referral.advice],
        });
        texts.collect()
    }
}

impl Texts for Document {
    fn texts(&self) -> Vec<&Text> {
        let mut texts = vec![&self.title];
        for node in &self.nodes {
            match &node.block {
                Block::Section(text) | Block::Paragraph(text) => texts.push(text),
                Block::KeyFigure(figure) => texts.push(&figure.label),
                Block::Chart(chart) => {
                    texts.push(&chart.caption);
                    texts.extend(chart.series.iter().map(|(name, _)| name));
                }
                Block::Table(table) => {
                    texts.push(&table.caption);
                    texts.extend(&table.columns);
                    texts.extend(table.rows.iter().flatten().filter_map(|cell| match cell {
                        TableCell::Text(text) => Some(text),
                        _ => None,
                    }));
                }
            }
        }
        texts
    }
}
