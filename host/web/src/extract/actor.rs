//! Who asks. The development token stands in for sign-in; only a server that the demo started knows one.

use super::Language;
use crate::error::ApiError;
use crate::state::App;
use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};
use lifang_core::actor::{Actor, Role};
use lifang_core::problem::{Kind, Problem};
use lifang_core::region::RegionCode;
use lifang_core::text::Bilingual;

/// Who asks.
#[derive(Debug)]
pub(crate) struct Who(pub(crate) Actor);

impl FromRequestParts<App> for Who {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, ApiError> {
        let Some(header) = parts.headers.get(header::AUTHORIZATION) else { return Ok(Self(Actor::anonymous())) };
        let token = header.to_str().ok().and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
        match &app.dev_token {
            Some(known) if same(known.as_bytes(), token.as_bytes()) => {
                Ok(Self(Actor { name: "dev".into(), role: Role::Operator, region: RegionCode::nation() }))
            }
            known => Err(ApiError::new(refused(known.is_some()), Language::of(parts))),
        }
    }
}

fn refused(demo: bool) -> Problem {
    let (what, remedy) = if demo {
        (
            Bilingual::new("令牌不正确", "the token is not the one of this demo"),
            Bilingual::new(
                "演示令牌在数据目录的 dev-token 文件中。",
                "The demo's token is in the file dev-token of its data directory.",
            ),
        )
    } else {
        (
            Bilingual::new("本服务器不接受开发令牌", "this server takes no development token"),
            Bilingual::new(
                "开发令牌只在 lifang demo 启动的服务器上有效。",
                "A development token is good only where `lifang demo` started the server.",
            ),
        )
    };
    Problem::new(Kind::Unauthenticated, "token-refused", what, remedy).at("Authorization")
}

/// Compares without telling by the time it takes how much was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |different, (a, b)| different | (a ^ b)) == 0
}
