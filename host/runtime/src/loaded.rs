//! A component, compiled and linked once: what a call starts from.

use crate::contract::v1;
use crate::contract::v1::bindings::forms::FormsPre;
use crate::contract::v1::bindings::rules::RulesPre;
use crate::error::RuntimeError;
use crate::guest::Guest;
use lifang_core::manifest::World;
use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

/// A plugin version, ready to be instantiated.
#[derive(Clone)]
pub(crate) enum Loaded {
    /// World `forms`.
    Forms(FormsPre<Guest>),
    /// World `rules`.
    Rules(RulesPre<Guest>),
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

    /// Checks a component's imports and exports against its world, types included.
    pub(crate) fn link(&self, component: &Component, world: World) -> Result<Loaded, RuntimeError> {
        let unfit = |error: wasmtime::Error| RuntimeError::Unfit { world: world.name(), what: format!("{error:#}") };
        match world {
            World::Forms => {
                let pre = self.forms.instantiate_pre(component).map_err(unfit)?;
                Ok(Loaded::Forms(FormsPre::new(pre).map_err(unfit)?))
            }
            World::Rules => {
                let pre = self.rules.instantiate_pre(component).map_err(unfit)?;
                Ok(Loaded::Rules(RulesPre::new(pre).map_err(unfit)?))
            }
        }
    }
}
