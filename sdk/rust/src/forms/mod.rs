//! World `forms`: checklists and certificates. A pure component, so that the same bytes run on the server and in a browser.

mod answers;
mod certificate;
mod checklist;
mod judgement;
mod question;

pub use answers::Answers;
pub use checklist::Checklist;
pub use question::{Group, Item, Note, Question, choice, choices, choices_of};

use crate::{CertificateList, Context, Fields, Judgement, PluginError};

/// What a plugin of world `forms` implements; leave out what it has not. Export it with [`forms!`](crate::forms).
pub trait Forms {
    /// The checklist of `id` as it is asked on the day of the call. `known` is what base data already holds about the subject.
    /// What shows and what must be answered follow from the same declaration.
    ///
    /// # Errors
    /// The plugin has no such checklist, or cannot do without a cell that is withheld.
    fn checklist<'a>(_call: &'a Context<'_>, id: &str, _known: &'a Fields) -> Result<Checklist<'a>, PluginError> {
        Err(PluginError::UnknownId(id.to_owned()))
    }

    /// What the answers mean. The host has dropped answers to hidden nodes and refused an incomplete form before this.
    ///
    /// # Errors
    /// As [`Forms::checklist`].
    fn judge(_call: &Context<'_>, id: &str, _answers: &Answers, _known: &Fields) -> Result<Judgement, PluginError> {
        Err(PluginError::UnknownId(id.to_owned()))
    }

    /// The plugin's whole list of certificates; the host merges it along the region's path and keeps what is in force.
    ///
    /// # Errors
    /// The plugin declines.
    fn certificates(_call: &Context<'_>) -> Result<CertificateList, PluginError> {
        Ok(CertificateList::new())
    }
}

/// Exports a type that implements [`Forms`] as a component of world `forms`. Native builds, for unit tests, export nothing.
#[macro_export]
macro_rules! forms {
    ($plugin:ty) => {
        const _: () = {
            const fn implements_forms<P: $crate::Forms>() {}
            implements_forms::<$plugin>();
            #[cfg(target_family = "wasm")]
            type Entry = $crate::entry::FormsEntry<$plugin>;
            #[cfg(target_family = "wasm")]
    $crate::raw::forms::export!(Entry with_types_in $crate::raw::forms);
        };
    };
}
