//! Signs that what a Debian package brings is here, from it or from elsewhere.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The browser that the tests drive.
pub(crate) fn chromium() -> Option<PathBuf> {
    on_path("chromium")
}

/// poppler's reader, with which the tests look into PDFs.
pub(crate) fn pdf_reader() -> Option<PathBuf> {
    on_path("pdftotext")
}

/// A font with the characters of Chinese, for printed documents.
pub(crate) fn chinese_font() -> Option<PathBuf> {
    let debian = Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc");
    if debian.is_file() {
        return Some(debian.to_owned());
    }
    let output = Command::new("fc-list").args([":lang=zh-cn", "file"]).output().ok()?;
    let first = String::from_utf8(output.stdout).ok()?.lines().next()?.trim_end_matches([':', ' ']).to_owned();
    (!first.is_empty()).then(|| first.into())
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_found_where_the_path_leads() {
        assert!(on_path("sh").is_some_and(|shell| shell.ends_with("sh") && shell.is_absolute()));
        assert_eq!(on_path("no-such-program-here"), None);
    }
}
