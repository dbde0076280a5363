//! Puts a program into an interpreter: the two functions that it imports become functions of its own over a segment of data.
//! What comes out is one core module like any plugin's, so a browser can run it too.

use std::convert::Infallible;
use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{
    CodeSection, DataCountSection, DataSection, Function, FunctionSection, ImportSection, Module, SectionId,
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, DataSectionReader, FunctionSectionReader, ImportSectionReader, Parser,
    Payload, TypeRef,
};

/// The module that an interpreter asks for its program.
const ASKED: &str = "lifang-sheet";

/// Why a program could not be put in: the interpreter is not one of ours.
#[derive(Debug, thiserror::Error)]
#[error("the interpreter is broken: {0}")]
pub struct BrokenInterpreter(String);

/// The interpreter with the program in it.
///
/// # Errors
/// The interpreter is none.
pub(crate) fn with_program(interpreter: &[u8], program: &[u8]) -> Result<Vec<u8>, BrokenInterpreter> {
    let shape = Shape::read(interpreter).map_err(|error| BrokenInterpreter(error.to_string()))?;
    if shape.asked.len() != 2 {
        return Err(BrokenInterpreter(format!("it asks for {} functions of {ASKED}, not 2", shape.asked.len())));
    }
    let mut module = Module::new();
    let mut weaver = Weaver { shape, program };
    weaver
        .parse_core_module(&mut module, Parser::new(0), interpreter)
        .map_err(|error| BrokenInterpreter(format!("{error:?}")))?;
    Ok(module.finish())
}

/// What must be known of the interpreter before it is written again.
#[derive(Debug, Default)]
struct Shape {
    /// Functions it asks for: index, name, type.
    asked: Vec<(u32, String, u32)>,
    /// How many functions it imports.
    imported: u32,
    /// How many of its own it has.
    own: u32,
    /// How many segments of data.
    segments: u32,
    counted: bool,
}

impl Shape {
    fn read(interpreter: &[u8]) -> Result<Self, wasmparser::BinaryReaderError> {
        let mut shape = Self::default();
        for payload in Parser::new(0).parse_all(interpreter) {
            match payload? {
                Payload::ImportSection(section) => {
                    for import in section.into_imports() {
                        let import = import?;
                        let TypeRef::Func(of_type) = import.ty else { continue };
                        if import.module == ASKED {
                            shape.asked.push((shape.imported, import.name.to_owned(), of_type));
                        }
                        shape.imported += 1;
                    }
                }
                Payload::FunctionSection(section) => shape.own = section.count(),
                Payload::DataSection(section) => shape.segments = section.count(),
                Payload::DataCountSection { .. } => shape.counted = true,
                _ => {}
            }
        }
        Ok(shape)
    }
}

struct Weaver<'a> {
    shape: Shape,
    program: &'a [u8],
}

type Woven = Result<(), Error<Infallible>>;

