//! Generated from `wit/`. The two worlds share their types.

pub(crate) mod rules {
    wasmtime::component::bindgen!({
        path: ["../../wit/data", "../../wit/plugin"],
        world: "lifang:plugin/rules@1.0.0",
        imports: {
            "lifang:data/subjects.get": async | trappable,
            "lifang:data/scans.[static]scan.open": async | trappable,
            "lifang:data/aggregates.run": async | trappable,
            default: trappable,
        },
        exports: { default: async },
        with: {
            "lifang:plugin/types.context": crate::guest::ContextHandle,
            "lifang:data/scans.scan": crate::guest::ScanHandle,
            "lifang:data/scans.batch": crate::guest::BatchHandle,
        },
    });
}

pub(crate) mod forms {
    wasmtime::component::bindgen!({
        path: ["../../wit/data", "../../wit/plugin"],
        world: "lifang:plugin/forms@1.0.0",
        imports: { default: trappable },
        exports: { default: async },
        with: {
            "lifang:data/types": super::rules::lifang::data::types,
            "lifang:data/log": super::rules::lifang::data::log,
            "lifang:plugin/types": super::rules::lifang::plugin::types,
        },
    });
}
