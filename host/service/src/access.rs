//! Who may do what where: the one authorizer. A role holds in a subtree; an act asks for a role.

use crate::error::Result;
use lifang_core::actor::{Actor, Role};
use lifang_core::mask::Sight;
use lifang_core::path::RegionPath;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::Bilingual;

/// What someone wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act<'a> {
    /// Report an event, as residents do.
    ReportEvent,
    /// Submit a filled checklist, or see what became of one that another submitted: the roles its plugin names may.
    Submit(&'a [Role]),
    /// Run a report and read it.
    RunReport,
    /// Run a sweep.
    RunSweep,
    /// See and change plugins.
    ManagePlugins,
    /// Bring in base data, and see how an import went.
    ImportData,
    /// Take base data out, personal columns masked.
    ExportData,
    /// Take personal columns out as they are, for a purpose.
    ExportInFull,
    /// Look at the base data of people: who they are, where they live, what was known of them and when.
    ReadPeople,
    /// Erase people, as the law asks for.
    ErasePeople,
    /// Say whether two records are one person.
    ReviewDuplicates,
    /// Switch sources of facts on and off.
    ManageSources,
    /// Change regions.
    ChangeRegions,
    /// Declare and withdraw local fields.
    DeclareFields,
    /// See the quality of base data and the burden of collecting it.
    SeeQuality,
}

/// Who runs the host may do what anybody may.
const HOST: [Role; 2] = [Role::Operator, Role::System];

impl Act<'_> {
    fn roles(self) -> Vec<Role> {
        match self {
            Self::ReportEvent => Role::ALL.to_vec(),
            Self::Submit(fillers) => [fillers, &HOST].concat(),
            Self::RunReport
            | Self::RunSweep
            | Self::ImportData
            | Self::ExportData
            | Self::ReadPeople
            | Self::ReviewDuplicates
            | Self::SeeQuality => [&[Role::CommunityStaff, Role::GovernmentStaff], &HOST[..]].concat(),
            Self::ManageSources | Self::DeclareFields | Self::ExportInFull | Self::ErasePeople => {
                [&[Role::GovernmentStaff], &HOST[..]].concat()
            }
            Self::ManagePlugins | Self::ChangeRegions => HOST.to_vec(),
        }
    }

    fn said(self) -> Bilingual {
        match self {
            Self::ReportEvent => Bilingual::new("上报事件", "report an event"),
            Self::Submit(_) => Bilingual::new("提交清单", "submit a checklist"),
            Self::RunReport => Bilingual::new("查看报表与数据概览", "see reports and figures"),
            Self::RunSweep => Bilingual::new("运行排查", "run a sweep"),
            Self::ManagePlugins => Bilingual::new("管理插件", "manage plugins"),
            Self::ImportData => Bilingual::new("导入数据", "import data"),
            Self::ExportData => Bilingual::new("导出数据", "export data"),
            Self::ExportInFull => Bilingual::new("导出未脱敏的个人信息", "export personal data in full"),
            Self::ReadPeople => Bilingual::new("查看人员数据", "see the data of people"),
            Self::ErasePeople => Bilingual::new("删除个人信息", "erase people"),
            Self::ReviewDuplicates => Bilingual::new("审核重复记录", "review duplicates"),
            Self::ManageSources => Bilingual::new("管理数据来源", "manage sources"),
            Self::ChangeRegions => Bilingual::new("变更区划", "change regions"),
            Self::DeclareFields => Bilingual::new("管理本地字段", "declare local fields"),
            Self::SeeQuality => Bilingual::new("查看数据质量", "see data quality"),
        }
    }
}

/// What a role is called in Chinese; in English its name does.
fn title(role: Role) -> &'static str {
    match role {
        Role::Resident => "居民",
        Role::GridWorker => "网格员",
        Role::CommunityStaff => "社区工作人员",
        Role::GovernmentStaff => "政府工作人员",
        Role::Operator => "运维人员",
        Role::System => "系统",
    }
}

