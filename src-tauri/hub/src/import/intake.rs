//! From a folder into the store: read, check, write in one transaction, count.

use backstop_domain::{
    document::{Document, DocumentKind},
    id::CustomerId,
};

use super::{Folder, Harvest, Shop, Summary, Surroundings};
use crate::{
    error::Result,
    store::{ImportChange, Sources, Store},
};

/// Hears how far an import is.
pub trait ImportProgress {
    /// A file is about to be read; it has so many bytes.
    fn reading(&self, file: &str, bytes: usize);
    /// So many documents are about to be written.
    fn writing(&self, documents: usize);
}

/// For imports that nobody watches.
#[derive(Debug, Clone, Copy)]
pub struct Silent;

impl ImportProgress for Silent {
    fn reading(&self, _: &str, _: usize) {}
    fn writing(&self, _: usize) {}
}

/// Reads a folder into a store. Where nothing could be read nothing is written, nor with `strict`
/// when anything is refused; the summary says so.
pub fn import(
    shop: Shop,
    folder: &Folder,
    store: &Store,
    strict: bool,
    progress: &dyn ImportProgress,
) -> Result<Summary> {
    let known = Known { shop: shop.code(), sources: store.sources()?, progress };
    let Harvest { documents, refusals, absent, .. } = shop.read(folder, &known);
    let mut summary = Summary::of(refusals, &absent);
    if documents.is_empty() || strict && !summary.refusals.is_empty() {
        return Ok(summary);
    }
    progress.writing(documents.len());
    let kinds: Vec<_> = documents.iter().map(Document::kind).collect();
    for (kind, change) in kinds.into_iter().zip(store.import(documents)?) {
        let counts = summary.counts.entry(kind).or_default();
        match change {
            ImportChange::Added => counts.added += 1,
            ImportChange::Changed => counts.changed += 1,
            ImportChange::Unchanged => counts.unchanged += 1,
        }
    }
    summary.written = true;
    Ok(summary)
}

struct Known<'a> {
    shop: &'static str,
    sources: Sources,
    progress: &'a dyn ImportProgress,
}

impl Known<'_> {
    fn source(&self, kind: DocumentKind, id: &str) -> Option<&str> {
        self.sources.get(&kind)?.get(id).map(String::as_str)
    }
}

impl Surroundings for Known<'_> {
    fn has_customer(&self, id: &CustomerId) -> bool {
        self.source(DocumentKind::Customer, id.as_str()) == Some(self.shop)
    }

    fn other_shop(&self, kind: DocumentKind, id: &str) -> Option<&str> {
        self.source(kind, id).filter(|source| *source != self.shop)
    }

    fn reading(&self, file: &str, bytes: usize) {
        self.progress.reading(file, bytes);
    }
}
