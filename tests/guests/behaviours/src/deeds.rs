//! The deeds that need no contract. None of them comes back.

use std::hint::black_box;

/// Reaches an instruction that must not be reached.
pub fn trap() -> ! {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
    #[cfg(not(target_arch = "wasm32"))]
    std::process::abort();
}

/// Computes for ever.
pub fn spin() -> ! {
    let mut turns = 0_u64;
    loop {
        turns = black_box(turns.wrapping_add(1));
    }
}

/// Allocates, and writes what it got, until it gets no more.
pub fn eat_memory() -> ! {
    let mut eaten = Vec::new();
    loop {
        eaten.push(black_box(vec![1_u8; 1 << 20]));
    }
}

/// Calls itself without end.
pub fn recurse() -> ! {
    #[expect(unconditional_recursion, reason = "that is the deed")]
    fn deeper(depth: u64) -> u64 {
        black_box(deeper(black_box(depth + 1)) + 1)
    }
    deeper(0);
    trap()
}

/// Panics with text that must come through whole.
pub fn panic_in_chinese() -> ! {
    #[expect(clippy::panic, reason = "that is the deed")]
    {
        panic!("网格员走访记录为空：第三栏");
    }
}

/// Text of so many megabytes.
#[must_use]
pub fn megabytes(count: usize) -> String {
    "长".repeat((count << 20) / 3)
}
