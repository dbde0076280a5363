//! All that typst gets to see: our template, the values, the fonts. No file, no package, no network, no clock.

use super::fonts::Shelf;
use std::path::PathBuf;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

/// Parsed once.
static TEMPLATE: LazyLock<Option<Source>> = LazyLock::new(|| {
    let path = VirtualPath::new("report.typ").ok()?;
    let id = FileId::new(RootedPath::new(VirtualRoot::Project, path));
    Some(Source::new(id, include_str!("report.typ").to_owned()))
});

/// The typesetter's desk for one document.
pub(super) struct Desk<'a> {
    library: LazyHash<Library>,
    template: Source,
    shelf: &'a Shelf,
}

impl<'a> Desk<'a> {
    pub(super) fn new(shelf: &'a Shelf, inputs: Dict) -> Self {
        let library = LazyHash::new(Library::builder().with_inputs(inputs).build());
        let template = TEMPLATE.clone().unwrap_or_else(|| Source::detached(""));
        Self { library, template, shelf }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(nothing(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        Err(nothing(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn nothing(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.get().vpath().get_with_slash()))
}
