//! Gives a core module's memory the ceiling that the server's own limiter sets, since a browser has no limiter to ask; and
//! leaves out what only debuggers read. The code itself is taken over byte by byte.

use wasm_encoder::{MemorySection, MemoryType, RawSection};
use wasmparser::{Parser, Payload};

const PAGE: u64 = 64 << 10;

/// The module with no memory larger than `limit` bytes, and without custom sections.
pub(super) fn lower(core: &[u8], limit: u64) -> Result<Vec<u8>, String> {
    let mut module = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(core) {
        let payload = payload.map_err(|error| error.to_string())?;
        match &payload {
            Payload::CustomSection(_) => {}
            Payload::MemorySection(memories) => {
                let mut lowered = MemorySection::new();
                for memory in memories.clone() {
                    lowered.memory(within(memory.map_err(|error| error.to_string())?, limit)?);
                }
                module.section(&lowered);
            }
            other => {
                if let Some((id, range)) = other.as_section() {
                    let data = core.get(range).ok_or("a section reaches beyond its module")?;
                    module.section(&RawSection { id, data });
                }
            }
        }
    }
    Ok(module.finish())
}

fn within(memory: wasmparser::MemoryType, limit: u64) -> Result<MemoryType, String> {
    if memory.memory64 || memory.shared || memory.page_size_log2.is_some() {
        return Err("its memory is of a kind that plugins do not have (64 bits, shared, or other pages)".into());
    }
    let pages = limit / PAGE;
    if memory.initial > pages {
        return Err(format!("it starts with {} bytes of memory; {limit} is its limit", memory.initial * PAGE));
    }
    let maximum = memory.maximum.map_or(pages, |asked| asked.min(pages));
    Ok(MemoryType {
        minimum: memory.initial,
        maximum: Some(maximum),
        memory64: false,
        shared: false,
        page_size_log2: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{CodeSection, CustomSection, Function, FunctionSection, Module, TypeSection};

    fn module(minimum: u64, maximum: Option<u64>) -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum, maximum, memory64: false, shared: false, page_size_log2: None });
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().unreachable().end();
        code.function(&body);
        let note = CustomSection { name: "name".into(), data: b"who wrote it".as_slice().into() };
        module.section(&types).section(&functions).section(&memories).section(&code).section(&note);
        module.finish()
    }

    /// Memory limits and the code section of a module.
    fn parts(core: &[u8]) -> (u64, Option<u64>, Vec<u8>) {
        let (mut limits, mut code) = ((0, None), vec![]);
        for payload in Parser::new(0).parse_all(core) {
            match payload.unwrap() {
                Payload::MemorySection(memories) => {
                    let memory = memories.into_iter().next().unwrap().unwrap();
                    limits = (memory.initial, memory.maximum);
                }
                Payload::CodeSectionStart { range, .. } => code = core[range].to_vec(),
                Payload::CustomSection(section) => panic!("{} is still there", section.name()),
                _ => {}
            }
        }
        (limits.0, limits.1, code)
    }

    #[test]
    fn the_ceiling_is_lowered_and_the_code_stays_as_it_is() {
        let before = module(17, None);
        let after = lower(&before, 64 << 20).unwrap();
        wasmparser::Validator::new().validate_all(&after).unwrap();
        let code = before.windows(3).position(|window| window == [0, 0, 0x0b]).is_some_and(|at| at > 0);
        assert!(code, "the module under test has code");
        let (minimum, maximum, kept) = parts(&after);
        assert_eq!((minimum, maximum), (17, Some(1024)));
        assert!(!kept.is_empty() && before.windows(kept.len()).any(|window| window == kept));
    }

    #[test]
    fn a_lower_ceiling_of_its_own_stays_and_a_start_above_the_limit_is_refused() {
        assert_eq!(parts(&lower(&module(1, Some(20)), 64 << 20).unwrap()).1, Some(20));
        assert!(lower(&module(2_000, None), 64 << 20).unwrap_err().contains("131072000 bytes"));
    }
}
