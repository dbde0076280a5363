//! Chaoyang District 朝阳区: the home visit and the self-check of an old neighbourhood, and the district's certificates.

mod certificates;
mod home_safety;
mod home_visit;

use lifang_sdk::{Answers, CertificateList, Checklist, Context, Fields, Forms, Judgement, PluginError};

/// The plugin `cn.jilin.changchun.chaoyang.forms`.
#[derive(Debug)]
pub struct ChaoyangForms;

impl Forms for ChaoyangForms {
    fn checklist<'a>(call: &'a Context<'_>, id: &str, _: &'a Fields) -> Result<Checklist<'a>, PluginError> {
        match id {
            home_visit::ID => Ok(home_visit::checklist(call)),
            home_safety::ID => Ok(home_safety::checklist(call)),
            _ => Err(PluginError::UnknownId(id.to_owned())),
        }
    }

    fn judge(call: &Context<'_>, id: &str, answers: &Answers, _: &Fields) -> Result<Judgement, PluginError> {
        match id {
            home_visit::ID => Ok(home_visit::judge(call, answers)),
            home_safety::ID => Ok(home_safety::judge(call, answers)),
            _ => Err(PluginError::UnknownId(id.to_owned())),
        }
    }

    fn certificates(_: &Context<'_>) -> Result<CertificateList, PluginError> {
        Ok(certificates::list())
    }
}

lifang_sdk::forms!(ChaoyangForms);

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::testing::{Catalogs, TestContext};

    /// The plugin's folder, for manifest and catalogs.
    pub(super) const DIR: &str = env!("CARGO_MANIFEST_DIR");

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(DIR).assert_whole(DIR);
    }

    #[test]
    fn what_the_plugin_does_not_have_is_named() {
        let test = TestContext::new("220104001001");
        let judged = ChaoyangForms::judge(&test.context(), "no-such", &Answers::new(), &Fields::new());
        assert_eq!(judged, Err(PluginError::UnknownId("no-such".into())));
    }
}
