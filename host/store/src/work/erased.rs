//! What was filled in about a person who is erased: the answers go, and what was made of them; that there was a visit stays.

use crate::error::Result;
use crate::sql::{Read, query, to_json};
use crate::store::Tx;
use lifang_core::problem::{Kind, Problem};
use lifang_core::text::{Bilingual, Text};

/// Takes the answers out of all submissions about the person, out of what was decided on them, and out of the titles of the work that
/// followed. One that waits to be judged waits no longer.
pub(crate) async fn erase_submissions(tx: &mut Tx, person: i64) -> Result<()> {
    let decisions = "SELECT d.id FROM decision d JOIN submission s ON s.id = d.submission_id WHERE s.person_id = $1";
    let orders = format!("SELECT o.id, o.title FROM work_order o WHERE o.decision_id IN ({decisions})");
    for row in query(orders).bind(person).fetch_all(tx.connection()).await? {
        let bare = Text { args: Vec::new(), ..row.json(1)? };
        let sql = "UPDATE work_order SET title = $1 WHERE id = $2";
        query(sql).bind(to_json(&bare)?).bind(row.int(0)?).execute(tx.connection()).await?;
    }
    let sql = format!("UPDATE decision SET call = '{{}}', answer = '{{}}' WHERE id IN ({decisions})");
    query(sql).bind(person).execute(tx.connection()).await?;
    // The hash goes as well: of few possible answers it tells which it was.
    let sql = "UPDATE submission SET answers = '{}', judged = NULL, request_hash = $2, last_failure = $3, \
               status = CASE WHEN status = 1 THEN 3 ELSE status END, revision = revision + 1 WHERE person_id = $1";
    query(sql).bind(person).bind(Vec::<u8>::new()).bind(to_json(&erased())?).execute(tx.connection()).await?;
    Ok(())
}

fn erased() -> Problem {
    Problem::new(
        Kind::NotFound,
        "submission-erased",
        Bilingual::new("填报内容已随当事人信息依法删除", "the answers went when the person they were about was erased"),
        Bilingual::new("无需处理；走访次数仍计入统计。", "Nothing is to be done; the visit is still counted."),
    )
}
