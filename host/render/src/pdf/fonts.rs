//! Fonts: where they are found, and which of them has Chinese. They are read once, and only those that are used.

use crate::error::RenderError;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo, FontVariant};
use typst::utils::LazyHash;

/// Families with the glyphs of the mainland, best first.
const CHINESE: [&str; 14] = [
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "HarmonyOS Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "FandolHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
    "SimSun",
];
/// A family that has these is taken for Chinese, whatever it is called.
const PROBE: &str = "里坊网格员走访报表统计街道社区";

/// Where fonts are looked for.
#[derive(Debug)]
pub struct Fonts {
    folder: Option<PathBuf>,
    shelf: Mutex<Option<Arc<Shelf>>>,
}

/// The fonts that were found.
pub(super) struct Shelf {
    pub(super) book: LazyHash<FontBook>,
    /// The family texts are set in.
    pub(super) families: Vec<String>,
    slots: Vec<Slot>,
}

struct Slot {
    path: PathBuf,
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Shelf").field("fonts", &self.slots.len()).field("families", &self.families).finish()
    }
}

impl Fonts {
    /// The fonts of a folder, or those of the system. Nothing is read yet.
    #[must_use]
    pub fn of(folder: Option<PathBuf>) -> Self {
        Self { folder, shelf: Mutex::default() }
    }

    /// What is there; looked for once something is there, and again as long as nothing is.
    pub(super) fn shelf(&self) -> Result<Arc<Shelf>, RenderError> {
        let mut shelf = self.shelf.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shelf) = &*shelf {
            return Ok(Arc::clone(shelf));
        }
        let found = Arc::new(Shelf::look(self.folder.as_deref()).ok_or(RenderError::FontMissing)?);
        *shelf = Some(Arc::clone(&found));
        Ok(found)
    }
}

impl Shelf {
    fn look(folder: Option<&std::path::Path>) -> Option<Self> {
        let mut database = fontdb::Database::new();
        match folder {
            Some(folder) => database.load_fonts_dir(folder),
            None => database.load_system_fonts(),
        }
        let mut book = FontBook::new();
        let mut slots = Vec::new();
        for face in database.faces() {
            let fontdb::Source::File(path) = &face.source else { continue };
            if let Some(info) = database.with_face_data(face.id, FontInfo::new).flatten() {
                book.push(info);
                slots.push(Slot { path: path.clone(), index: face.index, font: OnceLock::new() });
            }
        }
        let family = chinese(&book)?;
        Some(Self { book: LazyHash::new(book), families: vec![family], slots })
    }

    /// The font of this number, read when it is first wanted.
    pub(super) fn font(&self, index: usize) -> Option<Font> {
        let slot = self.slots.get(index)?;
        let read = || Font::new(Bytes::new(std::fs::read(&slot.path).ok()?), slot.index);
        slot.font.get_or_init(read).clone()
    }
}

/// The family to set Chinese in.
fn chinese(book: &FontBook) -> Option<String> {
    let has_chinese = |family: &str| {
        let info = book.select(family, FontVariant::default()).and_then(|index| book.info(index));
        info.is_some_and(|info| PROBE.chars().all(|c| info.coverage.contains(c.into())))
    };
    let known = CHINESE.into_iter().find(|family| has_chinese(&family.to_lowercase()));
    known.map(str::to_owned).or_else(|| {
        book.families().map(|(name, _)| name).find(|name| has_chinese(&name.to_lowercase())).map(str::to_owned)
    })
}
