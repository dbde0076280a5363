//! `lifang plugin …`

mod from_sheet;

use super::open;
use crate::args::PluginCommand;
use crate::config::Config;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_core::clock::{Clock, SystemClock};
use lifang_core::problem::{Kind, Problem};
use lifang_core::resolve::FailurePolicy;
use lifang_core::text::Bilingual;
use lifang_sdk_build::{Beginning, Language, Options, World};
use lifang_service::{Inspected, InstallRequest, InstalledView, ServiceError, inspect};
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) async fn run(command: PluginCommand, config: &Config, output: Output) -> Result<ExitCode, Failed> {
    match command {
        PluginCommand::New { name, world, lang, region, from, sdk } => {
            let from = from.unwrap_or_else(|| SystemClock.now().day()).to_string();
            new(&name, &world, &lang, region.as_str(), from, sdk, output)?;
        }
        PluginCommand::Build { directory, out } => build(&directory, out, output)?,
        PluginCommand::FromSheet { file, out } => return from_sheet::run(&file, out, output),
        PluginCommand::Check { file } => return check(&file, output),
        PluginCommand::Install { file, region, from, settings, fallback } => {
            let request = InstallRequest {
                region,
                from,
                settings: read_settings(&settings)?,
                policy: if fallback { FailurePolicy::Fallback } else { FailurePolicy::Refuse },
                ..InstallRequest::as_asked(read(&file)?)
            };
            let views = open(config).await?.install(&Actor::system(), request).await?;
            list(&views, output);
        }
        PluginCommand::List => list(&open(config).await?.installed().await?, output),
        PluginCommand::Withdraw { installation, from } => {
            let service = open(config).await?;
            service.withdraw(&Actor::system(), installation, from).await?;
            list(&service.installed().await?, output);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The bytes of a file, with the file's name when it cannot be read.
pub(crate) fn read(file: &Path) -> Result<Vec<u8>, Failed> {
    std::fs::read(file).map_err(|error| Failed::file(file, &error))
}

fn new(
    name: &str,
    world: &str,
    lang: &str,
    region: &str,
    from: String,
    sdk: PathBuf,
    output: Output,
) -> Result<(), Failed> {
    // The command line has let nothing else through.
    let world = World::named(world).unwrap_or(World::Rules);
    let language = Language::named(lang).unwrap_or(Language::Rust);
    let beginning = Beginning { name: name.to_owned(), world, language, region: region.to_owned(), from, sdk };
    let files = lifang_sdk_build::begin(Path::new(name), &beginning).map_err(|error| Failed::begin(&error))?;
    output.result(&json!({ "folder": name, "files": files }), || {
        let files = files.iter().map(|file| file.display().to_string()).collect::<Vec<_>>().join("\n");
        let next = "下一步见其中的 README.md / what comes next is in its README.md";
        format!("{files}\n{next}")
    });
    Ok(())
}

fn build(directory: &Path, out: Option<PathBuf>, output: Output) -> Result<(), Failed> {
    let built = lifang_sdk_build::build(directory, &Options::from_vars(|name| std::env::var_os(name)))
        .map_err(|error| Failed::build(&error))?;
    let inspected = inspect(&built.component).map_err(ServiceError::from)?;
    let name = directory.canonicalize().ok().and_then(|path| Some(path.file_name()?.to_owned()));
    let out = out.unwrap_or_else(|| PathBuf::from(name.unwrap_or_else(|| "plugin".into())).with_extension("wasm"));
    std::fs::write(&out, &built.component).map_err(|error| Failed::file(&out, &error))?;
    let identity = &inspected.manifest.plugin;
    let json = json!({ "file": out, "id": identity.id, "version": identity.version, "digest": inspected.digest.0, "bytes": inspected.size, "language": built.written_in.name() });
    output.result(&json, || {
        format!(
            "{}  {}@{}  {} KB  {}",
            out.display(),
            identity.id,
            identity.version,
            inspected.size / 1024,
            inspected.digest
        )
    });
    Ok(())
}

fn check(file: &Path, output: Output) -> Result<ExitCode, Failed> {
    let inspected =
        inspect(&read(file)?).map_err(|error| Failed::from(error.problem().at(file.display().to_string())))?;
    let missing = missing_messages(&inspected);
    let manifest = serde_json::to_value(&inspected.manifest).unwrap_or_default();
    let server_only = inspected.server_only().map(|reason| reason.said());
    let json = json!({ "digest": inspected.digest.0, "bytes": inspected.size, "imports": inspected.imports,
        "server_only": server_only, "exports": inspected.exports, "manifest": manifest, "missing": missing });
    output.result(&json, || describe(&inspected, &missing));
    Ok(if missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Messages that one catalog has and another lacks.
fn missing_messages(inspected: &Inspected) -> Vec<String> {
    let messages = |source: &str| -> Vec<String> {
        let begins = |line: &&str| line.starts_with(|c: char| c.is_ascii_alphabetic());
        let key = |line: &str| line.split_once('=').map(|(key, _)| key.trim().to_owned());
        source.lines().filter(begins).filter_map(key).collect()
    };
    let mut missing = Vec::new();
    for (language, source) in &inspected.catalog_sources {
        for key in messages(source) {
            for other in inspected.catalogs.languages().filter(|other| other != language) {
                if !inspected.catalogs.has(other, &key) {
                    missing.push(format!("texts/{other}.ftl: {key} ({language} has it)"));
                }
            }
        }
    }
    missing.sort();
    missing.dedup();
    missing
}

fn describe(inspected: &Inspected, missing: &[String]) -> String {
    let manifest = &inspected.manifest;
    let identity = &manifest.plugin;
    let mut text = String::new();
    // Writing to a string cannot fail.
    let mut line = |label: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(text, "{label:<12}{value}");
        }
    };
    let ids = |ids: Vec<&str>| ids.join(", ");
    line("plugin", format!("{}@{}  {} / {}", identity.id, identity.version, identity.title.zh, identity.title.en));
    line("digest", inspected.digest.0.clone());
    line("world", format!("{} (contract {})", identity.world.name(), identity.contract));
    line("size", format!("{} KB", inspected.size / 1024));
    // Of world rules everybody knows.
    let server_only = inspected.server_only().filter(|_| identity.world == lifang_core::manifest::World::Forms);
    let runs = server_only.map(|reason| reason.said());
    line(
        "runs",
        runs.map_or_else(String::new, |why| format!("只在服务器上 / on the server only: {} / {}", why.zh, why.en)),
    );
    line("regions", ids(identity.regions.iter().map(lifang_core::region::RegionCode::as_str).collect()));
    line("from", identity.effective_from.to_string());
    line("licence", identity.licence.clone());
    line("basis", identity.legal_basis.join("; "));
    line("languages", ids(inspected.catalogs.languages().collect()));
    line("imports", ids(inspected.imports.iter().map(String::as_str).collect()));
    line("exports", ids(inspected.exports.iter().map(String::as_str).collect()));
    for head in &manifest.checklists {
        let fillers = ids(head.fillers.iter().map(|role| role.name()).collect());
        line("checklist", format!("{}: {} / {}, filled by {fillers}", head.id, head.title.zh, head.title.en));
    }
    line("certificates", if identity.certificates { "yes".into() } else { String::new() });
    line("reports", ids(manifest.reports.iter().map(|head| head.id.as_str()).collect()));
    line("duties", ids(manifest.duties.iter().map(|duty| duty.id.as_str()).collect()));
    line("settings", ids(manifest.settings.iter().map(|setting| setting.key.as_str()).collect()));
    for rule in &manifest.rules {
        let mut said = rule.id.clone();
        if rule.mandatory {
            said += ", mandatory";
        }
        if let Some(outer) = &rule.overrides {
            let _ = write!(said, ", overrides {outer}");
        }
        if !rule.events.is_empty() {
            let _ = write!(said, ", on {}", rule.events.join(" "));
        }
        if let Some(sweep) = &rule.sweep {
            let _ = write!(said, ", sweeps {}", sweep.dataset);
        }
        line("rule", said);
    }
    for kind in &manifest.events {
        let keys = ids(kind.fields.iter().map(|field| field.key.as_str()).collect());
        line("event", format!("{}: {} / {} ({keys})", kind.kind, kind.title.zh, kind.title.en));
    }
    let undescribed = ids(manifest.undescribed());
    if !undescribed.is_empty() {
        let left =
            "由外层插件说明，否则以规则名称显示 / an outer plugin describes them, or they show under the rule's title";
        line("not said", format!("{undescribed} ({left})"));
    }
    for need in &manifest.needs {
        let why = format!("{} / {}", need.purpose.zh, need.purpose.en);
        line("reads", format!("{}: {} ({why}; {})", need.dataset, need.columns.join(", "), need.legal_basis));
    }
    for missing in missing {
        line("WRONG", format!("missing message {missing}"));
    }
    line(
        "verdict",
        if missing.is_empty() { "可以安装 / ready to install".into() } else { "需修改 / to be mended".into() },
    );
    text.truncate(text.trim_end().len());
    text
}

fn read_settings(settings: &[String]) -> Result<BTreeMap<String, toml::Value>, Failed> {
    let read = settings.iter().map(|pair| {
        let wrong = || {
            let what = Bilingual::new(format!("{pair} 不是 键=值 的形式"), format!("{pair} is not KEY=VALUE"));
            let remedy = Bilingual::new(
                "例如 --set visit_days=7；文字要加引号：--set 'name=\"甲\"'。",
                "For example --set visit_days=7; text wants quotes: --set 'name=\"a\"'.",
            );
            Failed::from(Problem::new(Kind::Invalid, "setting-wrong", what, remedy).at("--set"))
        };
        let (key, value) = pair.split_once('=').ok_or_else(wrong)?;
        let table: toml::Table = toml::from_str(&format!("value = {value}")).map_err(|_| wrong())?;
        let value = table.get("value").cloned().ok_or_else(wrong)?;
        Ok((key.trim().to_owned(), value))
    });
    read.collect()
}

fn list(views: &[InstalledView], output: Output) {
    let row = |view: &InstalledView| {
        let installation = &view.installation;
        json!({ "installation": installation.id, "id": installation.plugin.id, "version": installation.plugin.version, "digest": installation.plugin.digest.0,
            "region": view.region_code, "region_name": view.region_name, "from": installation.valid_from,
            "policy": installation.policy })
    };
    output.result(&json!(views.iter().map(row).collect::<Vec<_>>()), || {
        let line = |view: &InstalledView| {
            let plugin = &view.installation.plugin;
            let from = view.installation.valid_from;
            let number = view.installation.id;
            format!(
                "{number:>4}  {:<40} {:<8} {} {}  {from}",
                plugin.id, plugin.version, view.region_code, view.region_name
            )
        };
        if views.is_empty() {
            "没有安装插件 / no plugins are installed".into()
        } else {
            views.iter().map(line).collect::<Vec<_>>().join("\n")
        }
    });
}
