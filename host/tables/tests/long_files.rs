//! Files that are longer than memory: a CSV is read in the same room however long it is.
#![expect(clippy::unwrap_used, reason = "clippy knows tests by their attribute, not what they call")]

use lifang_tables::{ReadOptions, Row, open_csv};
use std::io::{self, Read};

/// A list without end, but for its length in bytes.
struct Endless {
    left: usize,
    line: u64,
    text: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.text.is_empty() && self.left > 0 {
            self.line += 1;
            self.text =
                format!("王芳{},11010519491231002X,220103008003,长山花园{}号楼\n", self.line, self.line % 99).into();
            self.left = self.left.saturating_sub(self.text.len());
        }
        let length = self.text.len().min(into.len());
        into[..length].copy_from_slice(&self.text[..length]);
        self.text.drain(..length);
        Ok(length)
    }
}

/// The most memory this process has held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

fn read(bytes: usize) -> u64 {
    let head = "姓名,身份证号,社区,楼栋\n".as_bytes();
    let list = head.chain(Endless { left: bytes, line: 0, text: Vec::new() });
    let mut table = open_csv(list, "long.csv", &ReadOptions::default()).unwrap();
    let (mut row, mut rows) = (Row::default(), 0);
    while table.next_into(&mut row).unwrap() {
        rows += 1;
    }
    rows
}

#[test]
fn a_csv_is_read_in_the_same_room_however_long_it_is() {
    let few = read(1 << 20);
    let before = peak();
    let many = read(64 << 20);
    assert!(many > 60 * few, "{few} rows, {many} rows");
    let more = peak() - before;
    assert!(more < 4 << 10, "sixty times the file, and {more} KiB more at its peak");
}
