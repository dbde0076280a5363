//! Where rows come from: the host, or in a native test a table in memory.

use crate::DataError;
use crate::raw::rules::lifang::data::scans as host;

/// An open scan whose columns have no types yet; what a sweep is handed. [`Scan::read`](super::Scan::read) gives it types.
#[derive(Debug)]
pub struct Scan(pub(super) ScanSource);

#[derive(Debug)]
pub(super) enum ScanSource {
    Host(host::Scan),
    #[cfg(not(target_family = "wasm"))]
    Test(crate::testing::OpenScan),
}

/// Some rows of a scan, before their columns are fetched.
#[derive(Debug)]
pub struct Batch(BatchSource);

#[derive(Debug)]
enum BatchSource {
    Host(host::Batch),
    #[cfg(not(target_family = "wasm"))]
    Test(crate::testing::TestBatch),
}

impl Scan {
    #[doc(hidden)]
    #[must_use]
    pub const fn of_host(scan: host::Scan) -> Self {
        Self(ScanSource::Host(scan))
    }

    #[cfg(not(target_family = "wasm"))]
    pub(crate) const fn of_test(scan: crate::testing::OpenScan) -> Self {
        Self(ScanSource::Test(scan))
    }

    pub(super) fn next(&mut self, max_rows: u32) -> Result<Option<Batch>, DataError> {
        Ok(match &mut self.0 {
            ScanSource::Host(scan) => scan.next(max_rows)?.map(BatchSource::Host),
            #[cfg(not(target_family = "wasm"))]
            ScanSource::Test(scan) => scan.next(max_rows).map(BatchSource::Test),
        }
        .map(Batch))
    }
}

macro_rules! forward {
    ($($name:ident($($arg:ident)?) -> $type:ty;)*) => {
        impl Batch {
            $(pub(super) fn $name(&self $(, $arg: u32)?) -> $type {
                match &self.0 {
                    BatchSource::Host(batch) => batch.$name($($arg)?),
                    #[cfg(not(target_family = "wasm"))]
                    BatchSource::Test(batch) => batch.$name($($arg)?),
                }
            })*
        }
    };
}

forward! {
    rows() -> u32;
    first() -> u32;
    u8s(column) -> Result<Vec<u8>, DataError>;
    u16s(column) -> Result<Vec<u16>, DataError>;
    s32s(column) -> Result<Vec<i32>, DataError>;
    s64s(column) -> Result<Vec<i64>, DataError>;
    f64s(column) -> Result<Vec<f64>, DataError>;
    texts(column) -> Result<host::TextColumn, DataError>;
    words(column) -> Result<host::DictionaryColumn, DataError>;
    validity(column) -> Result<Option<Vec<u8>>, DataError>;
}
