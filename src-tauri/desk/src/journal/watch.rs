//! Noticing which rows of `work.db` a transaction touches, reading them, and writing them back.
//!
//! Triggers that belong to one connection note the keys. They see every statement, also those that were written
//! after them, and they are undone with their transaction.

use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use serde_json::Value;

use crate::{
    error::Result,
    journal::{
        picture::Picture,
        rows::{Columns, Row, Stored, to_json},
    },
};

/// Tables that describe the store itself.
const NOT_JOURNALED: &str = "('journal_place', 'refinery_schema_history', 'work_history')";

/// The tables that the journal follows.
#[derive(Debug, Clone)]
pub(crate) struct Tables(Vec<Table>);

#[derive(Debug, Clone)]
struct Table {
    name: String,
    columns: Vec<String>,
    key: Vec<String>,
}

/// Forgets what was touched so far.
pub(crate) fn clear(tx: &Connection) -> Result<()> {
    tx.prepare_cached("DELETE FROM touched")?.execute([])?;
    Ok(())
}

impl Tables {
    /// The tables of a store.
    pub(crate) fn of(conn: &Connection) -> Result<Self> {
        let sql = format!(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             AND name NOT IN {NOT_JOURNALED} ORDER BY name"
        );
        let mut query = conn.prepare(&sql)?;
        let names = query.query_map([], |r| r.get::<_, String>(0))?;
        let tables = names.map(|name| Table::of(conn, name?));
        Ok(Self(tables.collect::<rusqlite::Result<_>>()?))
    }

    /// Makes a connection note what it touches.
    pub(crate) fn watch(&self, conn: &Connection) -> Result<()> {
        let mut sql = "PRAGMA recursive_triggers = ON;
             CREATE TEMP TABLE touched (tab TEXT, key TEXT, PRIMARY KEY (tab, key)) WITHOUT ROWID;"
            .to_owned();
        for table in &self.0 {
            for (event, sides) in
                [("INSERT", &["new"][..]), ("UPDATE", &["old", "new"]), ("DELETE", &["old"])]
            {
                table.write_trigger(&mut sql, event, sides);
            }
        }
        Ok(conn.execute_batch(&sql)?)
    }

    /// The rows that were touched since the last `clear`, as they are now.
    pub(crate) fn changed(&self, tx: &Connection) -> Result<Vec<Row>> {
        let mut query = tx.prepare_cached("SELECT key FROM touched WHERE tab = ?1 ORDER BY key")?;
        let mut changed = Vec::new();
        for table in &self.0 {
            let keys = query.query_map([&table.name], |r| r.get::<_, String>(0))?;
            for key in keys {
                changed.push(table.row(tx, &key?)?);
            }
        }
        Ok(changed)
    }

    /// Every row there is.
    pub(crate) fn everything(&self, conn: &Connection) -> Result<Picture> {
        let mut picture = Picture::default();
        for table in &self.0 {
            for row in table.rows(conn, "")? {
                picture.put(row);
            }
        }
        Ok(picture)
    }

    /// What can be read of a store that is damaged: of each table every row that a fresh connection still gives.
    pub(crate) fn remains(&self, open: &dyn Fn() -> Option<Connection>) -> Picture {
        let mut picture = Picture::default();
        for table in &self.0 {
            table.remains(open, &mut picture);
        }
        picture
    }

    /// Empties all of them.
    pub(crate) fn clear(&self, tx: &Connection) -> Result<()> {
        self.0.iter().try_for_each(|table| {
            tx.execute(&format!("DELETE FROM main.\"{}\"", table.name), [])?;
            Ok(())
        })
    }

    /// Makes rows what the journal says they are.
    pub(crate) fn apply<'a>(
        &self,
        tx: &Connection,
        rows: impl IntoIterator<Item = &'a Row>,
    ) -> Result<()> {
        for row in rows {
            if let Some(table) = self.0.iter().find(|table| table.name == row.table) {
                table.apply(tx, row)?;
            }
        }
        Ok(())
    }
}

impl Table {
    fn of(conn: &Connection, name: String) -> rusqlite::Result<Self> {
        let mut query = conn.prepare("SELECT name, pk FROM pragma_table_info(?1) ORDER BY cid")?;
        let rows = query.query_map([&name], |r| Ok((r.get(0)?, r.get(1)?)))?;
        let rows: Vec<(String, i64)> = rows.collect::<rusqlite::Result<_>>()?;
        let mut key: Vec<_> = rows.iter().filter(|(_, pk)| *pk > 0).cloned().collect();
        key.sort_by_key(|(_, pk)| *pk);
        let key = key.into_iter().map(|(name, _)| name).collect();
        Ok(Self { name, columns: rows.into_iter().map(|(name, _)| name).collect(), key })
    }

