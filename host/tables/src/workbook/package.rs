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

/// The longest stretch between two tags that a reader would hold in memory.
const LONGEST_STRETCH: u64 = 1 << 20;

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
        let (declared, sheet) = (part.size(), name.contains("worksheets/"));
        let size = measure(part.take(declared + 1), sheet, &mut found)
            .map_err(|error| damaged(place, format!("{name}: {error}")))?;
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

/// Unpacks a part to nowhere.
fn measure(part: impl Read, sheet: bool, found: &mut Found) -> std::io::Result<Size> {
    const MERGED: &[u8] = b"mergeCell";
    let mut part = BufReader::with_capacity(1 << 16, part);
    let mut size = Size { bytes: 0, longest: 0 };
    loop {
        let stretch = part.skip_until(b'<')? as u64;
        if stretch == 0 {
            return Ok(size);
        }
        size.bytes += stretch;
        size.longest = size.longest.max(stretch);
        if sheet && !found.merged {
            // At a buffer's end less is seen; then it is taken for one, and looking for merged cells finds none.
            let next = part.fill_buf()?;
            let seen = next.len().min(MERGED.len());
            found.merged = seen > 0 && next[..seen] == MERGED[..seen];
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
