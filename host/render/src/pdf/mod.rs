//! A document as a PDF, set by typst. The template is ours and fixed; everything a plugin or a person wrote reaches it as
//! values, so that nothing of it is ever markup.

mod columns;
mod fonts;
mod glyphs;
mod limits;
mod paper;
mod values;
mod world;

use crate::error::RenderError;
use crate::outline::outline;
use crate::say::Frame;
use glyphs::Missing;
use lifang_core::clock::{CIVIL_OFFSET_MS, Instant};
use lifang_core::report::Document;
use typst::diag::SourceDiagnostic;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, Timestamp};
use world::Desk;

pub use fonts::Fonts;
pub use paper::Paper;

/// A letter that a first pass finds missing is replaced in the second; the third has nothing left to find.
const PASSES: usize = 3;

/// The PDF. The same document on the same fonts gives the same bytes.
///
/// A letter that no font has is not dropped: its number stands in its place, `[U+E000]`, and a note at the end says so.
///
/// # Errors
/// A document whose nodes make no tree, or that is longer or wider than a PDF is fit for; a machine without Chinese fonts.
pub fn pdf(document: &Document, frame: &Frame<'_>, paper: Paper, fonts: &Fonts) -> Result<Vec<u8>, RenderError> {
    let shelf = fonts.shelf()?;
    let pieces = outline(document, frame)?;
    limits::check(&pieces, frame)?;
    let title = frame.say(&document.title);
    let mut missing = Missing::default();
    for _ in 0..PASSES {
        let inputs = values::inputs(&title, &pieces, frame, paper, &shelf.families, &missing)?;
        let set = set(&Desk::new(&shelf, inputs), frame.made_at, &mut missing);
        // Nothing of a report stays in the typesetter's memory.
        typst::comemo::evict(0);
        if let Some(bytes) = set? {
            return Ok(bytes);
        }
    }
    Err(RenderError::Typesetting(format!("letters without a glyph remain: {missing}")))
}

/// The bytes, or nothing when letters were found missing that were not known to be.
fn set(desk: &Desk<'_>, made_at: Instant, missing: &mut Missing) -> Result<Option<Vec<u8>>, RenderError> {
    let document = typst::compile::<PagedDocument>(desk).output.map_err(|errors| told(&errors))?;
    if missing.find(&document) {
        return Ok(None);
    }
    let options = PdfOptions {
        creator: Smart::Custom(Some("Lifang 里坊".into())),
        timestamp: timestamp(made_at),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map(Some).map_err(|errors| told(&errors))
}

fn timestamp(moment: Instant) -> Option<Timestamp> {
    let (year, month, day) = moment.day().ymd();
    let of_day = moment.plus_ms(CIVIL_OFFSET_MS).0.rem_euclid(86_400_000) / 1000;
    let part = |seconds: i64| u8::try_from(seconds).ok();
    let (hour, minute, second) = (part(of_day / 3600)?, part(of_day / 60 % 60)?, part(of_day % 60)?);
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    let datetime = Datetime::from_ymd_hms(i32::from(year), month, day, hour, minute, second)?;
    Timestamp::new_local(datetime, i32::try_from(CIVIL_OFFSET_MS / 60_000).ok()?)
}

fn told(errors: &[SourceDiagnostic]) -> RenderError {
    RenderError::Typesetting(errors.iter().map(|error| error.message.as_str()).collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests;
