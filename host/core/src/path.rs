//! A region's path: from the nation down to the region itself, as it stood on a day.

use crate::region::{Level, Region, RegionId};

/// A region with all it belongs to, outermost first, itself last. Never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegionPath(Vec<Region>);

impl RegionPath {
    /// A path, outermost first; `None` when there is nothing in it.
    #[must_use]
    pub fn new(regions: Vec<Region>) -> Option<Self> {
        if regions.is_empty() { None } else { Some(Self(regions)) }
    }

    /// The path of a region that belongs to nothing.
    #[must_use]
    pub fn of(root: Region) -> Self {
        Self(vec![root])
    }

    /// The region itself.
    #[must_use]
    pub fn region(&self) -> &Region {
        &self.0[self.0.len() - 1]
    }

    /// All of it, outermost first.
    #[must_use]
    pub fn regions(&self) -> &[Region] {
        &self.0
    }

    /// The region of the path at that level.
    #[must_use]
    pub fn at(&self, level: Level) -> Option<&Region> {
        self.0.iter().find(|region| region.level == level)
    }

    /// How far from the root a region of the path lies; `None` when it is not on the path. This is the one question that
    /// region scope comes down to: something may be touched by who holds `root` when `root` is on its path.
    #[must_use]
    pub fn depth_of(&self, region: RegionId) -> Option<usize> {
        self.0.iter().position(|on_path| on_path.id == region)
    }

    /// Whether the path leads through `root`.
    #[must_use]
    pub fn is_within(&self, root: RegionId) -> bool {
        self.depth_of(root).is_some()
    }
}
