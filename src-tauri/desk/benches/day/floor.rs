//! The floor under a first pull: the rows of a desk's cache written into a fresh encrypted store with
//! the same tables, indexes and words, in one transaction and without a journal. No hub, no HTTP, no
//! JSON is read, nothing is worked out.

use std::{fs, path::Path, time::Instant};

use rusqlite::{Connection, params_from_iter, types::Value};

use crate::{Outcome, figure::Figure, memory, raw::Raw};

/// The desk's own tables.
const SCHEMA: [&str; 2] = [
    include_str!("../../migrations/cache/V1__cache.sql"),
    include_str!("../../migrations/cache/V2__derived.sql"),
];
/// What is copied as it is; counts follow by trigger.
const TABLES: [&str; 5] = ["document", "ticket", "customer", "reminder", "worded"];

/// How long that takes.
pub(crate) fn figures(profile: &Path) -> Outcome<Vec<Figure>> {
    let raw = Raw::of(profile)?;
    let rows = TABLES.map(|table| rows(&raw.cache, table));
    let words = words(&raw.cache)?;
    let (began, busy) = (Instant::now(), memory::busy_seconds()?);
    let store = raw.scratch("floor.db")?;
    store.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")?;
    SCHEMA.iter().try_for_each(|sql| store.execute_batch(sql))?;
    let tx = store.unchecked_transaction()?;
    for (table, rows) in TABLES.iter().zip(rows) {
        insert(&tx, table, &rows?)?;
    }
    let mut word = tx.prepare("INSERT INTO words (rowid, tokens) VALUES (?1, ?2)")?;
    for (number, tokens) in &words {
        word.execute((number, tokens))?;
    }
    drop(word);
    tx.commit()?;
    let file = profile.join("floor.db");
    fs::File::open(&file)?.sync_all()?;
    let took = began.elapsed().as_secs_f64();
    let busy = memory::busy_seconds()? - busy;
    drop(store);
    fs::remove_file(&file)?;
    Ok(vec![
        Figure::value("write the same rows without a protocol", "s", took),
        Figure::value("write the same rows without a protocol, processor time", "s", busy),
    ])
}

fn rows(conn: &Connection, table: &str) -> Outcome<Vec<Vec<Value>>> {
    let mut find = conn.prepare(&format!("SELECT * FROM {table}"))?;
    let columns = find.column_count();
    let read = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
    Ok(find.query_map([], read)?.collect::<rusqlite::Result<_>>()?)
}

fn insert(conn: &Connection, table: &str, rows: &[Vec<Value>]) -> Outcome<()> {
    let Some(first) = rows.first() else { return Ok(()) };
    let places = vec!["?"; first.len()].join(", ");
    let mut insert = conn.prepare(&format!("INSERT INTO {table} VALUES ({places})"))?;
    for row in rows {
        insert.execute(params_from_iter(row))?;
    }
    Ok(())
}

/// The tokens of every row of the full-text index, by rising number. The index does not keep its
/// texts, so they are put together again from where each token stands.
fn words(conn: &Connection) -> Outcome<Vec<(i64, String)>> {
    conn.execute_batch("CREATE VIRTUAL TABLE temp.place USING fts5vocab(main, words, instance)")?;
    let mut find = conn.prepare("SELECT term, doc, offset FROM temp.place")?;
    let mut found = find.query([])?;
    let (mut terms, mut places) = (Vec::<String>::new(), Vec::new());
    while let Some(row) = found.next()? {
        let term = row.get_ref(0)?.as_str()?;
        if terms.last().is_none_or(|last| last != term) {
            terms.push(term.to_owned());
        }
        places.push((row.get::<_, i64>(1)?, row.get::<_, u32>(2)?, terms.len() - 1));
    }
    places.sort_unstable();
    let mut words: Vec<(i64, String)> = Vec::new();
    for (number, _, term) in places {
        match words.last_mut() {
            Some((last, line)) if *last == number => {
                line.push(' ');
                line.push_str(&terms[term]);
            }
            _ => words.push((number, terms[term].clone())),
        }
    }
    Ok(words)
}
