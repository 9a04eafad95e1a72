//! Reading from PostgreSQL.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use backstop_domain::{
    audience::Audience,
    document::DocumentKind,
    id::{AccountId, CommandId, DeskId, GrantId, PersonId, TransferId},
    ledger::Transfer,
    money::Fen,
};
use futures_util::future::try_join4;
use tokio_postgres::{Error, Row, Statement, types::ToSql};

use super::{Durability, line::Line};
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

/// How many lines of a long table are read at once.
const PAGE: i64 = 5_000;

/// What a connection sees.
pub(super) struct PostgresRows {
    line: Line,
    durability: Arc<Durability>,
    /// The counters, where this connection holds the lock on them.
    locked: Cell<Option<Counters>>,
}

impl PostgresRows {
    /// What this connection sees.
    pub(super) fn new(line: Line, durability: Arc<Durability>) -> Self {
        Self { line, durability, locked: Cell::default() }
    }

    /// The connection.
    pub(super) fn line(&self) -> &Line {
        &self.line
    }

    /// Notes the counters as they stand for as long as the lock holds.
    pub(super) fn lock_holds(&self, counters: Counters) {
        self.locked.set(Some(counters));
    }

    fn ask(&self, statement: &Statement, values: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        self.line.wait(self.line.client().query(statement, values))
    }

    async fn rows(
        &self,
        wanted: usize,
        statement: &Statement,
        values: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, Error> {
        if wanted == 0 { Ok(Vec::new()) } else { self.line.client().query(statement, values).await }
    }

    /// Reads a long table page by page; `read` gives the number to go on after.
    fn page_by_page(&self, query: &str, mut read: impl FnMut(&Row) -> Result<i64>) -> Result<()> {
        let statement = self.line.wait(self.line.client().prepare(query))?;
        let mut after = 0_i64;
        loop {
            let rows = self.ask(&statement, &[&after, &PAGE])?;
            for row in &rows {
                after = read(row)?;
            }
            if i64::try_from(rows.len()).is_ok_and(|count| count < PAGE) {
                return Ok(());
            }
        }
    }
}

impl Rows for PostgresRows {
    fn find(&self, wishes: &Wishes) -> Result<Found> {
        let statements = self.line.statements();
        let (kinds, ids) = columns(wishes.documents.iter());
        let desks: Vec<_> = wishes.desks.iter().map(DeskId::as_str).filter(storable).collect();
        let tokens: Vec<_> = wishes.tokens.iter().map(<[u8; 32]>::as_slice).collect();
        let commands: Vec<_> =
            wishes.answers.iter().map(CommandId::as_str).filter(storable).collect();
        let transfers: Vec<_> =
            wishes.transfers.iter().map(TransferId::as_str).filter(storable).collect();
        let (documents, desks, answers, transfers) = self.line.wait(try_join4(
            self.rows(ids.len(), &statements.documents, &[&kinds, &ids]),
            self.rows(desks.len() + tokens.len(), &statements.desks, &[&desks, &tokens]),
            self.rows(commands.len(), &statements.answers, &[&commands]),
            self.rows(transfers.len(), &statements.transfers_present, &[&transfers]),
        ))?;
        Ok(Found {
            documents: documents.iter().map(document).collect::<Result<_>>()?,
            desks: desks.iter().map(desk).collect::<Result<_>>()?,
            answers: answers.iter().map(answer).collect::<Result<_>>()?,
            transfers: transfers
                .iter()
                .map(|row| Ok(TransferId(row.try_get(0)?)))
                .collect::<Result<_>>()?,
        })
    }

    fn present(&self, keys: &BTreeSet<Key>) -> Result<BTreeSet<Key>> {
        let (kinds, ids) = columns(keys.iter());
        let rows = self.ask(&self.line.statements().present, &[&kinds, &ids])?;
        rows.iter().map(|row| Ok((kind(row, 0)?, row.try_get(1)?))).collect()
    }

