//! How much a file may hold. What unpacks to more is refused before it is unpacked.

/// The most a file may have. There is no «unlimited».
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a workbook's file. A CSV is read in constant memory and may be of any size.
    pub package_bytes: u64,
    /// Parts of a workbook.
    pub parts: usize,
    /// Bytes of one part, unpacked.
    pub part_bytes: u64,
    /// Bytes of all parts, unpacked.
    pub unpacked_bytes: u64,
    /// Bytes of the part with a workbook's texts, which is held in memory.
    pub shared_text_bytes: u64,
    /// Bytes of one line of a CSV, and of one row that spans lines.
    pub row_bytes: usize,
    /// Columns.
    pub columns: usize,
    /// Rows of a workbook: no more exist in one sheet.
    pub rows: u64,
}

impl Default for Limits {
    fn default() -> Self {
        const MIB: u64 = 1 << 20;
        Self {
            package_bytes: 256 * MIB,
            parts: 4_096,
            part_bytes: 1_536 * MIB,
            unpacked_bytes: 2_048 * MIB,
            shared_text_bytes: 128 * MIB,
            row_bytes: 1 << 20,
            columns: 2_000,
            rows: 1_048_576,
        }
    }
}
