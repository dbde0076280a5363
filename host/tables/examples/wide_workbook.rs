//! Writes a workbook of so many rows and columns and tells time and memory: `… --example wide_workbook -- 150000 500 FILE`.

use lifang_core::clock::Date;
use lifang_tables::{FileFormat, Out, TableWriter};

type Failed = Box<dyn std::error::Error>;

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
#[expect(clippy::disallowed_methods, reason = "how long writing takes is measured")]
fn main() -> Result<(), Failed> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |default: i32| arguments.next().map_or(Ok(default), |text| text.parse::<i32>());
    let (rows, columns) = (number(150_000)?, number(500)?);
    let path = arguments.next().unwrap_or_else(|| "wide.xlsx".into());
    let started = std::time::Instant::now();
    let heading: Vec<String> = (1..=columns).map(|column| format!("列{column}")).collect();
    let mut table = TableWriter::begin(FileFormat::Xlsx, "宽表", &heading, std::fs::File::create(&path)?)?;
    let mut cells = Vec::new();
    for row in 0..rows {
        cells.clear();
        cells.extend((0..columns).map(|column| match column % 4 {
            0 => Out::text(format!("{:018}", i64::from(row) * 1000 + i64::from(column))),
            1 => Out::Integer(i64::from(row) + i64::from(column)),
            2 => Out::Day(Date(10_000 + row % 10_000)),
            _ => Out::text("长山花园"),
        }));
        table.row(&cells)?;
    }
    let written = started.elapsed().as_secs_f64();
    table.finish()?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    println!(
        "{rows} × {columns}: {:.1} s ({written:.1} s of them for the rows), {} MB; {peak}",
        started.elapsed().as_secs_f64(),
        std::fs::metadata(&path)?.len() >> 20
    );
    Ok(())
}
