//! Certificates 证明: may the community issue it, on what basis, else who.

use crate::Service;
use crate::error::Result;
use crate::place::Place;
use lifang_core::certificate::{self, Certificate};
use lifang_core::clock::Date;
use lifang_core::limits::Limits;
use lifang_core::problem::{Kind, Problem};
use lifang_core::resolve::{FailurePolicy, Installation};
use lifang_core::text::{Bilingual, Catalogs};
use std::sync::Arc;

/// A certificate as the lists of a region have it on a day.
#[derive(Clone, Debug)]
pub struct CertificateView {
    /// The item.
    pub certificate: Certificate,
    /// The plugin whose item it is.
    pub source: Arc<Installation>,
    /// That plugin's catalogs.
    pub catalogs: Arc<Catalogs>,
    /// The day it was asked for.
    pub day: Date,
}

impl CertificateView {
    fn fits(&self, q: &str) -> bool {
        let q = q.to_lowercase();
        let titles = ["zh", "en"].map(|language| self.catalogs.say(language, &self.certificate.title).to_lowercase());
        let mut words = titles.iter().chain(&self.certificate.keywords);
        // People type more or less than the list's word: 「无犯罪记录证明」 and 「犯罪」 both mean the same item.
        words.any(|word| word.to_lowercase().contains(&q) || q.contains(&word.to_lowercase()))
            || self.certificate.id.contains(&q)
    }
}

impl Service {
    /// The certificates that the lists of a region's path name on `day` (today when none), those that fit `q` only.
    ///
    /// # Errors
    /// `region-unknown`; the failure of a plugin whose policy is `refuse`.
    pub async fn certificates(&self, code: &str, q: Option<&str>, day: Option<Date>) -> Result<Vec<CertificateView>> {
        let now = self.clock.now();
        let place = self.place_on(code, day.unwrap_or(now.day()), now).await?;
        let mut all = self.merged(&place).await?;
        if let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) {
            all.retain(|view| view.fits(q));
        }
        Ok(all)
    }

    /// One certificate.
    ///
    /// # Errors
    /// `region-unknown`; `certificate-unknown` where no list has it: then nobody may demand it from the community either.
    pub async fn certificate(&self, code: &str, id: &str, day: Option<Date>) -> Result<CertificateView> {
        let all = self.certificates(code, None, day).await?;
        all.into_iter().find(|view| view.certificate.id == id).ok_or_else(|| {
            let id: String = id.chars().take(60).collect();
            Problem::new(
                Kind::NotFound,
                "certificate-unknown",
                Bilingual::new(
                    format!("本区域当日的证明清单中没有 {id}：清单之外的证明，社区不得出具，任何单位也不得要求社区出具"),
                    format!("no list has the certificate {id} here on that day: what is on no list the community does not issue, and nobody may ask it to"),
                ),
                Bilingual::new(
                    format!("用 GET /api/v1/regions/{code}/certificates?q=… 查找，或向要求出具证明的单位索要法律依据。"),
                    format!("GET /api/v1/regions/{code}/certificates?q=… finds what is listed; ask whoever demands it for the legal basis."),
                ),
            )
            .into()
        })
    }

    async fn merged(&self, place: &Place) -> Result<Vec<CertificateView>> {
        let mut speakers = self.speakers(place).await?;
        'again: loop {
            let mut lists = Vec::new();
            let carriers: Vec<_> = speakers.certificates().cloned().collect();
            for installation in &carriers {
                let call = self
                    .call(installation, place, place.as_of.valid.midnight(), "resident", Limits::INTERACTIVE, false)
                    .await?;
                match self.plugins.certificates(&call).await {
                    Ok(answered) => lists.push((Arc::clone(installation), answered.value)),
                    Err(failure) => {
                        self.note_failure(&failure, place, None).await;
                        if installation.policy == FailurePolicy::Refuse || !failure.cause.lets_others_speak() {
                            return Err(failure.into());
                        }
                        speakers = speakers.without(installation);
                        continue 'again;
                    }
                }
            }
            let mut views = Vec::new();
            for (source, certificate) in certificate::merge(lists, place.as_of.valid) {
                let catalogs = self.catalogs(&source.plugin.digest).await?;
                views.push(CertificateView { certificate, source, catalogs, day: place.as_of.valid });
            }
            return Ok(views);
        }
    }
}
