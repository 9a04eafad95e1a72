//! Reading from SQLite.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    audience::Audience,
    document::DocumentKind,
    id::{AccountId, CommandId, DeskId, GrantId, PersonId, TransferId},
    ledger::Transfer,
    money::Fen,
};
use rusqlite::{Connection, OptionalExtension, Params, Row, ToSql};

use crate::{
    error::{HubError, Result},
    store::{
        audit,
        desks::Desk,
        documents::{Sources, StoredDocument},
        engine::{Counters, EachLine, EachTransfer, Found, Key, Rows, Wishes},
        feed::Change,
        ledger,
        outcomes::Answer,
        people::Credential,
    },
    token::Hash,
};

/// The columns of a desk.
macro_rules! desk_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, person, last_n, token_hash, made_at, signed_in_at FROM desk WHERE ",
            $condition
        )
    };
}

/// What a connection sees.
pub(super) struct SqliteRows(pub(super) Connection);

impl SqliteRows {
    /// The rows of a query, each read by itself.
    fn list<T, P: Params>(
        &self,
        query: &str,
        values: P,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut query = self.0.prepare_cached(query)?;
        let rows = query.query_map(values, read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The only row of a query, if there is one.
    fn one<T, P: Params>(
        &self,
        query: &str,
        values: P,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>> {
        Ok(self.0.prepare_cached(query)?.query_row(values, read).optional()?)
    }

    fn document(&self, (kind, id): &Key) -> Result<Option<StoredDocument>> {
        let query = "SELECT seq, body, audiences, left_audiences FROM document
                     WHERE kind = ?1 AND id = ?2";
        self.one(query, [kind.code(), id], |row| {
            let audiences = (row.get(2)?, row.get(3)?);
            Ok(StoredDocument::new((*kind, id.clone()), row.get(0)?, row.get(1)?, audiences))
        })
    }

    fn answers(&self, command: &CommandId) -> Result<Vec<Answer>> {
        let query = "SELECT desk, n, body_hash, verdict FROM outcome WHERE command_id = ?1";
        self.list(query, [command.as_str()], |row| {
            Ok(Answer {
                desk: DeskId(row.get(0)?),
                n: row.get(1)?,
                command: command.clone(),
                body_hash: row.get(2)?,
                verdict: row.get(3)?,
            })
        })
    }
}

impl Rows for SqliteRows {
    fn find(&self, wishes: &Wishes) -> Result<Found> {
        let mut found = Found::default();
        for key in &wishes.documents {
            found.documents.extend(self.document(key)?);
        }
        for id in &wishes.desks {
            found.desks.extend(self.one(desk_where!("id = ?1"), [id.as_str()], desk)?);
        }
        for token in &wishes.tokens {
            found.desks.extend(self.one(desk_where!("token_hash = ?1"), [token], desk)?);
        }
        for command in &wishes.answers {
            found.answers.extend(self.answers(command)?);
        }
        for id in &wishes.transfers {
            let query = "SELECT 1 FROM transfer WHERE id = ?1";
            if self.0.prepare_cached(query)?.exists([id.as_str()])? {
                found.transfers.push(id.clone());
            }
        }
        Ok(found)
    }

    fn present(&self, keys: &BTreeSet<Key>) -> Result<BTreeSet<Key>> {
        let mut query =
            self.0.prepare_cached("SELECT 1 FROM document WHERE kind = ?1 AND id = ?2")?;
        let mut present = BTreeSet::new();
        for (kind, id) in keys {
            if query.exists([kind.code(), id])? {
                present.insert((*kind, id.clone()));
            }
        }
        Ok(present)
    }

    fn counters(&self) -> Result<Counters> {
        let last = "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1";
        let last = self.one(last, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (audit, seal) = last.unwrap_or((0, audit::BEGINNING));
        let ticket = "SELECT value FROM counter WHERE name = 'ticket'";
        let ticket = self.one(ticket, [], |row| row.get(0))?.ok_or_else(no_counter)?;
        Ok(Counters { feed: self.head()?, ticket, audit, seal })
    }

    fn head(&self) -> Result<u64> {
        let query = "SELECT value FROM counter WHERE name = 'feed'";
        self.one(query, [], |row| row.get(0))?.ok_or_else(no_counter)
    }

    fn of_kind(&self, kind: DocumentKind) -> Result<Vec<StoredDocument>> {
        let query = "SELECT id, seq, body FROM document WHERE kind = ?1 ORDER BY seq";
        self.list(query, [kind.code()], |row| {
            let key = (kind, row.get(0)?);
            Ok(StoredDocument::new(key, row.get(1)?, row.get(2)?, Default::default()))
        })
    }

    fn sources(&self) -> Result<Sources> {
        let query = "SELECT id, body ->> '$.source' FROM document
                     WHERE kind = ?1 AND body ->> '$.source' IS NOT NULL";
        let of_kind = |kind: &DocumentKind| {
            let rows = self.list(query, [kind.code()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok((*kind, rows.into_iter().collect()))
        };
        DocumentKind::ALL.iter().map(of_kind).collect()
    }

    /// Each audience is read on its own along its index and the results are merged, so that a page
    /// costs the same wherever it lies in a long feed.
    fn changes(
        &self,
        audiences: &BTreeSet<Audience>,
        cursor: u64,
        limit: u32,
    ) -> Result<Vec<Change>> {
        let mut values: Vec<&dyn ToSql> = vec![&cursor, &limit];
        values.extend(audiences.iter().map(|audience| &audience.0 as &dyn ToSql));
        let rows = self.list(&merging(audiences.len()), values.as_slice(), |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?, row.get(2)?, row.get(3)?))
        })?;
        let change = |(seq, kind, id, body): (u64, String, String, Option<String>)| {
            Ok(Change { seq, kind: kind_of(&kind)?, id, body })
        };
        rows.into_iter().map(change).collect()
    }

    fn answer_at(&self, desk: &DeskId, n: u64) -> Result<Option<Answer>> {
        let query = "SELECT command_id, body_hash, verdict FROM outcome WHERE desk = ?1 AND n = ?2";
        self.one(query, rusqlite::params![desk.as_str(), n], |row| {
            let (command, body_hash) = (CommandId(row.get(0)?), row.get(1)?);
            Ok(Answer { desk: desk.clone(), n, command, body_hash, verdict: row.get(2)? })
        })
    }

    fn desks_of(&self, person: &str) -> Result<Vec<Desk>> {
        self.list(desk_where!("person = ?1"), [person], desk)
    }

    fn credential(&self, login: &str) -> Result<Option<Credential>> {
        let query = "SELECT person, phc, changed_at FROM credential WHERE login = ?1";
        self.one(query, [login], |row| {
            let person = PersonId(row.get(0)?);
            Ok(Credential { person, phc: row.get(1)?, changed_at: row.get(2)? })
        })
    }

    fn logins(&self) -> Result<Vec<String>> {
        self.list("SELECT login FROM credential", [], |row| row.get(0))
    }

    fn transfers(&self, each: EachTransfer<'_>) -> Result<()> {
        let mut query = self.0.prepare(
            "SELECT id, from_account, to_account, amount, phase, hold, grant_id, at
             FROM transfer ORDER BY n",
        )?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            each(transfer(row)?)?;
        }
        Ok(())
    }

    fn balances(&self) -> Result<BTreeMap<AccountId, (Fen, Fen)>> {
        let rows = self.list("SELECT account, balance, held FROM balance", [], |row| {
            Ok((AccountId(row.get(0)?), (Fen(row.get(1)?), Fen(row.get(2)?))))
        })?;
        Ok(rows.into_iter().collect())
    }

    fn audit_lines(&self, each: EachLine<'_>) -> Result<()> {
        let mut lines = self.0.prepare("SELECT n, entry, hash FROM audit ORDER BY n")?;
        let mut rows = lines.query([])?;
        while let Some(row) = rows.next()? {
            let entry = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
            each(row.get(0)?, entry, &row.get::<_, Hash>(2)?)?;
        }
        Ok(())
    }

    fn accepted(&self) -> Result<u64> {
        let query = "SELECT count(DISTINCT command_id) FROM outcome
             WHERE verdict LIKE '{\"verdict\":\"accepted\"%'";
        Ok(self.one(query, [], |row| row.get(0))?.unwrap_or_default())
    }
}

fn desk(row: &Row<'_>) -> rusqlite::Result<Desk> {
    Ok(Desk {
        id: DeskId(row.get(0)?),
        person: PersonId(row.get(1)?),
        last_n: row.get(2)?,
        token: row.get(3)?,
        made_at: row.get(4)?,
        signed_in_at: row.get(5)?,
    })
}

fn transfer(row: &Row<'_>) -> Result<Transfer> {
    let (phase, at): (String, String) = (row.get(4)?, row.get(7)?);
    Ok(Transfer {
        id: TransferId(row.get(0)?),
        from: AccountId(row.get(1)?),
        to: AccountId(row.get(2)?),
        amount: Fen(row.get(3)?),
        phase: ledger::phase_from_row(&phase, row.get(5)?)?,
        grant_id: row.get::<_, Option<String>>(6)?.map(GrantId),
        at: ledger::instant(&at)?,
    })
}

fn merging(audiences: usize) -> String {
    let one = |n: usize| {
        format!(
            "SELECT * FROM (SELECT seq, visible FROM document_audience
             WHERE audience = ?{} AND seq > ?1 ORDER BY seq LIMIT ?2)",
            n + 3
        )
    };
    let parts: Vec<String> = (0..audiences).map(one).collect();
    format!(
        "SELECT d.seq, d.kind, d.id, CASE WHEN near.visible THEN d.body END
         FROM (SELECT seq, max(visible) AS visible FROM ({}) GROUP BY seq ORDER BY seq LIMIT ?2)
         AS near JOIN document AS d ON d.seq = near.seq ORDER BY d.seq",
        parts.join(" UNION ALL ")
    )
}

fn kind_of(code: &str) -> Result<DocumentKind> {
    let unknown = || HubError::Corrupt(format!("there is no kind of document called {code}"));
    DocumentKind::from_code(code).ok_or_else(unknown)
}

fn no_counter() -> HubError {
    HubError::Corrupt("a counter is missing".to_owned())
}