/// Lets `actor` do `act` in the region at the end of `path`, or says what is missing.
///
/// # Errors
/// `unauthenticated` for a stranger, `forbidden` for the wrong role or the wrong region.
pub(crate) fn allow(actor: &Actor, act: Act<'_>, path: &RegionPath) -> Result<()> {
    let (said, roles) = (act.said(), act.roles());
    if !roles.contains(&actor.role) {
        let stranger = actor.role == Role::Resident;
        let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
        let titles: Vec<&str> = roles.iter().map(|role| title(*role)).collect();
        let kind = if stranger { Kind::Unauthenticated } else { Kind::Forbidden };
        return Err(Problem::new(
            kind,
            if stranger { "sign-in-wanted" } else { "role-wanted" },
            Bilingual::new(
                format!("{}需要登录并具备相应角色", said.zh),
                format!("you may not {} as {}", said.en, actor.role.name()),
            ),
            Bilingual::new(
                format!("需要以下角色之一：{}。", titles.join("、")),
                format!("One of these roles is wanted: {}.", names.join(", ")),
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

/// Characters of a purpose: enough to say one, not so many that the audit fills with prose.
const PURPOSE: std::ops::RangeInclusive<usize> = 2..=200;

/// Whether a purpose can be one.
pub(crate) fn says_what_for(purpose: &str) -> bool {
    PURPOSE.contains(&purpose.trim().chars().count()) && !purpose.chars().any(char::is_control)
}

/// How `actor` sees personal fields: masked, or in full for a purpose, which whoever shows them writes into the audit
/// (PIPL art. 6: the smallest scope). Whether they may look at all is [`allow`]'s to say.
///
/// # Errors
/// `forbidden` for a role that never sees them in full, `purpose-wrong` for a purpose that says nothing.
pub(crate) fn sight(actor: &Actor, purpose: Option<&str>) -> Result<Sight> {
    let Some(purpose) = purpose.map(str::trim) else { return Ok(Sight::Masked) };
    if !says_what_for(purpose) {
        return Err(Problem::new(
            Kind::Invalid,
            "purpose-wrong",
            Bilingual::new("查看完整信息的用途不清楚", "the purpose of seeing personal data in full says nothing"),
            Bilingual::new(
                format!("请用 {} 至 {} 个字说明用途，将记入审计。", PURPOSE.start(), PURPOSE.end()),
                format!("Say it in {} to {} characters; the audit keeps it.", PURPOSE.start(), PURPOSE.end()),
            ),
        )
        .at("purpose")
        .into());
    }
    let roles = [&[Role::CommunityStaff, Role::GovernmentStaff], &HOST[..]].concat();
    if !roles.contains(&actor.role) {
        let wanted: Vec<&str> = roles.iter().map(|role| role.name()).collect();
        return Err(Problem::new(
            Kind::Forbidden,
            "full-sight-forbidden",
            Bilingual::new(
                "您的角色只能查看脱敏后的个人信息",
                format!("{} sees personal data masked only", actor.role.name()),
            ),
            Bilingual::new(
                format!("请去掉用途后重试，或由以下角色查看：{}。", wanted.join("、")),
                format!("Ask without a purpose, or let one of these roles look: {}.", wanted.join(", ")),
            ),
        )
        .at("purpose")
        .into());
    }
    Ok(Sight::Full { purpose: purpose.to_owned() })
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

    fn answer(role: Role, region: &str, act: Act<'_>, codes: &[&str]) -> Option<Kind> {
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

    #[test]
    fn without_a_purpose_or_the_role_it_is_masked() {
        let actor = |role| Actor { name: "t".into(), role, region: RegionCode::parse("2201").unwrap() };
        let kind = |role, purpose| sight(&actor(role), Some(purpose)).map_err(|error| error.problem().kind);
        assert_eq!(sight(&actor(Role::GovernmentStaff), None).unwrap(), Sight::Masked);
        assert_eq!(kind(Role::CommunityStaff, " 核对低保 "), Ok(Sight::Full { purpose: "核对低保".into() }));
        assert_eq!(kind(Role::GridWorker, "核对低保"), Err(Kind::Forbidden));
        assert_eq!(kind(Role::CommunityStaff, " "), Err(Kind::Invalid));
    }

    #[test]
    fn a_checklist_is_for_those_it_names_and_for_who_runs_the_host() {
        let community = ["22", "2201", "220104", "220104001001"];
        let (staff, open) = ([Role::GridWorker, Role::CommunityStaff], [Role::Resident]);
        assert_eq!(answer(Role::Resident, "0", Act::Submit(&staff), &community), Some(Kind::Unauthenticated));
        assert_eq!(answer(Role::GovernmentStaff, "2201", Act::Submit(&staff), &community), Some(Kind::Forbidden));
        assert_eq!(answer(Role::GridWorker, "220104", Act::Submit(&staff), &community), None);
        assert_eq!(answer(Role::Resident, "0", Act::Submit(&open), &community), None);
        assert_eq!(answer(Role::GridWorker, "220104", Act::Submit(&open), &community), Some(Kind::Forbidden));
        assert_eq!(answer(Role::Operator, "0", Act::Submit(&open), &community), None);
    }
}
