//! Checklists that a browser runs by itself: the component as a module, and the call that the server would make.

use crate::Service;
use crate::checklists::ChecklistView;
use crate::error::{Result, ServiceError};
use lifang_core::call::{CallContext, Digest};
use lifang_core::limits::Limits;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;
use lifang_runtime::{Module, ModuleBytes, ServerOnly};
use std::sync::Arc;

/// All it takes to answer a checklist as the server would.
#[derive(Clone, Debug)]
pub struct ModuleView {
    /// The checklist as it is asked now.
    pub checklist: ChecklistView,
    /// Its component, for a browser.
    pub module: Arc<Module>,
    /// The call: where, when, for whom, how configured.
    pub context: Arc<CallContext>,
    /// What one call may use.
    pub limits: Limits,
}

impl Service {
    /// What a browser needs to answer a checklist by itself. The plugin is chosen, and asked for its form, as for
    /// [`Service::state`], so both answer with the same component.
    ///
    /// # Errors
    /// `region-unknown`, `checklist-unknown`; a plugin's failure; `module-absent` where the server must answer.
    pub async fn module(&self, code: &str, id: &str, role: &str) -> Result<ModuleView> {
        let place = self.place(code).await?;
        let speakers = self.speakers(&place).await?;
        let asked = self.ask(&speakers, &place, id, role, self.clock.now(), None).await?;
        let digest = &asked.installation.plugin.digest;
        let module = self.installer.module(digest).await.map_err(|reason| absent(&reason, code, id))?;
        let (context, limits) = (Arc::clone(&asked.call.context), asked.call.limits);
        Ok(ModuleView { checklist: self.checklist_view(asked).await?, module, context, limits })
    }

    /// The bytes of a module's file.
    ///
    /// # Errors
    /// `module-file-unknown`, also where this host makes other files of the component than the one that named it.
    pub async fn module_file(&self, component: &Digest, name: &str) -> Result<ModuleBytes> {
        let found = self.installer.module_file(component, name).await;
        let found = found.map_err(|reason| unknown_file(&reason.said()))?;
        found.ok_or_else(|| unknown_file(&Bilingual::new("该模块没有这个文件", "the module has no such file")))
    }
}

fn absent(reason: &ServerOnly, code: &str, id: &str) -> ServiceError {
    let said = reason.said();
    Problem::new(
        Kind::NotFound,
        "module-absent",
        Bilingual::new(
            format!("清单 {id} 不能在浏览器中运行：{}", said.zh),
            format!("checklist {id} cannot run in a browser: {}", said.en),
        ),
        Bilingual::new(
            format!("请改用 POST /api/v1/regions/{code}/checklists/{id}/state，由服务器判断。"),
            format!("POST /api/v1/regions/{code}/checklists/{id}/state has the server answer instead."),
        ),
    )
    .into()
}

fn unknown_file(why: &Bilingual) -> ServiceError {
    Problem::new(
        Kind::NotFound,
        "module-file-unknown",
        Bilingual::new(
            format!("找不到此模块文件：{}", why.zh),
            format!("this module file cannot be found: {}", why.en),
        ),
        Bilingual::new(
            "请重新读取清单的 module 地址，其中列有现行文件。",
            "Read the checklist's module address again; it lists the files of today.",
        ),
    )
    .into()
}
