//! Documents written down: a report of forty pages to PDF against the bare typesetter on a hand-written source of the same
//! report, and long tables to XLSX against a bare loop over the same library.

mod bare_pdf;
mod bare_xlsx;
mod report;

use crate::Result;
use crate::measure::{Turns, now};
use crate::memory;
use crate::sheet::{Row, Sheet, Wanted, time};
use lifang_core::report::Document;
use lifang_core::text::Catalogs;
use lifang_render::{Fonts, Frame, Paper};
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write as _};
use std::path::Path;

const PDF: Turns = Turns { turns: 9, times: 1 };
const XLSX: Turns = Turns { turns: 5, times: 1 };
/// Rows that fill forty pages of A4.
const FORTY_PAGES: u32 = 2_004;

pub(crate) async fn compare(folder: &Path, full: bool, sheet: &mut Sheet) -> Result {
    let catalogs = report::catalogs()?;
    pdf(&catalogs, sheet).await?;
    xlsx(folder, &catalogs, sheet).await?;
    memory_of_xlsx(folder, &catalogs, full, sheet)
}

async fn pdf(catalogs: &Catalogs, sheet: &mut Sheet) -> Result {
    let (document, fonts) = (report::sections(FORTY_PAGES), Fonts::of(None));
    let bare = bare_pdf::Bare::new(&report::by_hand(FORTY_PAGES))?;
    let write = || {
        lifang_render::pdf(&document, &report::frame(catalogs), Paper::A4, &fonts).map_err(|error| error.to_string())
    };
    let (ours, theirs) = (write()?, bare.set()?);
    let medians = PDF
        .compare(
            async || write().map(|bytes| drop(black_box(bytes))),
            async || bare.set().map(|bytes| drop(black_box(bytes))).map_err(|error| error.to_string()),
        )
        .await?;
    sheet.row(Row {
        name: "report of 40 pages to PDF".into(),
        ours: time(medians.ours),
        other: format!("{} bare typst", time(medians.other)),
        ratio: medians.ratio(),
        wanted: Wanted::AtMost(2.0),
    });
    sheet.note(format!(
        "PDF: {FORTY_PAGES} rows of six columns in twelve tables; {} pages and {} KB, bare {} pages and {} KB. Both sides start \
         with an empty cache (comemo) each time; bare is a source written by hand, compiled and exported by typst alone",
        pages(&ours),
        ours.len() / 1024,
        pages(&theirs),
        theirs.len() / 1024,
    ));
    Ok(())
}

/// The pages of a PDF, as its tree of pages counts them.
fn pages(pdf: &[u8]) -> String {
    let text = String::from_utf8_lossy(pdf);
    let counts =
        text.split("/Count ").skip(1).filter_map(|rest| rest.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok());
    counts.max().map_or_else(|| "?".to_owned(), |count: u32| count.to_string())
}

fn write_xlsx(document: &Document, catalogs: &Catalogs, file: &Path) -> Result {
    let frame: Frame<'_> = report::frame(catalogs);
    let mut out = BufWriter::new(File::create(file)?);
    lifang_render::xlsx(document, &frame, &mut out).map_err(|error| error.to_string())?;
    Ok(out.flush()?)
}

async fn xlsx(folder: &Path, catalogs: &Catalogs, sheet: &mut Sheet) -> Result {
    let rows = 100_000;
    let document = report::one_table(rows);
    let (ours, theirs) = (folder.join("ours.xlsx"), folder.join("bare.xlsx"));
    let medians =
        XLSX.compare(async || write_xlsx(&document, catalogs, &ours), async || bare_xlsx::write(rows, &theirs)).await?;
    sheet.row(Row {
        name: "table of 100,000 rows to XLSX".into(),
        ours: time(medians.ours),
        other: format!("{} bare rust_xlsxwriter", time(medians.other)),
        ratio: medians.ratio(),
        wanted: Wanted::Nothing,
    });
    Ok(())
}

/// What writing takes beyond the document itself.
fn memory_of_xlsx(folder: &Path, catalogs: &Catalogs, full: bool, sheet: &mut Sheet) -> Result {
    let mut said = Vec::new();
    for rows in [10_000, 100_000, 1_000_000] {
        if rows > 100_000 && !full {
            continue;
        }
        let document = report::one_table(rows);
        let before = memory::forget_peak()?;
        let started = now();
        let file = folder.join("memory.xlsx");
        write_xlsx(&document, catalogs, &file)?;
        let seconds = started.elapsed().as_secs_f64();
        let growth = memory::peak()?.saturating_sub(before);
        let size = std::fs::metadata(&file)?.len() >> 20;
        said.push(format!(
            "{rows} rows: {growth} MB more than the document's {before}, {seconds:.2} s, a file of {size} MB"
        ));
    }
    sheet.note(format!("XLSX memory: {}", said.join("; ")));
    Ok(())
}
