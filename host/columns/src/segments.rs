//! All segments of a host: written whole or not at all, checked at every reading, found by what the index points at.

use crate::ages::ages;
use crate::cache::Cache;
use crate::error::{ColumnsError, Result};
use crate::place::{OWN, Place, make_private};
use crate::projection::{AGE, BIRTH};
use crate::segment::{About, decode, encode};
use bytes::Bytes;
use lifang_core::capability::Readable;
use lifang_core::clock::Date;
use lifang_core::columns::{ColumnValues, Rows};
use lifang_core::dataset::ColumnType;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt as _};
use std::sync::{Arc, OnceLock};

/// Where a segment lies, and how it is known that it is the one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Its path below the place of snapshots.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// CRC-32 of all its bytes.
    pub crc: u32,
    /// Its rows.
    pub rows: u32,
}

/// Columns of one segment.
#[derive(Clone, Debug)]
pub struct Columns {
    /// How many rows.
    pub rows: u32,
    /// In the order they were asked for.
    pub values: Vec<Arc<ColumnValues>>,
}

/// The segments of a place.
#[derive(Debug)]
pub struct Segments {
    opened: OnceLock<Opened>,
    cache: Cache,
    place: Place,
}

#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) store: Arc<dyn ObjectStore>,
    pub(crate) below: Path,
}

impl Segments {
    /// The segments of a place. Of the columns that are read, up to `cached` bytes stay in memory. A folder that cannot be used
    /// now, because something is in its stead or its disk is not there, is tried again at every use; until then each use fails.
    ///
    /// # Errors
    /// [`ColumnsError::Place`]: a bucket is described wrongly.
    pub fn open(place: &Place, cached: usize) -> Result<Self> {
        let segments = Self { opened: OnceLock::new(), cache: Cache::of_bytes(cached), place: place.clone() };
        match segments.opened() {
            Err(error) if matches!(place, Place::Bucket { .. }) => Err(error),
            _ => Ok(segments),
        }
    }

