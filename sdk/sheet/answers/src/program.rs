//! The program of the workbook. Who makes the plugin replaces both functions by ones that read a segment of data; a component
//! that still has them imports what no world offers, and is refused.

#![expect(unsafe_code, reason = "a module without a linker has no other way to data that is put into it later")]

use lifang_sheet_engine::Program;

#[link(wasm_import_module = "lifang-sheet")]
unsafe extern "C" {
    /// How many bytes the program has.
    fn length() -> usize;
    /// Copies them.
    fn copy(to: *mut u8);
}

/// The program that was put in.
///
/// # Panics
/// When it cannot be read: the host records the text. A component is only ever made with one that can.
#[must_use]
#[expect(clippy::panic, reason = "no program, no answer")]
pub fn program() -> Program {
    // SAFETY: `copy` writes `length` bytes, for which there is room; both come from the same program.
    let bytes = unsafe {
        let length = length();
        let mut bytes = Vec::<u8>::with_capacity(length);
        copy(bytes.as_mut_ptr());
        bytes.set_len(length);
        bytes
    };
    Program::from_bytes(&bytes).unwrap_or_else(|error| panic!("the program of this workbook cannot be read: {error}"))
}
