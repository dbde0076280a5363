//! `lifang demo`: a host with real regions, generated people and the shipped plugins, on one command.

use super::{open, plugin, population, region, serve};
use crate::config::Config;
use crate::failed::Failed;
use crate::output::Output;
use lifang_core::actor::Actor;
use lifang_service::{InstallRequest, Service, ServiceError, Wanted, inspect};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Chaoyang and Kuancheng, with their share of the people and their seed.
const DISTRICTS: [(&str, usize, u64); 2] = [("220104", 55, 220_104), ("220103", 45, 220_103)];

/// What a demo is made of.
pub(crate) struct Ingredients {
    /// The directory of built plugins.
    pub(crate) plugins: PathBuf,
    /// Regions beside Jilin's.
    pub(crate) regions: Option<PathBuf>,
    /// People in the two districts together.
    pub(crate) persons: usize,
}

pub(crate) async fn demo(
    config: &Config,
    listen: SocketAddr,
    made_of: &Ingredients,
    output: Output,
) -> Result<(), Failed> {
    let service = open(config).await?;
    load_regions(&service, made_of.regions.as_deref(), output).await?;
    for (code, percent, seed) in DISTRICTS {
        if service.region(&lifang_core::actor::Actor::system(), code).await?.counts.persons != Some(0) {
            output.line(format!("{code}: 已有人口数据，跳过 / has people already, skipped"));
        } else {
            population::generate(&service, code, made_of.persons * percent / 100, seed, output).await?;
        }
    }
    install(&service, &made_of.plugins, output).await?;
    let token = token(&service, &config.data)?;
    let file = config.data.join("dev-token");
    let told = welcome(listen, &file, &token);
    let welcome = move || output.line(told);
    serve::serve(service, listen, Some(token), config, welcome).await
}

async fn load_regions(service: &Service, more: Option<&Path>, output: Output) -> Result<(), Failed> {
    if service
        .find_regions(Wanted { q: "22", limit: Some(1), ..Wanted::default() })
        .await?
        .iter()
        .any(|found| found.path.len() == 1)
    {
        output.line("吉林省区域已载入，跳过 / Jilin's regions are loaded, skipped");
    } else {
        let bar = output.progress("区域 regions", region::JILIN);
        let loaded = service.load_jilin(|done| bar.set_position(done)).await?;
        bar.finish_and_clear();
        output.line(format!("吉林省 {0} 个区域 / {0} regions of Jilin", loaded.regions));
    }
    if let Some(folder) = more {
        // A few regions; those that are there already stay.
        let loaded = service.import_regions(folder, |_| ()).await?;
        output.line(format!("{}: {} 个区域 / regions", folder.display(), loaded.regions));
    }
    Ok(())
}

/// Installs every component of the directory, outer regions first; what is installed already is left alone, and what is meant
/// for a region that is not loaded is named and passed over.
async fn install(service: &Service, directory: &Path, output: Output) -> Result<(), Failed> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(directory)
        .map_err(|error| Failed::file(directory, &error))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "wasm"))
        .collect();
    files.sort();
    let installed = service.installed().await?;
    for file in files {
        let bytes = plugin::read(&file)?;
        let inspected = inspect(&bytes).map_err(ServiceError::from)?;
        let identity = &inspected.manifest.plugin;
        let name = format!("{}@{}", identity.id, identity.version);
        if installed.iter().any(|view| view.installation.plugin.digest == inspected.digest) {
            output.line(format!("{name}: 已安装，跳过 / installed, skipped"));
            continue;
        }
        match service.install(&Actor::system(), InstallRequest::as_asked(bytes)).await {
            Ok(views) => {
                let regions: Vec<&str> = views.iter().map(|view| view.region_name.as_str()).collect();
                output.line(format!("{name}: {}", regions.join(", ")));
            }
            Err(error) if error.problem().code == "region-unknown" => output.line(format!(
                "{name}: 其区域未载入，跳过；用 lifang region import 载入全国区域后可安装 / its region is not loaded, skipped"
            )),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// The token that stands in for sign-in; the same one as long as its file is there.
fn token(service: &Service, data: &Path) -> Result<Arc<str>, Failed> {
    let file = data.join("dev-token");
    if let Ok(token) = std::fs::read_to_string(&file)
        && token.trim().len() >= 32
    {
        return Ok(token.trim().into());
    }
    let token = service.new_token()?;
    std::fs::write(&file, format!("{token}\n")).map_err(|error| Failed::file(&file, &error))?;
    #[cfg(unix)]
    std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600))
        .map_err(|error| Failed::file(&file, &error))?;
    Ok(token.into())
}

/// The token stands behind `#`, which a browser keeps to itself: no server, log or proxy sees it.
fn welcome(listen: SocketAddr, token_file: &Path, token: &str) -> String {
    let pages = format!("http://{listen}");
    let base = format!("{pages}/api/v1");
    format!(
        "
里坊已就绪，请用浏览器打开 / Lifang is up, open this in a browser:

  居民和网格员 / residents and grid workers:  {pages}/
  其中一个社区 / one of the communities:      {pages}/r/220103008003
  工作人员 / staff (with the demo's token):   {pages}/staff#token={token}

或用命令行试一试 / or try it from the command line:
  # 两个城区，同一件事，不同的判定 / two districts, the same event, different decisions
  curl -s -X POST {base}/regions/220103008003/events -H 'content-type: application/json' \\
       -d '{{\"kind\":\"stairwell-light-out\",\"fields\":{{}}}}'
  curl -s -X POST {base}/regions/220104001001/events -H 'content-type: application/json' \\
       -d '{{\"kind\":\"stairwell-light-out\",\"fields\":{{}}}}'
  # 证明该找谁 / who issues a certificate
  curl -s '{base}/regions/220103008003/certificates?q=无犯罪记录'
  # 谁该走访了（需要令牌） / who is due for a visit (wants the token)
  curl -s -X POST {base}/regions/220104/sweeps -H 'content-type: application/json' \\
       -H \"authorization: Bearer $(cat {})\" -d '{{\"rule\":\"visit-due\"}}'

接口说明 / the API: {base}/docs/      停止 / stop: Ctrl-C
",
        token_file.display()
    )
}
