//! The question put to the whole district, whatever part of it is asked about: which levels lie on the way down.

use super::Publication;
use lifang_core::capability::Readable;
use lifang_core::dataset::Schema;
use lifang_core::disclosure::Node;
use lifang_core::path::RegionPath;
use lifang_core::query::DataError;
use lifang_core::region::{Level, Region};

/// The question put to regions of every level on the way down.
pub(super) struct Frame<'a> {
    pub(super) anchor: &'a Region,
    /// The levels below the anchor, as columns.
    pub(super) chain: Vec<(Level, &'static str, Readable)>,
    /// Where the districts are.
    pub(super) district: usize,
    /// How deep the answer's own regions lie.
    pub(super) depth: usize,
    pub(super) categories: Vec<&'a (&'a str, Readable)>,
}

impl Publication<'_> {
    /// From the district down; from the region itself where it is larger.
    pub(super) fn frame(&self) -> Result<Frame<'_>, DataError> {
        let (region, anchor) = (self.path.region(), anchor(self.path));
        let asked = self.by.iter().filter_map(|(key, _)| level_of(key)).max().unwrap_or(region.level).max(region.level);
        let deepest = asked.max(Level::District);
        let columns = &Schema::v1()
            .datasets
            .get(&self.query.dataset)
            .ok_or_else(|| DataError::UnknownDataset(self.query.dataset.clone()))?;
        let readable =
            |key: &str| columns.column(key).map(Readable::from).ok_or_else(|| DataError::UnknownColumn(key.to_owned()));
        let mut chain = Vec::new();
        for level in Level::ALL.into_iter().filter(|level| *level > anchor.level && *level <= deepest) {
            let (key, column) = match level {
                Level::Nation | Level::Province => ("region:province", "region"),
                Level::City => ("region:city", "region"),
                Level::District => ("region:district", "region"),
                Level::Street => ("region:street", "region"),
                Level::Community => ("region:community", "region"),
                Level::Grid => ("grid", "grid"),
            };
            chain.push((level, key, readable(column)?));
        }
        Ok(Frame {
            anchor,
            district: chain.iter().position(|(level, ..)| *level == Level::District).map_or(0, |position| position + 1),
            depth: chain.iter().take_while(|(level, ..)| *level <= asked).count(),
            chain,
            categories: self.by.iter().filter(|(key, _)| level_of(key).is_none()).collect(),
        })
    }

    /// The region asked about, as a place below the anchor.
    pub(super) fn own(&self, frame: &Frame<'_>) -> Node {
        let levels = frame.chain.iter().filter(|(level, ..)| *level <= self.path.region().level);
        levels.map(|(level, ..)| self.path.at(*level).map(|region| region.code.as_str().to_owned())).collect()
    }
}

impl Frame<'_> {
    /// The first levels as columns of groups.
    pub(super) fn keys(&self, depth: usize) -> impl Iterator<Item = (&str, Readable)> {
        self.chain[..depth].iter().map(|(_, key, column)| (*key, column.clone()))
    }
}

/// Over what is decided: the district of the path, or the region itself where it is larger.
pub(super) fn anchor(path: &RegionPath) -> &Region {
    let region = path.region();
    match region.level {
        Level::Nation | Level::Province | Level::City | Level::District => region,
        _ => path.at(Level::District).or_else(|| path.at(Level::City)).unwrap_or(region),
    }
}

/// The level of regions that a column groups by.
pub(super) fn level_of(key: &str) -> Option<Level> {
    match key {
        "grid" => Some(Level::Grid),
        "region" => Some(Level::Community),
        key => key.strip_prefix("region:").and_then(Level::from_name),
    }
}
