//! The bare engine's side: only what the rule calls is linked, and nothing is counted, checked or converted.

use crate::Result;
use crate::bare::{self, Bare};
use crate::plugin::Plugin;
use bindings::RulesPre;
use bindings::exports::lifang::plugin::grid_rules::{Action, Decision, Event};
use bindings::lifang::data::scans::Scan;
use bindings::lifang::data::types::{Cell, Field, Value};
use bindings::lifang::plugin::types::Context;
use lifang_core::limits::Limits;
use lifang_core::{decision, value};
use wasmtime::Engine;
use wasmtime::component::{Linker, Resource, ResourceType};

mod bindings {
    //! Generated from `wit/`.
    wasmtime::component::bindgen!({
        path: ["../../wit/data", "../../wit/plugin"],
        world: "lifang:plugin/rules@1.0.0",
    });
}

/// What the rule reads of its context.
#[derive(Clone, Copy)]
struct Told {
    now: i64,
    hours: i64,
}

/// Instantiates and calls.
pub(super) struct BareDecider {
    engine: Engine,
    plugin: RulesPre<Bare<Told>>,
    told: Told,
    rules: Vec<String>,
    event: Event,
}

impl BareDecider {
    pub(super) fn new(plugin: &Plugin, rules: &[String], event: &decision::Event) -> Result<Self> {
        let engine = bare::engine()?;
        let component = bare::compile(&engine, &plugin.bytes)?;
        let mut linker = Linker::new(&engine);
        let mut types = linker.instance("lifang:plugin/types@1.0.0")?;
        types.resource("context", ResourceType::host::<Context>(), |_, _| Ok(()))?;
        types.func_wrap("[method]context.now", |store, (_,): (Resource<Context>,)| {
            let store: wasmtime::StoreContextMut<'_, Bare<Told>> = store;
            Ok((store.data().host.now,))
        })?;
        types.func_wrap("[method]context.setting", |store, (_, _): (Resource<Context>, String)| {
            Ok((Some(Value::Integer(store.data().host.hours)),))
        })?;
        let nothing_to_drop = |_: wasmtime::StoreContextMut<'_, Bare<Told>>, _| Ok(());
        linker.instance("lifang:data/scans@1.0.0")?.resource("scan", ResourceType::host::<Scan>(), nothing_to_drop)?;
        linker.define_unknown_imports_as_traps(&component)?;
        let Some(value::Value::Integer(hours)) = plugin.settings.get("fire_hours").cloned() else {
            return Err("the plugin has no setting fire_hours any more".into());
        };
        Ok(Self {
            plugin: RulesPre::new(linker.instantiate_pre(&component)?)?,
            engine,
            told: Told { now: event.occurred.0, hours },
            rules: rules.to_vec(),
            event: seen(event)?,
        })
    }

    /// That both decide alike: as many actions and reasons, of the same rules, with the same texts.
    pub(super) fn must_agree(&self, ours: &decision::Decision) -> Result {
        let theirs = self.decide()?;
        let of_ours: Vec<_> = ours.reasons.iter().map(|reason| (&reason.rule, &reason.text.key)).collect();
        let of_theirs: Vec<_> = theirs.reasons.iter().map(|reason| (&reason.rule, &reason.text.key)).collect();
        let due = theirs.actions.iter().find_map(|action| match action {
            Action::OpenWorkOrder(order) => order.due,
            _ => None,
        });
        let our_due = ours.actions.iter().find_map(|action| match action {
            decision::Action::OpenWorkOrder { due, .. } => due.map(|due| due.0),
            _ => None,
        });
        if (of_ours, ours.actions.len(), our_due) == (of_theirs, theirs.actions.len(), due) {
            Ok(())
        } else {
            Err("the two sides decide differently".into())
        }
    }

    pub(super) fn once(&self) -> Result {
        std::hint::black_box(self.decide()?);
        Ok(())
    }

    fn decide(&self) -> Result<Decision> {
        let memory = usize::try_from(Limits::INTERACTIVE.memory)?;
        let mut store = bare::store(&self.engine, self.told, memory);
        let instance = self.plugin.instantiate(&mut store)?;
        let rules = instance.lifang_plugin_grid_rules();
        let answer = rules.call_decide(&mut store, Resource::new_borrow(0), &self.rules, &self.event)?;
        answer.map_err(|error| format!("{error:?}").into())
    }
}

fn seen(event: &decision::Event) -> Result<Event> {
    let field = |field: &value::Field| {
        let value = match &field.cell {
            value::Cell::Present(value::Value::Text(text)) => Value::Text(text.clone()),
            value::Cell::Present(value::Value::Flag(flag)) => Value::Flag(*flag),
            other => return Err(format!("the event of this comparison has no {other:?}").into()),
        };
        Ok(Field { key: field.key.clone(), cell: Cell::Present(value) })
    };
    Ok(Event {
        id: event.id.clone(),
        kind: event.kind.clone(),
        occurred: event.occurred.0,
        fields: event.fields.iter().map(field).collect::<Result<_>>()?,
    })
}
