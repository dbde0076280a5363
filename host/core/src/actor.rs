//! Who acts: a name for the audit, a role, and the region the role holds in.

use crate::region::RegionCode;
use serde::{Deserialize, Serialize};

/// What someone is to a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 居民, also anyone not signed in.
    Resident,
    /// 网格员
    GridWorker,
    /// 社区工作者
    CommunityStaff,
    /// 街道、区、市、省工作人员
    GovernmentStaff,
    /// 平台运维
    Operator,
    /// The host itself.
    System,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Resident, Self::GridWorker, Self::CommunityStaff, Self::GovernmentStaff, Self::Operator, Self::System];

    /// The name in the contract and the audit.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Resident => "resident",
            Self::GridWorker => "grid-worker",
            Self::CommunityStaff => "community-staff",
            Self::GovernmentStaff => "government-staff",
            Self::Operator => "operator",
            Self::System => "system",
        }
    }
}

/// Who acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// For the audit: an account, `anonymous` or `system`.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The subtree the role holds in.
    pub region: RegionCode,
}

impl Actor {
    /// Someone not signed in: may see what is public anywhere and send in what residents send.
    #[must_use]
    pub fn anonymous() -> Self {
        Self { name: "anonymous".into(), role: Role::Resident, region: RegionCode::nation() }
    }

    /// The host itself, doing what no person asked for just now.
    #[must_use]
    pub fn system() -> Self {
        Self { name: "system".into(), role: Role::System, region: RegionCode::nation() }
    }
}
