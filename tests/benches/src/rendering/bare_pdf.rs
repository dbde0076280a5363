//! Typst as its documentation has it: one source, the fonts it names, nothing else.

use crate::Result;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

const FAMILY: &str = "Noto Sans CJK SC";

pub(super) struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    source: Source,
}

impl Bare {
    pub(super) fn new(source: &str) -> Result<Self> {
        let mut database = fontdb::Database::new();
        database.load_system_fonts();
        let fonts: Vec<Font> = database
            .faces()
            .filter(|face| face.families.iter().any(|(name, _)| name == FAMILY))
            .filter_map(|face| {
                let fontdb::Source::File(path) = &face.source else { return None };
                Font::new(Bytes::new(std::fs::read(path).ok()?), face.index)
            })
            .collect();
        if fonts.is_empty() {
            return Err(format!("the bench sets its text in {FAMILY}: install Debian's fonts-noto-cjk").into());
        }
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            source: Source::detached(source),
        })
    }

    /// The PDF, from a cold start.
    pub(super) fn set(&self) -> Result<Vec<u8>> {
        let told = |errors: typst::ecow::EcoVec<typst::diag::SourceDiagnostic>| format!("{errors:?}");
        let document = typst::compile::<PagedDocument>(self).output.map_err(told)?;
        let bytes = typst_pdf::pdf(&document, &PdfOptions::default()).map_err(told)?;
        typst::comemo::evict(0);
        Ok(bytes)
    }
}

impl World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.source.id()
    }

    fn source(&self, _: FileId) -> FileResult<Source> {
        Ok(self.source.clone())
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
