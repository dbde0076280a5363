//! What tests stand on: a whole host in this process, on a database of its own, driven through its HTTP router.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a broken harness should stop the test where it broke")]

mod app;
mod components;
mod database;
mod http;

pub use app::{CHAOYANG, HUBEI, KUANCHENG, TestApp};
pub use components::{example, guest, plugin};
pub use database::{Database, Engine};
pub use http::Reply;
pub use lifang_web::Patience;

/// Makes two tests of one body: on SQLite and on PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: $host:ty) $body:block)+) => {
        $($(#[$meta])* mod $name {
            use super::*;

            async fn body($app: $host) $body

            #[tokio::test]
            async fn sqlite() {
                body($crate::TestApp::start($crate::Engine::Sqlite).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                body($crate::TestApp::start($crate::Engine::Postgres).await).await;
            }
        })+
    };
}
