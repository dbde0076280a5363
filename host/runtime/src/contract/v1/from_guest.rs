//! From WIT types to the words of the domain. What WIT cannot forbid is checked here: NaN, too many nodes.

use super::bindings::forms::exports::lifang::plugin::{certificates as wit_certificates, checklists as wit_checklists};
use super::bindings::rules::exports::lifang::plugin::{grid_rules, reports};
use super::bindings::rules::lifang::data::{aggregates as wit_aggregates, scans as wit_scans, types as wit};
use super::bindings::rules::lifang::plugin::types as plugin;
use lifang_core::certificate::{Certificate, CertificateList, Standing, Withdrawal};
use lifang_core::clock::{Date, Instant};
use lifang_core::decision::{Action, Clause, Decision, Outcome, Priority, Reason, SweepAnswer};
use lifang_core::failure::Said;
use lifang_core::form::{AnswerType, Choice, Finding, Form, Judgement, Node, NodeKind, NodeState, Severity};
use lifang_core::query::{AggregateQuery, DataError, Figure, Filter, Measure, ScanQuery, Test};
use lifang_core::report::{Block, BlockNode, ChartKind, Document, TableCell};
use lifang_core::text::Text;
use lifang_core::value::{Cell, Field, Value};

/// What an answer has that the contract's prose forbids, in words for the plugin's author.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Crooked(pub(crate) String);

/// How many nodes, actions, reasons and findings one answer may have.
pub(crate) fn within(nodes: u32, what: &str, count: usize) -> Result<(), Crooked> {
    if count > nodes as usize { Err(Crooked(format!("{count} {what}; {nodes} is the limit"))) } else { Ok(()) }
}

impl From<wit::Value> for Value {
    fn from(value: wit::Value) -> Self {
        match value {
            wit::Value::Flag(flag) => Self::Flag(flag),
            wit::Value::Integer(number) => Self::Integer(number),
            wit::Value::Decimal(number) => Self::Decimal(number),
            wit::Value::Text(text) => Self::Text(text),
            wit::Value::Date(date) => Self::Date(Date(date)),
            wit::Value::Instant(instant) => Self::Instant(Instant(instant)),
            wit::Value::Codes(codes) => Self::Codes(codes),
        }
    }
}

impl From<wit::Cell> for Cell {
    fn from(cell: wit::Cell) -> Self {
        match cell {
            wit::Cell::Present(value) => Self::Present(value.into()),
            wit::Cell::Unknown => Self::Unknown,
            wit::Cell::Withheld => Self::Withheld,
        }
    }
}

impl From<wit::DataError> for DataError {
    fn from(error: wit::DataError) -> Self {
        match error {
            wit::DataError::UnknownDataset(name) => Self::UnknownDataset(name),
            wit::DataError::UnknownColumn(name) => Self::UnknownColumn(name),
            wit::DataError::NotGranted(name) => Self::NotGranted(name),
            wit::DataError::OutsideRegion(code) => Self::OutsideRegion(code),
            wit::DataError::NotFound(id) => Self::NotFound(id),
            wit::DataError::WrongType(what) => Self::WrongType(what),
            wit::DataError::BadFilter(column) => Self::BadFilter(column),
            wit::DataError::PublishedMayNotScan => Self::PublishedMayNotScan,
            wit::DataError::Limit(name) => Self::Limit(name),
            wit::DataError::Unavailable => Self::Unavailable,
        }
    }
}

impl From<wit_scans::Filter> for Filter {
    fn from(filter: wit_scans::Filter) -> Self {
        let test = match filter.test {
            wit_scans::Test::Equals(value) => Test::Equals(value.into()),
            wit_scans::Test::OneOf(values) => Test::OneOf(values.into_iter().map(Value::from).collect()),
            wit_scans::Test::AtLeast(value) => Test::AtLeast(value.into()),
            wit_scans::Test::AtMost(value) => Test::AtMost(value.into()),
            wit_scans::Test::AnyBit(bits) => Test::AnyBit(bits),
            wit_scans::Test::Known => Test::Known,
            wit_scans::Test::Unknown => Test::Unknown,
        };
        Self { column: filter.column, test }
    }
}

pub(crate) fn scan_query(query: wit_scans::Query) -> ScanQuery {
    ScanQuery {
        dataset: query.dataset,
        columns: query.columns,
        filters: query.filters.into_iter().map(Filter::from).collect(),
        region: query.region,
        sort: query.sort,
    }
}

