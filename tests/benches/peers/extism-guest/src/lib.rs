//! The rule `visit-due` as an Extism plugin.

#[path = "../../src/kernel.rs"]
mod kernel;

use extism_pdk::{FnResult, plugin_fn};

fn int(bytes: &[u8]) -> i32 {
    i32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])
}

fn latest(input: &[u8]) -> [i32; 3] {
    [int(input), int(&input[4..]), int(&input[8..])]
}

/// The three days, then one person.
#[plugin_fn]
pub fn decide(input: Vec<u8>) -> FnResult<Vec<u8>> {
    let care = u16::from_le_bytes([input[14], input[15]]);
    Ok(vec![kernel::decide(latest(&input), input[12], input[13], care, int(&input[16..]))])
}

/// The three days, then the columns end to end, the widest first.
#[plugin_fn]
pub fn sweep(input: Vec<u8>) -> FnResult<Vec<u8>> {
    let columns = &input[12..];
    let rows = columns.len() / 8;
    let (last_visits, rest) = columns.split_at(4 * rows);
    let (cares, rest) = rest.split_at(2 * rows);
    let (ages, livings) = rest.split_at(rows);
    let cares = cares.as_chunks().0.iter().copied().map(u16::from_le_bytes);
    let last_visits = last_visits.as_chunks().0.iter().copied().map(i32::from_le_bytes);
    Ok(kernel::sweep(latest(&input), (ages, livings), cares, last_visits))
}
