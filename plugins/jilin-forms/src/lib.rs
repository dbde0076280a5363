//! Jilin Province 吉林省: the common home-visit checklist, the self-check of one's own home, and the list of certificates a community must not or may issue.

mod certificates;
mod home_safety;
mod home_visit;

use lifang_sdk::{Answers, CertificateList, Checklist, Context, Fields, Forms, Judgement, PluginError};

/// The plugin `cn.jilin.forms`.
#[derive(Debug)]
pub struct JilinForms;

impl Forms for JilinForms {
    fn checklist<'a>(call: &'a Context<'_>, id: &str, known: &'a Fields) -> Result<Checklist<'a>, PluginError> {
        match id {
            home_visit::ID => Ok(home_visit::checklist(call, known)),
            home_safety::ID => Ok(home_safety::checklist()),
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

lifang_sdk::forms!(JilinForms);

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::testing::{Catalogs, TestContext};

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_whole(env!("CARGO_MANIFEST_DIR"));
    }

    #[test]
    fn what_the_plugin_does_not_have_is_named() {
        let test = TestContext::new("220103008003");
        let unknown = Err(PluginError::UnknownId("no-such".into()));
        let judged = JilinForms::judge(&test.context(), "no-such", &Answers::new(), &Fields::new());
        assert_eq!(judged, unknown.clone());
        let asked = JilinForms::checklist(&test.context(), "no-such", &Fields::new()).map(|_| Judgement::new());
        assert_eq!(asked, unknown);
    }
}
