//! Who may do what where: the one authorizer. A role holds in a subtree; an act asks for a role.

use crate::error::Result;
use lifang_core::actor::{Actor, Role};
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;

/// What someone wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Report an event, as residents do.
    ReportEvent,
    /// Submit a filled checklist.
    Submit,
    /// Run a report and read it.
    RunReport,
    /// Run a sweep.
    RunSweep,
    /// See and change plugins.
    ManagePlugins,
}

impl Act {
    fn roles(self) -> &'static [Role] {
        match self {
            Self::ReportEvent => &Role::ALL,
            Self::Submit => &[Role::GridWorker, Role::CommunityStaff, Role::Operator, Role::System],
            Self::RunReport | Self::RunSweep => {
                &[Role::CommunityStaff, Role::GovernmentStaff, Role::Operator, Role::System]
            }
            Self::ManagePlugins => &[Role::Operator, Role::System],
        }
    }

    fn said(self) -> Bilingual {
        match self {
            Self::ReportEvent => Bilingual::new("上报事件", "report an event"),
            Self::Submit => Bilingual::new("提交清单", "submit a checklist"),
            Self::RunReport => Bilingual::new("运行报表", "run a report"),
            Self::RunSweep => Bilingual::new("运行排查", "run a sweep"),
            Self::ManagePlugins => Bilingual::new("管理插件", "manage plugins"),
        }
    }
}

/// Lets `actor` do `act` in the region at the end of `path`, or says what is missing.
///
/// # Errors
/// `unauthenticated` for a stranger, `forbidden` for the wrong role or the wrong region.
pub(crate) fn allow(actor: &Actor, act: Act, path: &RegionPath) -> Result<()> {
    let said = act.said();
    if !act.roles().contains(&actor.role) {
        let stranger = actor.role == Role::Resident;
        let roles: Vec<&str> = act.roles().iter().map(|role| role.name()).collect();
        let kind = if stranger { Kind::Unauthenticated } else { Kind::Forbidden };
        return Err(Problem::new(
            kind,
            if stranger { "sign-in-wanted" } else { "role-wanted" },
            Bilingual::new(
                format!("{}需要登录并具备相应角色", said.zh),
                format!("you may not {} as {}", said.en, actor.role.name()),
            ),
            Bilingual::new(
                format!("需要以下角色之一：{}。", roles.join("、")),
                format!("One of these roles is wanted: {}.", roles.join(", ")),
            ),
        )
        .into());
    }
    let inside = actor.region.as_str() == "0" || path.regions().iter().any(|region| region.code == actor.region);
    if !inside {
        let region = path.region();
        return Err(Problem::new(
            Kind::Forbidden,
            "region-out-of-scope",
            Bilingual::new(
                format!("{}（{}）不在您的管辖范围 {} 内", region.name, region.code, actor.region),
                format!("{} ({}) lies outside your region {}", region.name, region.code, actor.region),
            ),
            Bilingual::new("请改选本辖区内的区域。", "Choose a region within your own."),
        )
        .into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::clock::Date;
    use lifang_core::region::{Region, RegionCode, RegionId};

    fn path(codes: &[&str]) -> RegionPath {
        let region = |(id, code): (i64, &&str)| {
            let code = RegionCode::parse(code).unwrap();
            let level = code.level();
            Region {
                id: RegionId(id),
                code,
                name: "名".into(),
                level,
                parent: None,
                valid_from: Date(0),
                valid_to: Date::OPEN,
            }
        };
        RegionPath::new((0..).zip(codes).map(region).collect()).unwrap()
    }

    fn answer(role: Role, region: &str, act: Act, codes: &[&str]) -> Option<Kind> {
        let actor = Actor { name: "t".into(), role, region: RegionCode::parse(region).unwrap() };
        allow(&actor, act, &path(codes)).err().map(|error| error.problem().kind)
    }

    #[test]
    fn a_role_holds_in_its_subtree_only() {
        let chaoyang = ["22", "2201", "220104"];
        assert_eq!(answer(Role::GovernmentStaff, "2201", Act::RunReport, &chaoyang), None);
        assert_eq!(answer(Role::GovernmentStaff, "220103", Act::RunReport, &chaoyang), Some(Kind::Forbidden));
        assert_eq!(answer(Role::GridWorker, "220104", Act::RunReport, &chaoyang), Some(Kind::Forbidden));
        assert_eq!(answer(Role::Resident, "0", Act::RunReport, &chaoyang), Some(Kind::Unauthenticated));
        assert_eq!(answer(Role::Resident, "0", Act::ReportEvent, &chaoyang), None);
    }
}