pub(crate) fn aggregate_query(query: wit_aggregates::Query) -> AggregateQuery {
    let measure = |measure| match measure {
        wit_aggregates::Measure::Count => Measure::Count,
        wit_aggregates::Measure::Known(column) => Measure::Known(column),
        wit_aggregates::Measure::Sum(column) => Measure::Sum(column),
        wit_aggregates::Measure::Mean(column) => Measure::Mean(column),
        wit_aggregates::Measure::Min(column) => Measure::Min(column),
        wit_aggregates::Measure::Max(column) => Measure::Max(column),
    };
    AggregateQuery {
        dataset: query.dataset,
        by: query.by,
        measures: query.measures.into_iter().map(measure).collect(),
        filters: query.filters.into_iter().map(Filter::from).collect(),
        region: query.region,
    }
}

fn figure(figure: &wit_aggregates::Figure) -> Result<Figure, Crooked> {
    match figure {
        wit_aggregates::Figure::Number(number) if number.is_finite() => Ok(Figure::Number(*number)),
        wit_aggregates::Figure::Number(number) => Err(Crooked(format!("a figure is {number}"))),
        wit_aggregates::Figure::None => Ok(Figure::None),
        wit_aggregates::Figure::Suppressed => Ok(Figure::Suppressed),
    }
}

impl From<plugin::Text> for Text {
    fn from(text: plugin::Text) -> Self {
        Self { key: text.key, args: text.args.into_iter().map(|(name, value)| (name, value.into())).collect() }
    }
}

impl From<plugin::Clause> for Clause {
    fn from(clause: plugin::Clause) -> Self {
        Self { document: clause.document, article: clause.article }
    }
}

impl From<plugin::Reason> for Reason {
    fn from(reason: plugin::Reason) -> Self {
        Self {
            rule: reason.rule,
            text: reason.text.into(),
            basis: reason.basis.map(Clause::from),
            fields: reason.fields,
        }
    }
}

impl From<plugin::Priority> for Priority {
    fn from(priority: plugin::Priority) -> Self {
        match priority {
            plugin::Priority::Low => Self::Low,
            plugin::Priority::Normal => Self::Normal,
            plugin::Priority::High => Self::High,
            plugin::Priority::Urgent => Self::Urgent,
        }
    }
}

impl From<plugin::Action> for Action {
    fn from(action: plugin::Action) -> Self {
        match action {
            plugin::Action::OpenWorkOrder(order) => Self::OpenWorkOrder {
                rule: order.rule,
                duty: order.duty,
                title: order.title.into(),
                to: order.to,
                due: order.due.map(Instant),
                priority: order.priority.into(),
            },
            plugin::Action::ScheduleVisit(visit) => Self::ScheduleVisit {
                rule: visit.rule,
                duty: visit.duty,
                checklist: visit.checklist,
                title: visit.title.into(),
                by: Date(visit.by),
                priority: visit.priority.into(),
            },
            plugin::Action::Notify(note) => Self::Notify { rule: note.rule, to: note.to, text: note.text.into() },
            plugin::Action::Tag(tag) => Self::Tag { rule: tag.rule, tag: tag.tag, until: tag.until.map(Date) },
            plugin::Action::Escalate(up) => Self::Escalate { rule: up.rule, to: up.to, text: up.text.into() },
            plugin::Action::Extension(extension) => {
                let field = |field: wit::Field| Field { key: field.key, cell: field.cell.into() };
                Self::Extension {
                    rule: extension.rule,
                    kind: extension.kind,
                    fields: extension.fields.into_iter().map(field).collect(),
                }
            }
        }
    }
}

/// Actions and their reasons: so many at most, and all in them can be written down.
fn proposed(
    actions: Vec<plugin::Action>,
    reasons: Vec<plugin::Reason>,
    nodes: u32,
) -> Result<(Vec<Action>, Vec<Reason>), Crooked> {
    within(nodes, "actions", actions.len())?;
    within(nodes, "reasons", reasons.len())?;
    let actions: Vec<Action> = actions.into_iter().map(Action::from).collect();
    let reasons: Vec<Reason> = reasons.into_iter().map(Reason::from).collect();
    let mute = actions.iter().find(|action| action.is_unsayable()).map(Action::rule);
    match mute.or(reasons.iter().find(|reason| reason.text.is_unsayable()).map(|reason| reason.rule.as_str())) {
        Some(rule) => Err(Crooked(format!(
            "what rule {rule:?} gives cannot be written down (NaN, infinite, or beyond the year 9999)"
        ))),
        None => Ok((actions, reasons)),
    }
}