impl Reencode for Weaver<'_> {
    type Error = Infallible;

    /// The functions that were asked for stand behind all others; what stood behind them moves up.
    fn function_index(&mut self, index: u32) -> Result<u32, Error<Infallible>> {
        let asked = u32::try_from(self.shape.asked.len()).unwrap_or(u32::MAX);
        if let Some(place) = self.shape.asked.iter().position(|(at, ..)| *at == index) {
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            return Ok(self.shape.imported - asked + self.shape.own + place);
        }
        let before = self.shape.asked.iter().filter(|(at, ..)| *at < index).count();
        Ok(index - u32::try_from(before).unwrap_or(u32::MAX))
    }

    fn parse_import_section(&mut self, imports: &mut ImportSection, section: ImportSectionReader<'_>) -> Woven {
        for import in section.into_imports() {
            let import = import?;
            if import.module != ASKED {
                utils::parse_import(self, imports, import)?;
            }
        }
        Ok(())
    }

    fn parse_function_section(&mut self, functions: &mut FunctionSection, section: FunctionSectionReader<'_>) -> Woven {
        utils::parse_function_section(self, functions, section)?;
        for (_, _, of_type) in &self.shape.asked {
            functions.function(*of_type);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, section: CodeSectionReader<'_>) -> Woven {
        utils::parse_code_section(self, code, section)?;
        let length = i32::try_from(self.program.len()).unwrap_or(i32::MAX);
        for (_, name, _) in &self.shape.asked {
            let mut function = Function::new([]);
            let mut says = function.instructions();
            if name == "length" {
                says.i32_const(length).end();
            } else {
                says.local_get(0).i32_const(0).i32_const(length).memory_init(0, self.shape.segments).end();
            }
            code.function(&function);
        }
        Ok(())
    }

    /// Instructions that name a segment want the segments counted before them.
    fn intersperse_section_hook(
        &mut self,
        module: &mut Module,
        _: Option<SectionId>,
        before: Option<SectionId>,
    ) -> Woven {
        if before == Some(SectionId::Code) && !self.shape.counted {
            module.section(&DataCountSection { count: self.shape.segments + 1 });
        }
        Ok(())
    }

    fn data_count(&mut self, count: u32) -> Result<u32, Error<Infallible>> {
        Ok(count + 1)
    }

    fn parse_data_section(&mut self, data: &mut DataSection, section: DataSectionReader<'_>) -> Woven {
        utils::parse_data_section(self, data, section)?;
        data.passive(self.program.iter().copied());
        Ok(())
    }

    /// Names of functions would be wrong now; the type that the component is made by must stay.
    fn parse_custom_section(&mut self, module: &mut Module, section: CustomSectionReader<'_>) -> Woven {
        if section.name() == "name" { Ok(()) } else { utils::parse_custom_section(self, module, section) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, ConstExpr, DataSection, EntityType, ExportKind, ExportSection, MemorySection, MemoryType,
        TypeSection, ValType,
    };

    /// A module that imports something else too, calls both functions, and has data of its own.
    fn interpreter() -> Vec<u8> {
        let mut module = Module::new();
        let mut types = TypeSection::new();
        types.ty().function([], [ValType::I32]);
        types.ty().function([ValType::I32], []);
        let mut imports = ImportSection::new();
        imports.import("lifang-sheet", "length", EntityType::Function(0));
        imports.import("other", "one", EntityType::Function(0));
        imports.import("lifang-sheet", "copy", EntityType::Function(1));
        let mut functions = FunctionSection::new();
        functions.function(0);
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut exports = ExportSection::new();
        exports.export("run", ExportKind::Func, 3);
        let mut code = CodeSection::new();
        let mut body = Function::new([]);
        body.instructions().i32_const(16).call(2).call(1).call(0).i32_add().end();
        code.function(&body);
        let mut data = DataSection::new();
        data.active(0, &ConstExpr::i32_const(0), *b"own");
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&memories)
            .section(&exports)
            .section(&code)
            .section(&data);
        module.finish()
    }

    #[test]
    fn the_program_is_put_in_and_nothing_is_asked_for_any_more() {
        let woven = with_program(&interpreter(), b"the program").unwrap();
        wasmparser::Validator::new().validate_all(&woven).unwrap();
        let shape = Shape::read(&woven).unwrap();
        assert_eq!((shape.asked.len(), shape.imported, shape.own, shape.segments, shape.counted), (0, 1, 3, 2, true));
        assert!(woven.windows(11).any(|bytes| bytes == b"the program"));
        let mut called = Vec::new();
        for payload in Parser::new(0).parse_all(&woven) {
            if let Payload::CodeSectionEntry(body) = payload.unwrap() {
                called.push(
                    body.get_operators_reader()
                        .unwrap()
                        .into_iter()
                        .map(|one| format!("{:?}", one.unwrap()))
                        .collect::<Vec<_>>(),
                );
            }
        }
        // Imported: 0; own: 1; `length` 2, `copy` 3.
        assert!(
            called[0]
                .join(" ")
                .contains("Call { function_index: 3 } Call { function_index: 0 } Call { function_index: 2 }"),
            "{called:?}"
        );
        assert!(called[1][0].contains("value: 11"), "{called:?}");
        assert!(called[2].join(" ").contains("MemoryInit { data_index: 1"), "{called:?}");
    }

    #[test]
    fn what_is_no_interpreter_is_refused() {
        assert!(with_program(b"\0asm", b"").is_err());
        let woven = with_program(&interpreter(), b"").unwrap();
        assert!(with_program(&woven, b"").unwrap_err().to_string().contains("0 functions"));
    }
}