    fn counters(&self) -> Result<Counters> {
        if let Some(counters) = self.locked.get() {
            return Ok(counters);
        }
        let statements = self.line.statements();
        let counters = self.ask(&statements.counters, &[])?;
        let counters = counters.first().ok_or_else(no_counter)?;
        let last = self.ask(&statements.last_audit_line, &[])?;
        let (audit, seal) = last_audit_line(last.first())?;
        Ok(Counters { feed: number(counters, 0)?, ticket: number(counters, 1)?, audit, seal })
    }

    fn head(&self) -> Result<u64> {
        let counters = self.ask(&self.line.statements().counters, &[])?;
        number(counters.first().ok_or_else(no_counter)?, 0)
    }

    fn of_kind(&self, kind: DocumentKind) -> Result<Vec<StoredDocument>> {
        let rows = self.ask(&self.line.statements().of_kind, &[&kind.code()])?;
        rows.iter().map(document).collect()
    }

    fn sources(&self) -> Result<Sources> {
        let mut sources: Sources =
            DocumentKind::ALL.iter().map(|kind| (*kind, BTreeMap::new())).collect();
        for row in self.ask(&self.line.statements().sources, &[])? {
            sources.entry(kind(&row, 0)?).or_default().insert(row.try_get(1)?, row.try_get(2)?);
        }
        Ok(sources)
    }

    fn changes(
        &self,
        audiences: &BTreeSet<Audience>,
        cursor: u64,
        limit: u32,
    ) -> Result<Vec<Change>> {
        let audiences: Vec<_> = audiences.iter().map(|audience| audience.0.as_str()).collect();
        let (cursor, limit) = (i64::try_from(cursor).unwrap_or(i64::MAX), i64::from(limit));
        let rows = self.ask(&self.line.statements().changes, &[&audiences, &cursor, &limit])?;
        let change = |row: &Row| {
            let (id, body) = (row.try_get(2)?, row.try_get(3)?);
            Ok(Change { seq: number(row, 0)?, kind: kind(row, 1)?, id, body })
        };
        rows.iter().map(change).collect()
    }

    fn answer_at(&self, desk: &DeskId, n: u64) -> Result<Option<Answer>> {
        let number = i64::try_from(n).unwrap_or(i64::MAX);
        let query = &self.line.statements().answer_at;
        self.ask(query, &[&desk.as_str(), &number])?.first().map(answer).transpose()
    }

    fn desks_of(&self, person: &str) -> Result<Vec<Desk>> {
        self.ask(&self.line.statements().desks_of, &[&person])?.iter().map(desk).collect()
    }

    fn credential(&self, login: &str) -> Result<Option<Credential>> {
        if !storable(&login) {
            return Ok(None);
        }
        let rows = self.ask(&self.line.statements().credential, &[&login])?;
        let kept = |row: &Row| {
            let person = PersonId(row.try_get(0)?);
            Ok(Credential { person, phc: row.try_get(1)?, changed_at: row.try_get(2)? })
        };
        rows.first().map(kept).transpose()
    }

    fn logins(&self) -> Result<Vec<String>> {
        let rows = self.ask(&self.line.statements().logins, &[])?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    fn transfers(&self, each: EachTransfer<'_>) -> Result<()> {
        let query = "SELECT n, id, from_account, to_account, amount, phase, hold, grant_id, at
                     FROM transfer WHERE n > $1 ORDER BY n LIMIT $2";
        self.page_by_page(query, |row| {
            each(transfer(row)?)?;
            Ok(row.try_get(0)?)
        })
    }

    fn balances(&self) -> Result<BTreeMap<AccountId, (Fen, Fen)>> {
        let query = self.line.client().query("SELECT account, balance, held FROM balance", &[]);
        let read = |row: &Row| {
            Ok((AccountId(row.try_get(0)?), (Fen(row.try_get(1)?), Fen(row.try_get(2)?))))
        };
        self.line.wait(query)?.iter().map(read).collect()
    }

    fn audit_lines(&self, each: EachLine<'_>) -> Result<()> {
        let query = "SELECT n, entry, hash FROM audit WHERE n > $1 ORDER BY n LIMIT $2";
        self.page_by_page(query, |row| {
            each(number(row, 0)?, row.try_get(1)?, &hash(row.try_get(2)?)?)?;
            Ok(row.try_get(0)?)
        })
    }

    fn doubt(&self) -> Option<&'static str> {
        self.durability.doubt()
    }

