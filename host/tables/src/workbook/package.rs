//! A workbook's package before anything of it is kept in memory: is it whole, and how much does it unpack to?

use crate::error::{Amount, Foreign, TableError};
use crate::limits::Limits;
use crate::place::Place;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// What a look at the package found.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    /// Some sheet has merged cells.
    pub(super) merged: bool,
}

/// The longest stretch between two tags, and the most of one cell, that a reader would hold in memory.
const LONGEST_STRETCH: u64 = 1 << 20;
/// Names of tags that matter are shorter.
const LONGEST_NAME: usize = 32;

/// Checks a package against the limits: first what its directory says of itself, then what it really is, part by part, through a
/// reader that counts and keeps nothing. A directory may lie; so may a part's end.
pub(super) fn check(file: &File, place: &Place, limits: &Limits) -> Result<Found, TableError> {
    let io = |source| TableError::Io { place: place.clone(), source };
    let too_large = |what, found, most| Err(TableError::TooLarge { place: place.clone(), what, found, most });
    let bytes = file.metadata().map_err(io)?.len();
    if bytes > limits.package_bytes {
        return too_large(Amount::PackageBytes, bytes, limits.package_bytes);
    }
    let mut package = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(error, place))?;
    if package.len() > limits.parts {
        return too_large(Amount::Parts, package.len() as u64, limits.parts as u64);
    }
    if !package.file_names().any(|name| name.eq_ignore_ascii_case("xl/workbook.xml")) {
        return Err(TableError::NotATable { place: place.clone(), what: Foreign::Archive });
    }
    let (mut declared, mut found) = (0_u64, Found::default());
    for index in 0..package.len() {
        let part = package.by_index(index).map_err(|error| broken(error, place))?;
        let most = most_of(part.name(), limits);
        if part.size() > most.1 {
            return too_large(most.0, part.size(), most.1);
        }
        declared = declared.saturating_add(part.size());
    }
    if declared > limits.unpacked_bytes {
        return too_large(Amount::UnpackedBytes, declared, limits.unpacked_bytes);
    }
    for index in 0..package.len() {
        let part = package.by_index(index).map_err(|error| broken(error, place))?;
        let name = part.name().to_ascii_lowercase();
        // Pictures are never unpacked.
        if !(name.ends_with(".xml") || name.ends_with(".rels")) {
            continue;
        }
        let declared = part.size();
        let broken = |error: std::io::Error| damaged(place, format!("{name}: {error}"));
        if name.ends_with("workbook.xml.rels") {
            let mut links = Vec::new();
            part.take(LONGEST_STRETCH).read_to_end(&mut links).map_err(broken)?;
            if let Some(target) = strange_target(&String::from_utf8_lossy(&links)) {
                return Err(damaged(place, format!("{name}: a sheet or its texts in {target}")));
            }
            if links.len() as u64 == LONGEST_STRETCH {
                return too_large(Amount::TextBytes, declared, LONGEST_STRETCH);
            }
            continue;
        }
        let size = measure(part.take(declared + 1), &mut found).map_err(broken)?;
        if size.longest > LONGEST_STRETCH {
            return too_large(Amount::TextBytes, size.longest, LONGEST_STRETCH);
        }
        if size.bytes > declared {
            return Err(damaged(place, format!("{name}: more than the {declared} bytes it declares")));
        }
    }
    Ok(found)
}

/// The most a part may have: what is held in memory less than what streams.
fn most_of(name: &str, limits: &Limits) -> (Amount, u64) {
    let name = name.to_ascii_lowercase();
    if name.ends_with("sharedstrings.xml") || name.ends_with("styles.xml") {
        (Amount::TextBytes, limits.shared_text_bytes)
    } else {
        (Amount::UnpackedBytes, limits.part_bytes)
    }
}

struct Size {
    bytes: u64,
    longest: u64,
}

/// A part that a reader would unpack as a sheet, as texts or as styles, and that is not called so: the limits go by names.
fn strange_target(links: &str) -> Option<String> {
    let attribute = |link: &str, name: &str| {
        let value = link.split_once(&format!("{name}="))?.1;
        let quote = value.chars().next()?;
        Some(value[1..].split(quote).next().unwrap_or_default().to_ascii_lowercase())
    };
    links.split('<').find_map(|link| {
        let (kind, target) = (attribute(link, "Type")?, attribute(link, "Target")?);
        let wanted = match kind.rsplit('/').next()? {
            "sharedstrings" => "sharedstrings.xml",
            "styles" => "styles.xml",
            "worksheet" | "chartsheet" | "dialogsheet" | "macrosheet" | "xlmacrosheet" => ".xml",
            _ => return None,
        };
        (!target.ends_with(wanted)).then_some(target)
    })
}