impl From<plugin::PluginError> for Said {
    fn from(error: plugin::PluginError) -> Self {
        match error {
            plugin::PluginError::UnknownId(id) => Self::UnknownId(id),
            plugin::PluginError::BadInput((field, text)) => Self::BadInput(field, text.into()),
            plugin::PluginError::Data(error) => Self::Data(error.into()),
            plugin::PluginError::Withheld(field) => Self::Withheld(field),
            plugin::PluginError::Refused(text) => Self::Refused(text.into()),
        }
    }
}

pub(crate) fn decision(decision: plugin::Decision, nodes: u32) -> Result<Decision, Crooked> {
    let (actions, reasons) = proposed(decision.actions, decision.reasons, nodes)?;
    Ok(Decision { actions, reasons })
}

pub(crate) fn sweep_answer(answer: grid_rules::SweepAnswer, nodes: u32, scanned: u32) -> Result<SweepAnswer, Crooked> {
    within(nodes, "outcomes", answer.outcomes.len())?;
    let outcome = |outcome: grid_rules::Outcome| {
        let (actions, reasons) = proposed(outcome.actions, outcome.reasons, nodes)?;
        Ok(Outcome { code: outcome.code, actions, reasons })
    };
    let outcomes = answer.outcomes.into_iter().map(outcome).collect::<Result<_, Crooked>>()?;
    let answer = SweepAnswer { rows: answer.rows, marks: answer.marks, outcomes };
    answer.counts(scanned).map_err(Crooked)?;
    Ok(answer)
}

fn answer_type(answer: wit_checklists::AnswerType) -> Result<AnswerType, Crooked> {
    let choice = |choice: wit_checklists::Choice| Ok(Choice { code: choice.code, label: sayable(choice.label)? });
    let choices = |choices: Vec<_>| choices.into_iter().map(choice).collect::<Result<_, Crooked>>();
    Ok(match answer {
        wit_checklists::AnswerType::Flag => AnswerType::Flag,
        wit_checklists::AnswerType::Integer((min, max)) => AnswerType::Integer { min, max },
        wit_checklists::AnswerType::Decimal((min, max)) => AnswerType::Decimal { min, max },
        wit_checklists::AnswerType::Text(longest) => AnswerType::Text { longest },
        wit_checklists::AnswerType::Date => AnswerType::Date,
        wit_checklists::AnswerType::One(list) => AnswerType::One { choices: choices(list)? },
        wit_checklists::AnswerType::Many(list) => AnswerType::Many { choices: choices(list)? },
    })
}

pub(crate) fn form(form: wit_checklists::Form, asked: &str, nodes: u32, depth: u32) -> Result<Form, Crooked> {
    if form.id != asked {
        return Err(Crooked(format!("{asked:?} was asked for, and form {:?} came", form.id)));
    }
    within(nodes, "nodes", form.nodes.len())?;
    let node = |node: wit_checklists::Node| {
        Ok(Node {
            id: node.id,
            parent: node.parent,
            kind: match node.kind {
                wit_checklists::NodeKind::Group => NodeKind::Group,
                wit_checklists::NodeKind::Note => NodeKind::Note,
                wit_checklists::NodeKind::Question(answer) => NodeKind::Question { answer: answer_type(answer)? },
            },
            label: sayable(node.label)?,
            hint: node.hint.map(sayable).transpose()?,
            field: node.field,
        })
    };
    let nodes = form.nodes.into_iter().map(node).collect::<Result<_, Crooked>>()?;
    let form = Form { id: form.id, title: sayable(form.title)?, nodes };
    form.check(depth).map_err(Crooked)?;
    Ok(form)
}

pub(crate) fn states(state: wit_checklists::FormState, nodes: u32) -> Result<Vec<NodeState>, Crooked> {
    within(nodes, "nodes", state.nodes.len())?;
    let node = |state: wit_checklists::NodeState| {
        Ok(NodeState {
            node: state.node,
            visible: state.visible,
            required: state.required,
            problems: state.problems.into_iter().map(sayable).collect::<Result<_, Crooked>>()?,
        })
    };
    let states: Vec<NodeState> = state.nodes.into_iter().map(node).collect::<Result<_, Crooked>>()?;
    match states.iter().zip(0_u32..).find(|(state, position)| state.node != *position) {
        Some((state, position)) => {
            Err(Crooked(format!("state {position} is of node {}; one per node, in order", state.node)))
        }
        None => Ok(states),
    }
}

