//! News about money: what has become of this person's requests for compensation, told like an alert.
//!
//! A grant that stood here, inside the quota, may reach the hub after the quota was spent elsewhere. It waits for a
//! manager then, and whoever promised it to a customer must hear of that.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    document::{Document, DocumentKind},
    grant::{Grant, GrantState},
    person::Person,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::words::{self, Locale};
use crate::{
    error::Result,
    show::ticket::{customer_name, person_name},
    store::documents::{self, Thing},
    view::app::Alert,
};

/// A request that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct News {
    /// As it is now.
    pub(crate) grant: Grant,
    /// What the person took it for.
    pub(crate) was: GrantState,
}

/// How this person's requests stood before a page of the feed.
pub(crate) struct Before(BTreeMap<String, GrantState>);

impl Before {
    /// Looks at what the page brings and at what rests on this desk's own work.
    pub(crate) fn look<'t>(
        conn: &Connection,
        person: &Person,
        things: impl Iterator<Item = (DocumentKind, &'t str)>,
    ) -> Result<Self> {
        let mut states = BTreeMap::new();
        for (_, id) in things.filter(|(kind, _)| *kind == DocumentKind::Grant) {
            if let Some(grant) = mine(conn, person, id)? {
                states.insert(id.to_owned(), grant.state);
            }
        }
        Ok(Self(states))
    }

    /// What has changed since.
    pub(crate) fn news(
        &self,
        conn: &Connection,
        person: &Person,
        changed: &BTreeSet<Thing>,
    ) -> Result<Vec<News>> {
        let mut news = Vec::new();
        for (id, was) in &self.0 {
            if !changed.contains(&(DocumentKind::Grant, id.clone())) {
                continue;
            }
            if let Some(grant) = mine(conn, person, id)?
                && grant.state != *was
            {
                news.push(News { grant, was: *was });
            }
        }
        Ok(news)
    }
}

fn mine(conn: &Connection, person: &Person, id: &str) -> Result<Option<Grant>> {
    let found = documents::current(conn, DocumentKind::Grant, id)?;
    Ok(match found {
        Some(Document::Grant(grant)) if grant.requested_by == person.id => Some(grant),
        _ => None,
    })
}

/// Keeps news until the next look of the alarms.
pub(crate) fn keep(tx: &Connection, news: &[News]) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO news (key, body) VALUES (?1, ?2)";
    let mut insert = tx.prepare_cached(sql)?;
    for one in news {
        insert.execute(params![one.grant.id.as_str(), serde_json::to_string(one)?])?;
    }
    Ok(())
}

/// The news that nobody has told yet.
pub(super) fn untold(conn: &Connection) -> Result<Vec<News>> {
    let mut query = conn.prepare_cached("SELECT body FROM news ORDER BY key")?;
    let bodies = query.query_map([], |r| r.get::<_, String>(0))?;
    bodies.map(|body| Ok(serde_json::from_str(&body?)?)).collect()
}

/// Forgets that there were any.
pub(super) fn told(tx: &Connection, news: &[News]) -> Result<()> {
    let mut delete = tx.prepare_cached("DELETE FROM news WHERE key = ?1 AND body = ?2")?;
    for one in news {
        delete.execute(params![one.grant.id.as_str(), serde_json::to_string(one)?])?;
    }
    Ok(())
}

/// Puts news into words.
pub(super) fn alert(
    conn: &Connection,
    news: &News,
    now: Timestamp,
    locale: Locale,
) -> Result<Alert> {
    let News { grant, .. } = news;
    let customer = customer_name(conn, grant.customer_id.as_str())?;
    let decider = grant.decided_by.as_ref().map(|id| person_name(conn, id)).transpose()?;
    Ok(Alert {
        key: format!("grant/{}/{}", grant.id, now.as_millisecond()),
        tickets: grant.ticket_id.iter().map(|id| id.0.clone()).collect(),
        title: words::money_title(grant, &customer, locale),
        body: words::money_body(grant, decider.as_deref(), locale),
        due: now,
        breached: false,
    })
}