/// Unpacks a part to nowhere. What a cell or a shared text holds counts together, in however many runs it is written.
fn measure(part: impl Read, found: &mut Found) -> std::io::Result<Size> {
    let mut part = BufReader::with_capacity(1 << 16, part);
    let mut size = Size { bytes: 0, longest: 0 };
    let mut name = Vec::with_capacity(LONGEST_NAME);
    let mut within: Option<u64> = None;
    loop {
        let stretch = part.skip_until(b'<')? as u64;
        if stretch == 0 {
            return Ok(size);
        }
        size.bytes += stretch;
        within = within.map(|held| held + stretch);
        size.longest = size.longest.max(within.unwrap_or(stretch));
        size.bytes += tag(&mut part, &mut name)?;
        // The prefix of a namespace may stand before a name.
        let ends = name.first() == Some(&b'/');
        let bare = name.rsplit(|byte| matches!(byte, b':' | b'/')).next().unwrap_or_default();
        match bare {
            b"c" | b"si" => within = (!ends).then_some(0),
            // A cell without anything in it has no end of its own.
            b"row" | b"sheetData" | b"sst" => within = None,
            b"mergeCell" | b"mergeCells" => found.merged = true,
            _ => {}
        }
    }
}

/// Reads the name of a tag, with the slash that ends one; gives how many bytes it took.
fn tag(part: &mut impl BufRead, name: &mut Vec<u8>) -> std::io::Result<u64> {
    name.clear();
    let mut taken = 0;
    loop {
        let next = part.fill_buf()?;
        let wanted = LONGEST_NAME - name.len();
        let ends = |(at, byte): &(usize, &u8)| *at > 0 && !(byte.is_ascii_alphanumeric() || **byte == b':');
        let first = usize::from(!name.is_empty());
        let length = next.iter().take(wanted).enumerate().map(|(at, byte)| (at + first, byte)).find(ends);
        let length = length.map_or(next.len().min(wanted), |(at, _)| at - first);
        name.extend_from_slice(&next[..length]);
        let more = length > 0 && length == next.len() && name.len() < LONGEST_NAME;
        part.consume(length);
        taken += length as u64;
        if !more {
            return Ok(taken);
        }
    }
}

fn broken(error: ZipError, place: &Place) -> TableError {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => {
            TableError::Io { place: place.clone(), source: error }
        }
        ZipError::UnsupportedArchive(what) if what == ZipError::PASSWORD_REQUIRED => {
            TableError::NotATable { place: place.clone(), what: Foreign::OldOrLocked }
        }
        other => damaged(place, other.to_string()),
    }
}

fn damaged(place: &Place, detail: String) -> TableError {
    TableError::Damaged { place: place.clone(), detail }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_counts_with_all_its_runs_and_merged_cells_are_seen() {
        let runs = "<r><t>0123456789</t></r>".repeat(100);
        for (xml, merged, least, most) in [
            (format!("<row><c r=\"A1\" t=\"inlineStr\"><is>{runs}</is></c></row>"), false, 1_500, 3_000),
            (format!("<row><x:c r=\"A1\"><x:is>{runs}</x:is></x:c></row>"), false, 1_500, 3_000),
            (format!("<sst><si>{runs}</si></sst>"), false, 1_500, 3_000),
            (format!("<row>{}</row>", "<c r=\"A1\"><v>1</v></c>".repeat(200)), false, 2, 60),
            (format!("<styles>{runs}</styles><cols/><mergeCells count=\"1\"/>"), true, 2, 60),
        ] {
            let mut found = Found::default();
            // However the bytes come.
            for length in [1, 7, 4_096] {
                let size = measure(Slow(xml.as_bytes(), length), &mut found).unwrap();
                assert_eq!((size.bytes, found.merged), (xml.len() as u64, merged), "{xml:.60}");
                assert!((least..most).contains(&size.longest), "{}: {xml:.60}", size.longest);
            }
        }
    }

    /// Gives a few bytes at a time.
    struct Slow<'a>(&'a [u8], usize);

    impl Read for Slow<'_> {
        fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
            let length = self.1.min(into.len()).min(self.0.len());
            into[..length].copy_from_slice(&self.0[..length]);
            self.0 = &self.0[length..];
            Ok(length)
        }
    }

    #[test]
    fn parts_that_are_read_have_the_names_the_limits_go_by() {
        let link = |kind: &str, target: &str| {
            format!("<Relationship Id=\"r1\" Type=\"http://x/relationships/{kind}\" Target='{target}'/>")
        };
        for (kind, target, strange) in [
            ("worksheet", "worksheets/sheet1.xml", false),
            ("worksheet", "worksheets/sheet1.dat", true),
            ("worksheet", "media/picture.png", true),
            ("sharedStrings", "/xl/SharedStrings.xml", false),
            ("sharedStrings", "texts.xml", true),
            ("styles", "theme/theme1.xml", true),
            ("vbaProject", "vbaProject.bin", false),
        ] {
            assert_eq!(strange_target(&link(kind, target)).is_some(), strange, "{kind} {target}");
        }
    }
}