    fn write_trigger(&self, sql: &mut String, event: &str, sides: &[&str]) {
        let table = &self.name;
        let _ = write!(
            sql,
            "CREATE TEMP TRIGGER touched_{table}_{event} AFTER {event} ON main.\"{table}\" BEGIN "
        );
        for side in sides {
            let key: Vec<_> = self.key.iter().map(|name| format!("{side}.\"{name}\"")).collect();
            let key = key.join(", ");
            let _ = write!(
                sql,
                "INSERT OR IGNORE INTO touched VALUES ('{table}', json_array({key})); "
            );
        }
        sql.push_str("END;");
    }

    fn select(&self, tail: &str) -> String {
        let columns: Vec<_> = self.columns.iter().map(|name| format!("\"{name}\"")).collect();
        format!("SELECT {} FROM main.\"{}\" {tail}", columns.join(", "), self.name)
    }

    fn where_key(&self) -> String {
        let wanted =
            self.key.iter().enumerate().map(|(i, name)| format!("\"{name}\" = ?{}", i + 1));
        format!("WHERE {}", wanted.collect::<Vec<_>>().join(" AND "))
    }

    fn row(&self, tx: &Connection, key: &str) -> Result<Row> {
        let values: Vec<Value> = serde_json::from_str(key)?;
        let mut query = tx.prepare_cached(&self.select(&self.where_key()))?;
        let found =
            query.query_row(params_from_iter(values.iter().map(Stored)), |r| self.columns(r));
        // Written the way that Rust writes it, whatever the way of SQLite.
        let key = serde_json::to_string(&values)?;
        Ok(Row { table: self.name.clone(), key, columns: found.optional()? })
    }

    fn rows(&self, conn: &Connection, tail: &str) -> rusqlite::Result<Vec<Row>> {
        let mut query = conn.prepare(&self.select(tail))?;
        let rows = query.query_map([], |r| {
            let columns = self.columns(r)?;
            let key: Vec<_> = self.key.iter().map(|name| &columns[name]).collect();
            let key = serde_json::json!(key).to_string();
            Ok(Row { table: self.name.clone(), key, columns: Some(columns) })
        })?;
        rows.collect()
    }

    fn columns(&self, row: &rusqlite::Row<'_>) -> rusqlite::Result<Columns> {
        let mut columns = Columns::new();
        for (i, name) in self.columns.iter().enumerate() {
            columns.insert(name.clone(), to_json(row.get_ref(i)?));
        }
        Ok(columns)
    }

    /// Reads as far as reading goes from the front, and then from the back: what lies between two damaged pages is
    /// left to the journal. A connection that has met a damaged page gives nothing any more, so each has one attempt.
    fn remains(&self, open: &dyn Fn() -> Option<Connection>, picture: &mut Picture) {
        for order in ["ASC", "DESC"] {
            let Some(conn) = open() else { return };
            let key: Vec<_> = self.key.iter().map(|name| format!("\"{name}\" {order}")).collect();
            let Ok(mut query) = conn.prepare(&self.select(&format!("ORDER BY {}", key.join(", "))))
            else {
                return;
            };
            let Ok(mut rows) = query.query([]) else { return };
            let whole = loop {
                match rows.next() {
                    Ok(Some(row)) => match self.columns(row) {
                        Ok(columns) if is_trusted(&conn) => self.keep(columns, picture),
                        _ => break false,
                    },
                    Ok(None) => break is_trusted(&conn),
                    Err(_) => break false,
                }
            };
            if whole {
                return;
            }
        }
    }

    fn keep(&self, columns: Columns, picture: &mut Picture) {
        let key: Vec<_> = self.key.iter().map(|name| &columns[name]).collect();
        let key = serde_json::json!(key).to_string();
        picture.put(Row { table: self.name.clone(), key, columns: Some(columns) });
    }

    fn apply(&self, tx: &Connection, row: &Row) -> Result<()> {
        let Some(columns) = &row.columns else {
            let key: Vec<Value> = serde_json::from_str(&row.key)?;
            let sql = format!("DELETE FROM main.\"{}\" {}", self.name, self.where_key());
            tx.prepare_cached(&sql)?.execute(params_from_iter(key.iter().map(Stored)))?;
            return Ok(());
        };
        let known: Vec<_> =
            self.columns.iter().filter(|name| columns.contains_key(*name)).collect();
        let names: Vec<_> = known.iter().map(|name| format!("\"{name}\"")).collect();
        let marks = vec!["?"; known.len()].join(", ");
        let sql = format!(
            "INSERT OR REPLACE INTO main.\"{}\" ({}) VALUES ({marks})",
            self.name,
            names.join(", ")
        );
        let values = known.iter().map(|name| Stored(&columns[name.as_str()]));
        tx.prepare_cached(&sql)?.execute(params_from_iter(values))?;
        Ok(())
    }
}

fn is_trusted(conn: &Connection) -> bool {
    let status: rusqlite::Result<String> =
        conn.pragma_query_value(Some("main"), "cipher_status", |r| r.get(0));
    status.is_ok_and(|status| status == "1")
}