    fn accepted(&self) -> Result<u64> {
        let query = "SELECT count(DISTINCT command_id) FROM outcome
             WHERE verdict LIKE '{\"verdict\":\"accepted\"%'";
        number(&self.line.wait(self.line.client().query_one(query, &[]))?, 0)
    }
}

/// A number that is never below nought.
pub(super) fn number(row: &Row, column: usize) -> Result<u64> {
    let number: i64 = row.try_get(column)?;
    let negative = |_| HubError::Corrupt(format!("{number} cannot be below nought"));
    u64::try_from(number).map_err(negative)
}

/// The number and the seal of the last line of the audit log.
pub(super) fn last_audit_line(row: Option<&Row>) -> Result<(u64, Hash)> {
    let Some(row) = row else { return Ok((0, audit::BEGINNING)) };
    Ok((number(row, 0)?, hash(row.try_get(1)?)?))
}

/// Texts with a NUL cannot be stored, so nothing is stored under them either.
fn storable(text: &&str) -> bool {
    !text.contains('\0')
}

fn columns<'a>(keys: impl Iterator<Item = &'a Key>) -> (Vec<&'static str>, Vec<&'a str>) {
    keys.filter(|(_, id)| storable(&id.as_str()))
        .map(|(kind, id)| (kind.code(), id.as_str()))
        .unzip()
}

fn kind(row: &Row, column: usize) -> Result<DocumentKind> {
    let code: &str = row.try_get(column)?;
    let unknown = || HubError::Corrupt(format!("there is no kind of document called {code}"));
    DocumentKind::from_code(code).ok_or_else(unknown)
}

fn hash(bytes: &[u8]) -> Result<Hash> {
    let wrong = |_| HubError::Corrupt("a hash has 32 bytes".to_owned());
    bytes.try_into().map_err(wrong)
}

fn document(row: &Row) -> Result<StoredDocument> {
    let key = (kind(row, 0)?, row.try_get(1)?);
    let audiences = (row.try_get(4)?, row.try_get(5)?);
    Ok(StoredDocument::new(key, number(row, 2)?, row.try_get(3)?, audiences))
}

fn desk(row: &Row) -> Result<Desk> {
    let token: Option<&[u8]> = row.try_get(3)?;
    Ok(Desk {
        id: DeskId(row.try_get(0)?),
        person: PersonId(row.try_get(1)?),
        last_n: number(row, 2)?,
        token: token.map(hash).transpose()?,
        made_at: row.try_get(4)?,
        signed_in_at: row.try_get(5)?,
    })
}

fn answer(row: &Row) -> Result<Answer> {
    Ok(Answer {
        desk: DeskId(row.try_get(0)?),
        n: number(row, 1)?,
        command: CommandId(row.try_get(2)?),
        body_hash: hash(row.try_get(3)?)?,
        verdict: row.try_get(4)?,
    })
}

fn transfer(row: &Row) -> Result<Transfer> {
    Ok(Transfer {
        id: TransferId(row.try_get(1)?),
        from: AccountId(row.try_get(2)?),
        to: AccountId(row.try_get(3)?),
        amount: Fen(row.try_get(4)?),
        phase: ledger::phase_from_row(row.try_get(5)?, row.try_get(6)?)?,
        grant_id: row.try_get::<_, Option<String>>(7)?.map(GrantId),
        at: ledger::instant(row.try_get(8)?)?,
    })
}

fn no_counter() -> HubError {
    HubError::Corrupt("a counter is missing".to_owned())
}
