//! Local fields, the X of 9+X: declared by plugins when they are installed, read like any other column.

use crate::Service;
use crate::error::Result;
use crate::place::Place;
use lifang_core::capability::Readable;
use std::collections::BTreeMap;

impl Service {
    /// The local fields that are declared on the place's path, by dataset.
    pub(crate) async fn local_fields(&self, place: &Place) -> Result<BTreeMap<String, Vec<Readable>>> {
        let path: Vec<_> = place.path.regions().iter().map(|region| region.id).collect();
        let mut by_dataset: BTreeMap<String, Vec<Readable>> = BTreeMap::new();
        for declaration in self.store.local_fields(&path, place.as_of).await? {
            by_dataset.entry(declaration.field.dataset.clone()).or_default().push(declaration.readable());
        }
        Ok(by_dataset)
    }
}
