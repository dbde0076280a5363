//! What a plugin is written in, as its files say.

use crate::BuildError;
use std::fmt;
use std::path::Path;

/// A language with an SDK.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A crate, compiled to Wasm itself.
    Rust,
    /// JavaScript or TypeScript, run by the `QuickJS` inside the component.
    JavaScript,
    /// Run by the `CPython` inside the component; server only.
    Python,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rust, Self::JavaScript, Self::Python];

    /// Its name on the command line, and of its templates' folder.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::JavaScript => "js",
            Self::Python => "python",
        }
    }

    /// The language of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.name() == name)
    }

    /// The file that stands for it.
    const fn mark(self) -> &'static str {
        match self {
            Self::Rust => "Cargo.toml",
            Self::JavaScript => "package.json",
            Self::Python => "pyproject.toml",
        }
    }

    /// The language of the plugin in `dir`.
    pub(crate) fn of(dir: &Path) -> Result<Self, BuildError> {
        let mut found = Self::ALL.into_iter().filter(|language| dir.join(language.mark()).is_file());
        match (found.next(), found.next()) {
            (Some(language), None) => Ok(language),
            (Some(one), Some(other)) => {
                Err(BuildError::TwoLanguages { dir: dir.to_owned(), one: one.mark(), other: other.mark() })
            }
            (None, _) => Err(BuildError::NoLanguage { dir: dir.to_owned() }),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
