//! Installing plugins: bytes in, checked and compiled off the request path, granted and dated.

use crate::Service;
use crate::access::{self, Act};
use crate::error::{Result, ServiceError};
use crate::place::Place;
use async_trait::async_trait;
use lifang_core::actor::Actor;
use lifang_core::base_data::Provenance;
use lifang_core::call::{Digest, PluginRef};
use lifang_core::capability::Columns;
use lifang_core::clock::Date;
use lifang_core::manifest::World;
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::RegionCode;
use lifang_core::resolve::{FailurePolicy, Installation};
use lifang_core::text::Bilingual;
use lifang_core::value::Value;
use lifang_runtime::{Inspected, Module, ModuleBytes, Runtime, RuntimeError, ServerOnly};
use lifang_store::fields::LocalDeclaration;
use lifang_store::plugins::{self, NewInstallation};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Whatever inspects and compiles components.
#[async_trait]
pub trait Installer: Send + Sync {
    /// Inspects, compiles and links bytes.
    ///
    /// # Errors
    /// What keeps them from being a plugin.
    async fn prepare(&self, bytes: Vec<u8>) -> std::result::Result<Inspected, RuntimeError>;

    /// What a browser needs to run a component.
    ///
    /// # Errors
    /// Why browsers must leave it to the server.
    async fn module(&self, component: &Digest) -> std::result::Result<Arc<Module>, ServerOnly>;

    /// The bytes of a module's file; none where it has no file of that name.
    ///
    /// # Errors
    /// Why browsers must leave the component to the server.
    async fn module_file(&self, component: &Digest, name: &str)
    -> std::result::Result<Option<ModuleBytes>, ServerOnly>;
}

#[async_trait]
impl Installer for Runtime {
    async fn prepare(&self, bytes: Vec<u8>) -> std::result::Result<Inspected, RuntimeError> {
        Self::prepare(self, bytes).await
    }

    async fn module(&self, component: &Digest) -> std::result::Result<Arc<Module>, ServerOnly> {
        Self::module(self, component).await
    }

    async fn module_file(
        &self,
        component: &Digest,
        name: &str,
    ) -> std::result::Result<Option<ModuleBytes>, ServerOnly> {
        Self::module_file(self, component, name).await
    }
}

/// What an operator asks for.
#[derive(Clone, Debug)]
pub struct InstallRequest {
    /// The component.
    pub bytes: Vec<u8>,
    /// Where; each region the manifest names when nothing is said.
    pub region: Option<String>,
    /// First day it speaks; the manifest's when nothing is said.
    pub from: Option<Date>,
    /// What it may read; all it asks for when nothing is said.
    pub granted: Option<Columns>,
    /// What is set other than the defaults.
    pub settings: BTreeMap<String, toml::Value>,
    /// What happens when it fails.
    pub policy: FailurePolicy,
}

impl InstallRequest {
    /// Everything as the manifest has it.
    #[must_use]
    pub fn as_asked(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            region: None,
            from: None,
            granted: None,
            settings: BTreeMap::new(),
            policy: FailurePolicy::Refuse,
        }
    }
}

/// An installation to be shown.
#[derive(Clone, Debug)]
pub struct InstalledView {
    /// The installation.
    pub installation: Arc<Installation>,
    /// The region's code today.
    pub region_code: String,
    /// The region's name today.
    pub region_name: String,
    /// Why browsers leave its checklists to the server; none where they run it themselves, and for plugins of world `rules`.
    pub server_only: Option<Bilingual>,
}

/// The largest component that is taken: a Python checklist is 18 MB.
const LARGEST: usize = 64 << 20;

impl Service {
    /// Installs a component. Nothing is half installed: bytes, grant and local fields come in one transaction, after it was
    /// compiled and linked.
    ///
    /// # Errors
    /// What is wrong with the component, the region, the settings or the grant.
    pub async fn install(&self, actor: &Actor, request: InstallRequest) -> Result<Vec<InstalledView>> {
        if request.bytes.len() > LARGEST {
            return Err(refused(
                Kind::TooLarge,
                "component-too-large",
                format!("组件有 {} 字节，上限为 {LARGEST}", request.bytes.len()),
                format!("the component has {} bytes; {LARGEST} is the limit", request.bytes.len()),
            ));
        }
        let inspected = self.installer.prepare(request.bytes.clone()).await?;
        let manifest = Arc::new(inspected.manifest);
        let settings = read_settings(&manifest.settings, &request.settings)?;
        let granted = request.granted.unwrap_or_else(|| manifest.asked());
        let from = request.from.unwrap_or(manifest.plugin.effective_from);
        let codes: Vec<String> = match &request.region {
            Some(code) => vec![code.clone()],
            None => manifest.plugin.regions.iter().map(|code| code.as_str().to_owned()).collect(),
        };
        let mut places = Vec::new();
        for code in &codes {
            let place = self.place_meant(code, from).await?;
            access::allow(actor, Act::ManagePlugins, &place.path)?;
            if !self.is_meant(&manifest.plugin.regions, from, &place).await? {
                return Err(outside(&place, &manifest.plugin.id));
            }
            places.push(place);
        }
        let plugin = PluginRef {
            id: manifest.plugin.id.clone(),
            version: manifest.plugin.version.clone(),
            digest: inspected.digest.clone(),
        };
        let now = self.clock.now();
        let provenance = Provenance { source: format!("plugin {plugin}"), collector: actor.name.clone() };
        let mut tx = self.store.begin().await?;
        plugins::put_component(&mut tx, &request.bytes, now).await?;
        for place in &places {
            let new = NewInstallation {
                plugin: &plugin,
                manifest: &inspected.manifest_source,
                region: place.path.region().id,
                valid_from: from,
                settings: &settings,
                granted: &granted,
                policy: request.policy,
                by: &actor.name,
                now,
            };
            plugins::install(&mut tx, &new).await?;
            for field in &manifest.local_fields {
                let declaration = LocalDeclaration {
                    region: place.path.region().id,
                    plugin: Some(plugin.id.clone()),
                    field: field.clone(),
                };
                self.declare(&mut tx, &declaration, &provenance, from, now).await?;
            }
        }
        tx.commit().await?;
        let all = self.installed().await?;
        Ok(all.into_iter().filter(|view| view.installation.plugin.digest == plugin.digest).collect())
    }

