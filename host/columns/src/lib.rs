//! Columnar snapshots: base data as Parquet segments, one per community, written through an object store.
