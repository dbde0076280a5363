//! The bindings that `wit-bindgen` makes from `wit/`. Plugin authors use the words of the crate root instead; what must speak
//! to the bare contract (the hostile guests of the tests) finds it here.

/// World `rules`, and the types that both worlds share.
pub mod rules {
    wit_bindgen::generate!({
        path: ["../../wit/data", "../../wit/plugin"],
        world: "lifang:plugin/rules",
        pub_export_macro: true,
        default_bindings_module: "lifang_sdk::raw::rules",
        additional_derives: [Clone, PartialEq],
        generate_unused_types: true,
        generate_all,
    });
}

/// World `forms`.
pub mod forms {
    wit_bindgen::generate!({
        path: ["../../wit/data", "../../wit/plugin"],
        world: "lifang:plugin/forms",
        pub_export_macro: true,
        default_bindings_module: "lifang_sdk::raw::forms",
        additional_derives: [Clone, PartialEq],
        generate_unused_types: true,
        generate_all,
        with: {
            "lifang:data/types@1.0.0": crate::raw::rules::lifang::data::types,
            "lifang:data/log@1.0.0": crate::raw::rules::lifang::data::log,
            "lifang:plugin/types@1.0.0": crate::raw::rules::lifang::plugin::types,
        },
    });
}
