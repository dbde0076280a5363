//! A component, compiled and linked once: what a call starts from.

use crate::contract::v1;
use crate::contract::v1::bindings::forms::FormsPre;
use crate::contract::v1::bindings::rules::RulesPre;
use crate::contract::v1::function::Function;
use crate::error::RuntimeError;
use crate::guest::Guest;
use lifang_core::manifest::World;
use wasmtime::Engine;
use wasmtime::component::{Component, ComponentExportIndex, InstancePre, Linker};

/// A plugin version, ready to be instantiated.
#[derive(Clone)]
pub(crate) struct Loaded {
    /// What is instantiated.
    pub(crate) component: InstancePre<Guest>,
    /// Where each function is, in the order of `Function::ALL`; none in the other world.
    functions: [Option<ComponentExportIndex>; Function::ALL.len()],
}

impl Loaded {
    fn new(component: InstancePre<Guest>) -> Self {
        let functions = Function::ALL.map(|function| {
            let (interface, name) = function.path();
            let interface = component.component().get_export_index(None, interface)?;
            component.component().get_export_index(Some(&interface), name)
        });
        Self { component, functions }
    }

    /// Where a function is, if the plugin is of the world that has it.
    pub(crate) fn function(&self, function: Function) -> Option<&ComponentExportIndex> {
        self.functions[function as usize].as_ref()
    }
}

/// The two linkers, made once.
pub(crate) struct Linkers {
    forms: Linker<Guest>,
    rules: Linker<Guest>,
}

impl Linkers {
    pub(crate) fn new(engine: &Engine) -> Result<Self, RuntimeError> {
        let linker = |world| {
            let mut linker = Linker::new(engine);
            v1::link(&mut linker, world).map_err(|error| RuntimeError::Engine(format!("{error:#}")))?;
            Ok::<_, RuntimeError>(linker)
        };
        Ok(Self { forms: linker(World::Forms)?, rules: linker(World::Rules)? })
    }

    /// Checks a component's imports and exports against its world; the types of what it exports are checked at each call.
    pub(crate) fn link(&self, component: &Component, world: World) -> Result<Loaded, RuntimeError> {
        let unfit = |error: wasmtime::Error| RuntimeError::Unfit { world: world.name(), what: format!("{error:#}") };
        let linker = match world {
            World::Forms => &self.forms,
            World::Rules => &self.rules,
        };
        let component = linker.instantiate_pre(component).map_err(unfit)?;
        // The generated bindings know all that the world exports.
        match world {
            World::Forms => drop(FormsPre::new(component.clone()).map_err(unfit)?),
            World::Rules => drop(RulesPre::new(component.clone()).map_err(unfit)?),
        }
        Ok(Loaded::new(component))
    }
}
