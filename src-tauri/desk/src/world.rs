//! The domain's view of what this desk holds.

use backstop_domain::{
    document::{Document, DocumentKind},
    world::World,
};

use crate::{desk::Desk, rebase::signed_in, store::documents};

/// The present state of things on a desk, pending work included.
#[derive(Debug, Clone)]
pub struct DeskWorld {
    desk: Desk,
}

impl DeskWorld {
    /// The world of a desk.
    pub(crate) fn of(desk: &Desk) -> Self {
        Self { desk: desk.clone() }
    }
}

impl World for DeskWorld {
    /// The document, or nothing: also when the store cannot be read, which is logged.
    fn document(&self, kind: DocumentKind, id: &str) -> Option<Document> {
        let read = self.desk.store().read(|conn| documents::current(conn, kind, id));
        let found = read.unwrap_or_else(|error| {
            tracing::error!(kind = kind.code(), id, %error, "a document could not be read");
            None
        });
        found.or_else(|| signed_in(&self.desk.identity().ok()??.person, kind, id))
    }
}