pub(crate) fn judgement(judgement: wit_checklists::Judgement, nodes: u32) -> Result<Judgement, Crooked> {
    within(nodes, "findings", judgement.findings.len())?;
    let (actions, reasons) = proposed(judgement.actions, judgement.reasons, nodes)?;
    let finding = |finding: wit_checklists::Finding| Finding {
        rule: finding.rule,
        node: finding.node,
        severity: match finding.severity {
            wit_checklists::Severity::Minor => Severity::Minor,
            wit_checklists::Severity::Major => Severity::Major,
            wit_checklists::Severity::Critical => Severity::Critical,
        },
        text: finding.text.into(),
    };
    Ok(Judgement { findings: judgement.findings.into_iter().map(finding).collect(), actions, reasons })
}

pub(crate) fn certificates(list: wit_certificates::CertificateList, nodes: u32) -> Result<CertificateList, Crooked> {
    within(nodes, "items", list.items.len() + list.withdrawn.len())?;
    let item = |item: wit_certificates::Certificate| Certificate {
        id: item.id,
        title: item.title.into(),
        keywords: item.keywords,
        standing: match item.standing {
            wit_certificates::Standing::MayIssue(bring) => Standing::MayIssue { bring: bring.into() },
            wit_certificates::Standing::MayNotIssue(referral) => {
                Standing::MayNotIssue { office: referral.office.into(), advice: referral.advice.into() }
            }
        },
        basis: item.basis.into(),
        in_force: Date(item.in_force),
        until: item.until.map(Date),
        mandatory: item.mandatory,
    };
    let withdrawal = |withdrawal: wit_certificates::Withdrawal| Withdrawal {
        id: withdrawal.id,
        basis: withdrawal.basis.into(),
        in_force: Date(withdrawal.in_force),
    };
    Ok(CertificateList {
        items: list.items.into_iter().map(item).collect(),
        withdrawn: list.withdrawn.into_iter().map(withdrawal).collect(),
    })
}

fn sayable(text: plugin::Text) -> Result<Text, Crooked> {
    let text = Text::from(text);
    if text.is_unsayable() {
        return Err(Crooked(format!("what goes into text {:?} cannot be written down", text.key)));
    }
    Ok(text)
}

pub(crate) fn document(document: reports::Document, nodes: u32, depth: u32) -> Result<Document, Crooked> {
    within(nodes, "nodes", document.nodes.len())?;
    let node = |node: reports::BlockNode| Ok(BlockNode { parent: node.parent, block: block(node.block)? });
    let document = Document {
        title: sayable(document.title)?,
        nodes: document.nodes.into_iter().map(node).collect::<Result<_, Crooked>>()?,
    };
    document.check(depth).map_err(Crooked)?;
    Ok(document)
}

fn block(block: reports::Block) -> Result<Block, Crooked> {
    Ok(match block {
        reports::Block::Section(title) => Block::Section { title: sayable(title)? },
        reports::Block::Paragraph(text) => Block::Paragraph { text: sayable(text)? },
        reports::Block::KeyFigure(key) => {
            Block::KeyFigure { label: sayable(key.label)?, value: figure(&key.value.0)?, decimals: key.value.1 }
        }
        reports::Block::Table(table) => Block::Table {
            caption: sayable(table.caption)?,
            columns: table.columns.into_iter().map(sayable).collect::<Result<_, Crooked>>()?,
            rows: table
                .rows
                .into_iter()
                .map(|row| row.into_iter().map(table_cell).collect::<Result<_, Crooked>>())
                .collect::<Result<_, Crooked>>()?,
        },
        reports::Block::Chart(chart) => Block::Chart {
            kind: match chart.kind {
                reports::ChartKind::Bar => ChartKind::Bar,
                reports::ChartKind::Line => ChartKind::Line,
                reports::ChartKind::Pie => ChartKind::Pie,
            },
            caption: sayable(chart.caption)?,
            labels: chart.labels,
            series: chart
                .series
                .into_iter()
                .map(|(name, points)| Ok((sayable(name)?, points.iter().map(figure).collect::<Result<_, Crooked>>()?)))
                .collect::<Result<_, Crooked>>()?,
        },
    })
}

fn table_cell(cell: reports::TableCell) -> Result<TableCell, Crooked> {
    Ok(match cell {
        reports::TableCell::Empty => TableCell::Empty,
        reports::TableCell::Number((number, decimals)) => TableCell::Number(figure(&number)?, decimals),
        reports::TableCell::Text(text) => TableCell::Text(sayable(text)?),
        reports::TableCell::Data(text) => TableCell::Data(text),
        reports::TableCell::Date(date) if Date(date).is_sayable() => TableCell::Date(Date(date)),
        reports::TableCell::Date(date) => return Err(Crooked(format!("day {date} lies beyond the year 9999"))),
    })
}