    /// Whether a manifest's regions hold the place: codes as they are today, or as they were on the day it speaks from.
    async fn is_meant(&self, regions: &[RegionCode], from: Date, place: &Place) -> Result<bool> {
        if place.path.regions().iter().any(|region| regions.contains(&region.code)) {
            return Ok(true);
        }
        for code in regions {
            // A code that nobody knows holds nothing.
            if let Ok(meant) = self.place_meant(code.as_str(), from).await
                && place.path.is_within(meant.path.region().id)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Ends an installation: from `from` (today when nothing is said) it no longer speaks, and what it decided stays. The
    /// version before it, if there is one, or the outer region's plugins speak from then on.
    ///
    /// # Errors
    /// `not-found` where there is no such installation; `region-out-of-scope`.
    pub async fn withdraw(&self, actor: &Actor, id: i64, from: Option<Date>) -> Result<()> {
        let now = self.clock.now();
        let installation = self.store.installation(id).await?;
        let place = self.place_of(installation.region, now.day(), now).await?;
        access::allow(actor, Act::ManagePlugins, &place.path)?;
        let mut tx = self.store.begin().await?;
        plugins::withdraw(&mut tx, id, from.unwrap_or(now.day()), now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// All installations, by region and plugin.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn installed(&self) -> Result<Vec<InstalledView>> {
        let now = self.clock.now();
        let as_of = lifang_store::AsOf::now(now);
        let mut views = Vec::new();
        for installation in self.store.all_installations(as_of).await? {
            let region = self.store.region_by_id(installation.region, as_of).await?;
            let (region_code, region_name) = region
                .map_or_else(|| ("?".into(), "?".into()), |region| (region.code.as_str().to_owned(), region.name));
            let server_only = match installation.manifest.plugin.world {
                World::Forms => self.installer.module(&installation.plugin.digest).await.err(),
                World::Rules => None,
            };
            let server_only = server_only.map(|reason| reason.said());
            views.push(InstalledView { installation, region_code, region_name, server_only });
        }
        Ok(views)
    }

    /// The installation under which a version spoke on a place's path, in force or not.
    pub(crate) async fn installation_of(&self, plugin: &PluginRef, place: &Place) -> Result<Arc<Installation>> {
        let ids: Vec<_> = place.path.regions().iter().map(|region| region.id).collect();
        let all = self.store.installations_on(&ids, place.as_of).await?;
        all.into_iter().find(|one| one.plugin.digest == plugin.digest).ok_or_else(|| {
            refused(
                Kind::NotFound,
                "component-unknown",
                format!("{plugin}（{}）未在此区域安装过", plugin.digest),
                format!("{plugin} ({}) was never installed here", plugin.digest),
            )
        })
    }
}

fn refused(kind: Kind, code: &str, zh: String, en: String) -> ServiceError {
    let remedy = Bilingual::new(
        "用 lifang plugin check 可查看插件适用的区域、设置项与版本，请据此修改命令。",
        "`lifang plugin check` shows the plugin's regions, settings and version; change the command accordingly.",
    );
    Problem::new(kind, code, Bilingual::new(zh, en), remedy).into()
}

fn outside(place: &Place, id: &str) -> ServiceError {
    let region = place.path.region();
    refused(
        Kind::Invalid,
        "region-not-meant",
        format!("插件 {id} 的清单不适用于 {}（{}）", region.name, region.code),
        format!("the manifest of {id} is not meant for {} ({})", region.name, region.code),
    )
}

fn read_settings(
    declared: &[lifang_core::manifest::Setting],
    set: &BTreeMap<String, toml::Value>,
) -> Result<BTreeMap<String, Value>> {
    if let Some(key) = set.keys().find(|key| !declared.iter().any(|setting| setting.key == **key)) {
        let keys: Vec<&str> = declared.iter().map(|setting| setting.key.as_str()).collect();
        return Err(refused(
            Kind::Invalid,
            "setting-unknown",
            format!("插件没有设置项 {key}；有：{}", keys.join("、")),
            format!("the plugin has no setting {key}; it has: {}", keys.join(", ")),
        ));
    }
    let read = declared.iter().map(|setting| {
        let value = set.get(&setting.key).unwrap_or(&setting.default);
        let value = setting
            .read(value)
            .map_err(|what| refused(Kind::Invalid, "setting-wrong", format!("设置项有误：{what}"), what))?;
        Ok((setting.key.clone(), value))
    });
    read.collect()
}
