//! What an import gathers: documents, and for everything that was broken where it stands and why.

use std::collections::{BTreeMap, BTreeSet};

use backstop_domain::{
    document::{Document, DocumentKind},
    id::{CustomerId, OrderId},
};
use serde::Serialize;

use super::{
    Surroundings,
    folder::Folder,
    place::{Place, Source},
    row::{Flaw, Row},
    rows::{Damage, Layout, Slice, split},
    tree::Json,
};

const NOT_UTF8: &str = "it holds bytes that are not UTF-8";

/// Something that was not imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// What sort of thing it would have become.
    #[serde(skip)]
    pub kind: DocumentKind,
    /// The file.
    pub file: String,
    /// The line of the row, counted from 1.
    pub line: usize,
    /// The column of the row, counted from 1 in characters.
    pub column: usize,
    /// The way to the row, and inside the row to the field: `$.jd.5de6.314.订单总金额`.
    pub path: String,
    /// What is wrong with it.
    pub reason: String,
}

/// Everything that a folder yields.
pub struct Harvest<'a> {
    /// What to store, in the order of the files, each identity once.
    pub documents: Vec<Document>,
    /// What was broken, in the order of the files.
    pub refusals: Vec<Refusal>,
    /// The files that were not there.
    pub absent: Vec<&'static str>,
    source: &'static str,
    surroundings: &'a dyn Surroundings,
    seen: BTreeMap<(DocumentKind, String), usize>,
}

/// One row on its way to becoming documents.
pub(super) struct Found<'a> {
    /// The keys on the way to it.
    pub(super) keys: &'a [String],
    /// Its fields.
    pub(super) row: Row<'a>,
}

impl Found<'_> {
    /// The key under which the row is filed.
    pub(super) fn key(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }
}

impl<'a> Harvest<'a> {
    /// Nothing yet.
    pub(super) fn new(source: &'static str, surroundings: &'a dyn Surroundings) -> Self {
        Self {
            documents: Vec::new(),
            refusals: Vec::new(),
            absent: Vec::new(),
            source,
            surroundings,
            seen: BTreeMap::new(),
        }
    }

    /// The shop that everything here comes from.
    pub(super) fn source(&self) -> String {
        self.source.to_owned()
    }

