//! The list of the alerts that were given: it outlives the program, because a promise does too.

use rusqlite::{Connection, params};

use crate::{desk::Desk, error::Result, view::app::Alert};

/// How many are kept.
const KEPT: u32 = 200;

impl Desk {
    /// The alerts that were given on this desk, newest first.
    pub fn alerts(&self) -> Result<Vec<Alert>> {
        self.store().read(|conn| {
            let mut query = conn.prepare_cached("SELECT body FROM alert ORDER BY n DESC")?;
            let bodies = query.query_map([], |r| r.get::<_, String>(0))?;
            bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
        })
    }

    /// How many of them nobody has looked at.
    pub fn unheard_alerts(&self) -> Result<u32> {
        self.store().read(|conn| {
            let mut query = conn.prepare_cached("SELECT count(*) FROM alert WHERE heard = 0")?;
            Ok(query.query_row([], |r| r.get(0))?)
        })
    }

    /// Somebody has looked at the list.
    pub fn hear_alerts(&self) -> Result<()> {
        if self.unheard_alerts()? == 0 {
            return Ok(());
        }
        self.store().write_work(|tx| {
            tx.execute("UPDATE alert SET heard = 1 WHERE heard = 0", [])?;
            Ok(())
        })
    }
}

/// Adds alerts to the list; the oldest leave it.
pub(super) fn add<'a>(tx: &Connection, alerts: impl Iterator<Item = &'a Alert>) -> Result<()> {
    let mut insert = tx.prepare_cached("INSERT INTO alert (body) VALUES (?1)")?;
    for alert in alerts {
        insert.execute([serde_json::to_string(alert)?])?;
    }
    tx.execute("DELETE FROM alert WHERE n <= (SELECT max(n) FROM alert) - ?1", params![KEPT])?;
    Ok(())
}
