//! Reading a journal: every record that is whole, and what the rest means.
//!
//! Bytes behind the last record that are none are a torn end: the program or the machine stopped while they were written,
//! and nothing in them was acknowledged. Anything else that does not fit (bytes between records, a number left out, a
//! record that does not follow the one before) is damage; it costs only the records that it hit.

use std::collections::BTreeMap;

use crate::journal::{
    frame::{Frame, Hash, Id, Sealer, next_mark},
    picture::Picture,
    place::Place,
    record::Record,
    rows::Row,
};

/// What a file holds.
#[derive(Debug, Default)]
pub(crate) struct Reading {
    records: Vec<Read>,
    /// Whether something in it is not as it was written.
    pub(crate) is_damaged: bool,
    /// Whether there is anything at all.
    pub(crate) is_empty: bool,
}

/// A record and where it lies.
#[derive(Debug)]
struct Read {
    id: Id,
    seq: u64,
    hash: Hash,
    end: u64,
    record: Record,
}

/// What comes behind a place.
#[derive(Debug)]
pub(crate) enum Beyond<'a> {
    /// The rows of at most one record, to be done.
    Rows(&'a [Row]),
    /// The journal knows less than the store, or is damaged: it is written anew.
    Less,
    /// The journal knows more than a crash can explain: the store has lost something.
    More,
}

/// Reads a file.
pub(crate) fn read(bytes: &[u8], sealer: &Sealer) -> Reading {
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if let Some(frame) = sealer.open(&bytes[at..]) {
            let start = at;
            at += frame.length;
            found.push((start, at, frame));
        } else {
            at = next_mark(bytes, at + 1).unwrap_or(bytes.len());
        }
    }
    let mut reading = Reading { is_empty: bytes.is_empty(), ..Reading::default() };
    let Some(id) = main_file(&found) else { return reading };
    let (mut end, mut prev) = (0, None::<(u64, Hash)>);
    for (start, stop, frame) in found {
        let fits = frame.id == id && prev.is_none_or(|(seq, _)| frame.seq > seq);
        let record = serde_json::from_slice::<Record>(&frame.text);
        let (true, Ok(record)) = (fits, record) else { continue };
        let follows = match prev {
            None => record.snapshot && frame.prev == [0; 32],
            Some((seq, hash)) => frame.seq == seq + 1 && frame.prev == hash,
        };
        reading.is_damaged |= !follows || start != end;
        (end, prev) = (stop, Some((frame.seq, frame.hash)));
        let end = stop as u64;
        reading.records.push(Read { id, seq: frame.seq, hash: frame.hash, end, record });
    }
    reading
}

/// The file that most frames belong to: a stray page of another one may hold some of its frames.
fn main_file(found: &[(usize, usize, Frame)]) -> Option<Id> {
    let mut counts = BTreeMap::<Id, usize>::new();
    for (_, _, frame) in found {
        *counts.entry(frame.id).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(id, _)| id)
}

impl Reading {
    /// Whether not one record can be read.
    pub(crate) fn is_blank(&self) -> bool {
        self.records.is_empty()
    }

    /// The format of the store that it describes.
    pub(crate) fn schema(&self) -> Option<i64> {
        self.records.iter().map(|read| read.record.schema).max()
    }

    /// Its end.
    pub(crate) fn place(&self) -> Option<Place> {
        let last = self.records.last()?;
        let base = self.records.iter().take_while(|read| read.record.snapshot).last();
        Some(Place {
            id: last.id,
            seq: last.seq,
            hash: last.hash,
            bytes: last.end,
            base: base.map_or(0, |read| read.end),
        })
    }

    /// The store as it shows it.
    pub(crate) fn picture(&self) -> Picture {
        let mut picture = Picture::default();
        for row in self.records.iter().flat_map(|read| &read.record.rows) {
            picture.put(row.clone());
        }
        picture
    }

    /// Whether a store at this place stands somewhere in this very file.
    pub(crate) fn is_of(&self, place: &Place) -> bool {
        self.records.first().is_some_and(|first| first.id == place.id)
    }

    /// What it knows that a store at this place does not.
    pub(crate) fn beyond(&self, place: &Place) -> Beyond<'_> {
        let knows_more = self.records.last().is_some_and(|last| last.seq > place.seq);
        let Some(known) = self.known(place).filter(|_| !self.is_damaged) else {
            return if knows_more { Beyond::More } else { Beyond::Less };
        };
        match &self.records[known..] {
            [] => Beyond::Rows(&[]),
            [one] => Beyond::Rows(&one.record.rows),
            _ => Beyond::More,
        }
    }

    /// How many of the records a store at this place knows, if it is one that this file comes from.
    fn known(&self, place: &Place) -> Option<usize> {
        let is_here =
            |read: &Read| (read.id, read.seq, read.hash) == (place.id, place.seq, place.hash);
        if let Some(at) = self.records.iter().position(is_here) {
            return Some(at + 1);
        }
        let first = self.records.first()?;
        let follows = first.record.follows.as_ref();
        let snapshot = self.records.iter().take_while(|read| read.record.snapshot).count();
        follows.filter(|old| old.is_same_record(place)).map(|_| snapshot)
    }
}