    /// The place as it is used.
    pub(crate) fn opened(&self) -> Result<&Opened> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let (store, below) = self.place.open()?;
        Ok(self.opened.get_or_init(|| Opened { store, below }))
    }

    /// Whether the place can be used.
    ///
    /// # Errors
    /// [`ColumnsError::Place`]: why it cannot.
    pub fn ready(&self) -> Result<()> {
        self.opened().map(drop)
    }

    /// The place.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Writes a segment; it is there whole when this returns, and not at all before. `ids` is what each row is about.
    ///
    /// # Errors
    /// [`ColumnsError::Store`] when the place does not take it.
    pub async fn write(&self, about: &About, columns: &[Readable], rows: &Rows, ids: &[i64]) -> Result<Pointer> {
        let bytes = encode(about, columns, rows, ids)?;
        let crc = crc32fast::hash(&bytes);
        // The name has the checksum in it: two hosts that write the same change never write over each other.
        let file = format!("{OWN}/v1/{}/{}/{}-{crc:08x}.parquet", about.dataset, about.community, about.mark);
        let size = bytes.len() as u64;
        let opened = self.opened()?;
        if let Place::Folder(folder) = &self.place {
            let folder = folder.clone();
            // Where that fails, so does the put, and says why.
            let _ = tokio::task::spawn_blocking(move || make_private(&folder)).await;
        }
        let put = opened.store.put(&opened.path(&file), bytes.into()).await;
        put.map_err(|source| ColumnsError::Store { file: file.clone(), source })?;
        Ok(Pointer { file, bytes: size, crc, rows: rows.rows })
    }

    /// Columns of a segment, in order. An age is computed for `today`.
    ///
    /// # Errors
    /// [`ColumnsError::Missing`] and [`ColumnsError::Damaged`] when the file is not the one pointed at,
    /// [`ColumnsError::Column`] when it lacks a column.
    pub async fn read(&self, pointer: &Pointer, columns: &[Readable], today: Date) -> Result<Columns> {
        if let Some(kept) = self.kept(pointer, columns, today) {
            return Ok(kept);
        }
        let (rows, stored) = self.read_file(pointer, columns).await?;
        Self::of_today(pointer, columns, today, rows, stored)
    }

    /// The columns if all of them are in memory.
    #[must_use]
    pub fn kept(&self, pointer: &Pointer, columns: &[Readable], today: Date) -> Option<Columns> {
        let keys = columns.iter().map(|column| if column.key == AGE { BIRTH } else { column.key.as_str() });
        let (rows, stored) = self.cache.get(&pointer.file, keys)?;
        Self::of_today(pointer, columns, today, rows, stored).ok()
    }

    fn of_today(
        pointer: &Pointer,
        columns: &[Readable],
        today: Date,
        rows: u32,
        stored: Vec<Arc<ColumnValues>>,
    ) -> Result<Columns> {
        let value = |(column, stored): (&Readable, Arc<ColumnValues>)| {
            if column.key != AGE {
                return Ok(stored);
            }
            let missing = || ColumnsError::Column { file: pointer.file.clone(), column: AGE.to_owned() };
            ages(&stored, today).map(Arc::new).ok_or_else(missing)
        };
        Ok(Columns { rows, values: columns.iter().zip(stored).map(value).collect::<Result<_>>()? })
    }

    async fn read_file(&self, pointer: &Pointer, columns: &[Readable]) -> Result<(u32, Vec<Arc<ColumnValues>>)> {
        let bytes = self.bytes(pointer).await?;
        let mut wanted: Vec<(&str, ColumnType)> = Vec::with_capacity(columns.len());
        for column in columns {
            let one =
                if column.key == AGE { (BIRTH, ColumnType::Date) } else { (column.key.as_str(), column.column_type) };
            if !wanted.contains(&one) {
                wanted.push(one);
            }
        }
        let (rows, values) = decode(&pointer.file, &bytes, &wanted)?;
        if rows != pointer.rows {
            return Err(ColumnsError::Damaged { file: pointer.file.clone(), what: format!("{rows} rows") });
        }
        let read: Vec<(&str, Arc<ColumnValues>)> =
            wanted.iter().map(|(key, _)| *key).zip(values.into_iter().map(Arc::new)).collect();
        self.cache.put(&pointer.file, rows, &read);
        let stored = |column: &Readable| {
            let key = if column.key == AGE { BIRTH } else { column.key.as_str() };
            read.iter().find(|(known, _)| *known == key).map(|(_, values)| Arc::clone(values))
        };
        let missing = || ColumnsError::Column { file: pointer.file.clone(), column: String::new() };
        Ok((rows, columns.iter().map(stored).collect::<Option<_>>().ok_or_else(missing)?))
    }

    /// The whole file, if it is the one pointed at.
    async fn bytes(&self, pointer: &Pointer) -> Result<Bytes> {
        let told = |source| match source {
            object_store::Error::NotFound { .. } => ColumnsError::Missing(pointer.file.clone()),
            source => ColumnsError::Store { file: pointer.file.clone(), source },
        };
        let opened = self.opened()?;
        let got = opened.store.get(&opened.path(&pointer.file)).await.map_err(told)?;
        let bytes = got.bytes().await.map_err(told)?;
        let damaged = |what: String| ColumnsError::Damaged { file: pointer.file.clone(), what };
        if bytes.len() as u64 != pointer.bytes {
            return Err(damaged(format!("{} bytes of {}", bytes.len(), pointer.bytes)));
        }
        let crc = crc32fast::hash(&bytes);
        if crc != pointer.crc {
            return Err(damaged(format!("its checksum is {crc:08x}, {:08x} was written", pointer.crc)));
        }
        Ok(bytes)
    }

    /// Forgets what is kept in memory, so that files are read again.
    pub fn forget_all(&self) {
        self.cache.forget_all();
    }

    /// Reads the file and checks that it is the one pointed at, whatever is in memory.
    ///
    /// # Errors
    /// As [`Segments::read`].
    pub async fn check(&self, pointer: &Pointer) -> Result<()> {
        self.bytes(pointer).await.map(drop)
    }

    /// Removes a segment that nothing points at any more. One that is gone already is no error.
    ///
    /// # Errors
    /// [`ColumnsError::Store`].
    pub async fn remove(&self, file: &str) -> Result<()> {
        self.cache.forget(file);
        let opened = self.opened()?;
        match opened.store.delete(&opened.path(file)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(source) => Err(ColumnsError::Store { file: file.to_owned(), source }),
        }
    }
}

impl Opened {
    pub(crate) fn path(&self, file: &str) -> Path {
        file.split('/').fold(self.below.clone(), Path::join)
    }
}
