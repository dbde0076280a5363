//! Hubei Province 湖北省: its own list of 21 certificates that a community must not issue.

mod certificates;

use lifang_sdk::{CertificateList, Context, Forms, PluginError};

/// The plugin `cn.hubei.forms`.
#[derive(Debug)]
pub struct HubeiForms;

impl Forms for HubeiForms {
    fn certificates(_: &Context<'_>) -> Result<CertificateList, PluginError> {
        Ok(certificates::list())
    }
}

lifang_sdk::forms!(HubeiForms);

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_sdk::testing::{Catalogs, TestContext};
    use lifang_sdk::{Answers, Fields};

    #[test]
    fn both_catalogs_are_whole() {
        Catalogs::of_plugin(env!("CARGO_MANIFEST_DIR")).assert_whole(env!("CARGO_MANIFEST_DIR"));
    }

    #[test]
    fn there_is_no_checklist() {
        let test = TestContext::new("420106001001");
        let judged = HubeiForms::judge(&test.context(), "home-visit", &Answers::new(), &Fields::new());
        assert_eq!(judged, Err(PluginError::UnknownId("home-visit".into())));
    }
}
