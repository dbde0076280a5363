//! The files of the workspace as the rules see them: paths, and the text of those that have rules about text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::failure::{About as _, Result};

/// Folders that hold nothing of ours: built, fetched, or made by running.
const NOT_OURS: [&str; 6] = [".git", ".demo", "dist", "node_modules", "target", "__pycache__"];
/// Endings of the files that some rule reads.
const READ: [&str; 7] = [".rs", ".toml", ".md", ".ts", ".vue", ".css", "package-lock.json"];

/// Every file by its path from the root, with `/`.
#[derive(Debug, Default)]
pub(super) struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    /// Reads the folder.
    pub(super) fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.add(root, "")?;
        Ok(tree)
    }

    /// A tree made up for a test.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned()))).collect() }
    }

    fn add(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        for entry in fs::read_dir(folder).about(folder.display())? {
            let entry = entry.about(folder.display())?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let path = format!("{prefix}{name}");
            if entry.file_type().about(&path)?.is_dir() {
                if !NOT_OURS.contains(&name.as_str()) {
                    self.add(&entry.path(), &format!("{path}/"))?;
                }
            } else {
                let is_read = READ.iter().any(|ending| name.ends_with(ending));
                let text = is_read.then(|| fs::read_to_string(entry.path()).about(&path)).transpose()?;
                self.files.insert(path, text);
            }
        }
        Ok(())
    }

    /// The text of one file.
    pub(super) fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Paths and texts of the files with this ending.
    pub(super) fn texts<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        let texts = self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)));
        texts.filter(move |(path, _)| path.ends_with(ending))
    }

    /// Every folder that a file is in, however deep, with a `/` at its end. An empty folder is none: git keeps none.
    pub(super) fn folders(&self) -> BTreeSet<&str> {
        self.files.keys().flat_map(|path| path.match_indices('/').map(|(end, _)| &path[..=end])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_without_what_is_not_ours() {
        let root = tempfile::tempdir().unwrap();
        for path in ["host/core/src/lib.rs", "target/x/lib.rs", "docs/board.png"] {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "//! 里坊").unwrap();
        }

        let tree = Tree::read(root.path()).unwrap();

        assert_eq!(tree.texts(".rs").collect::<Vec<_>>(), [("host/core/src/lib.rs", "//! 里坊")]);
        assert_eq!(tree.text("docs/board.png"), None);
        assert_eq!(tree.folders().into_iter().collect::<Vec<_>>(), ["docs/", "host/", "host/core/", "host/core/src/"]);
    }
}
