//! How far the journal goes, as the store knows it.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};

use crate::{
    error::{DeskError, Result},
    journal::{
        frame::{Hash, Id, Sealer, random},
        record::Record,
    },
};

/// The end of a journal: its last record, and where that lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Place {
    #[serde(with = "hex")]
    pub(crate) id: Id,
    pub(crate) seq: u64,
    #[serde(with = "hex")]
    pub(crate) hash: Hash,
    /// How long the file is.
    pub(crate) bytes: u64,
    /// How long it was when it was written anew.
    pub(crate) base: u64,
}

impl Place {
    /// The beginning of a new file. Numbers go on from the old one, so that of two files the one that knows more can
    /// be told.
    pub(crate) fn anew(old: Option<&Self>) -> Self {
        let seq = old.map_or(0, |old| old.seq);
        Self { id: random(), seq, hash: [0; 32], bytes: 0, base: 0 }
    }

    /// Where a store stands.
    pub(crate) fn of(conn: &Connection) -> Result<Option<Self>> {
        let sql = "SELECT id, seq, hash, bytes, base FROM journal_place";
        let found = conn
            .prepare_cached(sql)?
            .query_row([], |r| {
                let (id, hash): (String, String) = (r.get(0)?, r.get(2)?);
                Ok((id, r.get(1)?, hash, r.get(3)?, r.get(4)?))
            })
            .optional()?;
        let Some((id, seq, hash, bytes, base)) = found else { return Ok(None) };
        Ok(match (hex::read(&id), hex::read(&hash)) {
            (Some(id), Some(hash)) => Some(Self { id, seq, hash, bytes, base }),
            _ => None,
        })
    }

    /// Notes it in the store.
    pub(crate) fn write(&self, tx: &Connection) -> Result<()> {
        let sql = "INSERT OR REPLACE INTO journal_place (one, id, seq, hash, bytes, base)
                   VALUES (1, ?1, ?2, ?3, ?4, ?5)";
        let (id, hash) = (hex::text(&self.id), hex::text(&self.hash));
        tx.prepare_cached(sql)?.execute(params![id, self.seq, hash, self.bytes, self.base])?;
        Ok(())
    }

    /// Seals a record that comes next. Returns it, and the place behind it.
    pub(crate) fn follow(&self, sealer: &Sealer, record: &Record) -> Result<(Vec<u8>, Self)> {
        let text = serde_json::to_vec(record)?;
        let seq = self.seq + 1;
        let frame = sealer.seal(&self.id, seq, &self.hash, &text);
        let (frame, hash) = frame.ok_or(DeskError::WrongKind("with a record of such a length"))?;
        let bytes = self.bytes + frame.len() as u64;
        Ok((frame, Self { seq, hash, bytes, ..self.clone() }))
    }

    /// Whether both name the same record of the same file.
    pub(crate) fn is_same_record(&self, other: &Self) -> bool {
        (&self.id, self.seq, &self.hash) == (&other.id, other.seq, &other.hash)
    }
}

/// Bytes as text.
mod hex {
    use std::fmt::Write as _;

    use super::Deserialize;

    pub(super) fn text(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    pub(super) fn read<const N: usize>(text: &str) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        if text.len() != 2 * N || !text.is_ascii() {
            return None;
        }
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).ok()?;
        }
        Some(bytes)
    }

    pub(super) fn serialize<S: serde::Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&text(bytes))
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>, const N: usize>(
        from: D,
    ) -> Result<[u8; N], D::Error> {
        let text = String::deserialize(from)?;
        read(&text).ok_or_else(|| serde::de::Error::custom("no hexadecimal digits"))
    }
}
