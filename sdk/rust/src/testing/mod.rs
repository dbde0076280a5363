//! Native unit tests of plugins: a fixed call, data in memory, and the plugin's own manifest and catalogs. Not there on Wasm.
//!
//! ```
//! use lifang_sdk::data::{Column, persons};
//! use lifang_sdk::testing::{TestContext, TestData};
//!
//! let test = TestContext::new("220104001001").on("2024-03-01").set("visit_days", 7);
//! let data = TestData::new("220104001001")
//!     .grant("persons", ["region", "age", "living"])
//!     .row("persons", [("age", 82.into()), ("living", "alone".into()), ("since", "2001-05-01".into())]);
//! let groups = data.data().aggregate(persons::aggregate().filter(persons::AGE.at_least(80)).count())?;
//! assert_eq!(groups[0].figure(0).number(), Some(1.0));
//! assert_eq!(test.context().setting_integer("visit_days"), 7);
//! # Ok::<(), lifang_sdk::DataError>(())
//! ```
//!
//! In a plugin, `of_plugin(env!("CARGO_MANIFEST_DIR"))` takes settings, grants and sweeps from `plugin.toml`, so that a test
//! fails where code and manifest disagree.

mod admitted;
mod catalogs;
mod context;
mod data;
mod filled;
mod filter;
mod inputs;
mod manifest;
mod measure;
mod scan;
mod texts;
mod value;

pub use admitted::assert_admitted;
pub use catalogs::Catalogs;
pub use context::TestContext;
pub use data::TestData;
pub use filled::{found, shown};
pub use inputs::{Incomplete, judge, sweep};
pub use scan::{OpenScan, TestBatch};
pub use texts::Texts;
