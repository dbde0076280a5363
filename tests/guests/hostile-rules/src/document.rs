//! Documents, honest and crooked.

use crate::read;
use lifang_behaviours::{ReportBehaviour as Deed, deeds};
use lifang_sdk::{Block, BlockNode, Chart, Document, Figure, PluginError, Report, Table, Text, cell};

/// What a deed reports.
pub(crate) fn of(deed: Deed) -> Result<Document, PluginError> {
    let text = || Text::new("good");
    let report = || Report::new(text());
    let section = |parent| BlockNode { parent, block: Block::Section(text()) };
    let chain = |length: u32| {
        let nodes = (0..length).map(|position| section(position.checked_sub(1)));
        Document { title: text(), nodes: nodes.collect() }
    };
    Ok(match deed {
        Deed::Good => {
            let persons = read::persons()?;
            report().section(text(), |section| section.figure(text(), persons, 0)).into_document()
        }
        Deed::Trap => deeds::trap(),
        Deed::RaggedRows => {
            let rows = [vec![cell(text())], vec![cell(text()), cell(text()), cell(text())]];
            report().table(Table::new(text(), [text(), text()]).rows(rows)).into_document()
        }
        Deed::RaggedSeries => {
            let points = [Figure::Number(1.0), Figure::Number(2.0)];
            report().chart(Chart::bar(text(), ["one"]).series(text(), points)).into_document()
        }
        Deed::NotANumber => report().figure(text(), Figure::Number(f64::NAN), 0).into_document(),
        Deed::Cycle => Document { title: text(), nodes: vec![section(Some(1)), section(Some(0))] },
        Deed::DeepChain => chain(10_000),
        Deed::LongChain => chain(100),
        Deed::HugeDocument => report().paragraph(Text::new(deeds::megabytes(100))).into_document(),
        Deed::ScanInPublished => read::scan("persons", "age", None).map(|()| report().into_document())?,
    })
}