    /// Reads every row of a file. `reap` turns one into a document or says what is wrong with it.
    pub(super) fn rows<D: Into<Document>>(
        &mut self,
        folder: &Folder,
        file: &'static str,
        kind: DocumentKind,
        layout: Layout,
        reap: impl Fn(&Self, &Found<'_>) -> Result<D, Flaw>,
    ) {
        self.each_row(folder, file, kind, layout, |harvest, found| {
            let document = reap(harvest, found)?.into();
            harvest.keep(document)
        });
    }

    /// Reads every row of a file for whatever it changes.
    pub(super) fn each_row(
        &mut self,
        folder: &Folder,
        file: &'static str,
        kind: DocumentKind,
        layout: Layout,
        mut reap: impl FnMut(&mut Self, &Found<'_>) -> Result<(), Flaw>,
    ) {
        let Some(source) = self.open(folder, file, kind) else { return };
        let refused_before = self.refusals.len();
        let (rows, damage) = split(&source.text, layout);
        let mut paths = BTreeSet::new();
        let mut behind = 0;
        for slice in &rows {
            let fresh = paths.insert(&slice.keys);
            let end = slice.offset + slice.text.len();
            // The key stands before the row: what is garbled in it spoils the row too.
            let garbled = source.garbled_from(behind).filter(|at| *at < end);
            behind = end;
            let reaped = match garbled {
                Some(_) => Err(Flaw::of_row(NOT_UTF8)),
                None => self.reap_slice(slice, fresh, &mut reap),
            };
            if let Err(flaw) = reaped {
                let at = garbled.unwrap_or(slice.offset);
                self.refuse(&source, kind, source.place(at), flaw, &slice.keys);
            }
        }
        let unnamed = self.refusals.len() == refused_before;
        if let Some((place, reason)) = spoiled(&source, behind, damage.as_ref(), unnamed) {
            self.refuse(&source, kind, place, Flaw::of_row(reason), &[]);
        }
    }

    fn reap_slice(
        &mut self,
        slice: &Slice<'_>,
        fresh: bool,
        reap: &mut impl FnMut(&mut Self, &Found<'_>) -> Result<(), Flaw>,
    ) -> Result<(), Flaw> {
        if !fresh {
            return Err(Flaw::of_row("the same key is already there further up"));
        }
        let value = Json::parse(slice.text)
            .map_err(|broken| Flaw::of_row(format!("it is not JSON: {}", broken.0)))?;
        let row = Row::of(&value)?;
        if slice.missing > 0 {
            return Err(Flaw::of_row("it stands where an object of rows was expected"));
        }
        reap(self, &Found { keys: &slice.keys, row })
    }

    /// Reads a text file as a whole.
    pub(super) fn words<D: Into<Document>>(
        &mut self,
        folder: &Folder,
        file: &'static str,
        kind: DocumentKind,
        reap: impl FnOnce(&Self, &str) -> D,
    ) {
        let Some(source) = self.open(folder, file, kind) else { return };
        let kept = if let Some(at) = source.garbled_from(0) {
            return self.refuse(&source, kind, source.place(at), Flaw::of_row(NOT_UTF8), &[]);
        } else if source.text.trim().is_empty() {
            Err(Flaw::of_row("it is empty"))
        } else {
            let document = reap(self, &source.text).into();
            self.keep(document)
        };
        if let Err(flaw) = kept {
            self.refuse(&source, kind, source.place(0), flaw, &[]);
        }
    }

    /// Keeps a document, unless its identity is taken.
    pub(super) fn keep(&mut self, document: Document) -> Result<(), Flaw> {
        let identity = (document.kind(), document.id().to_owned());
        if self.seen.contains_key(&identity) {
            let reason =
                format!("{} {} is already there further up", identity.0.code(), identity.1);
            return Err(Flaw::of_row(reason));
        }
        self.of_this_shop("", identity.0, &identity.1)?;
        self.seen.insert(identity, self.documents.len());
        self.documents.push(document);
        Ok(())
    }

    /// A document that was kept.
    pub(super) fn kept(&self, kind: DocumentKind, id: &str) -> Option<&Document> {
        self.seen.get(&(kind, id.to_owned())).map(|index| &self.documents[*index])
    }

    /// A document that was kept, to be added to.
    pub(super) fn kept_mut(&mut self, kind: DocumentKind, id: &str) -> Option<&mut Document> {
        self.seen.get(&(kind, id.to_owned())).map(|index| &mut self.documents[*index])
    }

    /// The customer with that identifier, who must have come before: in this folder or earlier.
    pub(super) fn customer(&self, id: &str) -> Result<CustomerId, Flaw> {
        self.of_this_shop("its ", DocumentKind::Customer, id)?;
        let customer = CustomerId::new(id);
        if self.kept(DocumentKind::Customer, id).is_some()
            || self.surroundings.has_customer(&customer)
        {
            return Ok(customer);
        }
        Err(Flaw::of_row(format!("its customer {id} is not there")))
    }

    /// The order with that number. A shop's export may lack the order of a parcel or of a visit;
    /// if it is there, it must be that customer's.
    pub(super) fn order_of(&self, id: &str, customer: &CustomerId) -> Result<OrderId, Flaw> {
        if let Some(Document::Order(order)) = self.kept(DocumentKind::Order, id)
            && order.customer_id != *customer
        {
            let reason = format!("its order {id} belongs to another customer");
            return Err(Flaw::of_row(reason));
        }
        self.order(id)
    }

    /// The order with that number, whoever's it is, unless it is there and another shop's.
    pub(super) fn order(&self, id: &str) -> Result<OrderId, Flaw> {
        self.of_this_shop("its ", DocumentKind::Order, id)?;
        Ok(OrderId::new(id))
    }

    /// What was imported from one shop is not another's to change or to build on, even where their
    /// numbers meet.
    fn of_this_shop(&self, whose: &str, kind: DocumentKind, id: &str) -> Result<(), Flaw> {
        let Some(shop) = self.surroundings.other_shop(kind, id) else { return Ok(()) };
        let kind = kind.code();
        Err(Flaw::of_row(format!("{whose}{kind} {id} belongs to another shop: {shop}")))
    }

    fn open(
        &mut self,
        folder: &Folder,
        file: &'static str,
        kind: DocumentKind,
    ) -> Option<Source<'static>> {
        if let Some(trouble) = folder.trouble(file) {
            let place = Place { line: 1, column: 1 };
            self.refusals.push(refusal(file, kind, place, Flaw::of_row(trouble), &[]));
            return None;
        }
        let Some(bytes) = folder.get(file) else {
            self.absent.push(file);
            return None;
        };
        self.surroundings.reading(file, bytes.len());
        Some(Source::new(file, bytes))
    }

    fn refuse(
        &mut self,
        source: &Source<'_>,
        kind: DocumentKind,
        place: Place,
        flaw: Flaw,
        keys: &[String],
    ) {
        self.refusals.push(refusal(source.file, kind, place, flaw, keys));
    }
}

/// Where a file stops making sense as a whole, and why; its rows end at `read`. That it is no JSON inside a row has been said
/// there; `unnamed` says that nothing was.
fn spoiled(
    source: &Source<'_>,
    read: usize,
    damage: Option<&Damage>,
    unnamed: bool,
) -> Option<(Place, String)> {
    if let Some(at) = source.garbled_from(read) {
        return Some((source.place(at), NOT_UTF8.to_owned()));
    }
    let Some(Damage { offset, reason }) = damage else {
        return unnamed.then(|| damage_of(source)).flatten();
    };
    Some(damage_of(source).unwrap_or_else(|| (source.place(*offset), (*reason).to_owned())))
}

/// Where the file as a whole stops being JSON, if it does.
fn damage_of(source: &Source<'_>) -> Option<(Place, String)> {
    let error = serde_json::from_str::<serde::de::IgnoredAny>(&source.text).err()?;
    let start: usize =
        source.text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
    let end = (start + error.column().saturating_sub(1)).min(source.text.len());
    let place = source.place(source.text.floor_char_boundary(end));
    Some((place, format!("the file is not JSON: {error}")))
}

fn refusal(file: &str, kind: DocumentKind, place: Place, flaw: Flaw, keys: &[String]) -> Refusal {
    let mut path = "$".to_owned();
    for key in keys {
        if !key.starts_with('[') {
            path.push('.');
        }
        path.push_str(key);
    }
    path.push_str(&flaw.path);
    let Place { line, column } = place;
    Refusal { kind, file: file.to_owned(), line, column, path, reason: flaw.reason }
}
