//! Hubei Province 湖北省: its own list of 21 certificates that a community must not issue, and the self-check of one's own home.

mod certificates;
mod home_safety;

use lifang_sdk::{Answers, CertificateList, Checklist, Context, Fields, Forms, Judgement, PluginError};

/// The plugin `cn.hubei.forms`.
#[derive(Debug)]
pub struct HubeiForms;

impl Forms for HubeiForms {
    fn checklist<'a>(_: &'a Context<'_>, id: &str, _: &'a Fields) -> Result<Checklist<'a>, PluginError> {
        match id {
            home_safety::ID => Ok(home_safety::checklist()),
            _ => Err(PluginError::UnknownId(id.to_owned())),
        }
    }

    fn judge(call: &Context<'_>, id: &str, answers: &Answers, _: &Fields) -> Result<Judgement, PluginError> {
        match id {
            home_safety::ID => Ok(home_safety::judge(call, answers)),
            _ => Err(PluginError::UnknownId(id.to_owned())),
        }
    }

    fn certificates(_: &Context<'_>) -> Result<CertificateList, PluginError> {
        Ok(certificates::list())
    }
}

lifang_sdk::forms!(HubeiForms);

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::testing::{Catalogs, TestContext};

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_whole(env!("CARGO_MANIFEST_DIR"));
    }

    #[test]
    fn there_is_no_home_visit() {
        let test = TestContext::new("420106001001");
        let judged = HubeiForms::judge(&test.context(), "home-visit", &Answers::new(), &Fields::new());
        assert_eq!(judged, Err(PluginError::UnknownId("home-visit".into())));
    }
}
