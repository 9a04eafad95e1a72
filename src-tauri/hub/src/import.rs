//! Reading a shop's data: folders of files become documents, and whatever is broken is named.
//!
//! A reader is pure: bytes in, documents and refusals out. A broken row spoils nothing but itself,
//! and what it spoils is said with file, line, column and the path inside the file. Nothing here
//! writes to the store; [`Harvest::documents`] go there in one transaction.

mod ecom_bench;

mod folder;
mod harvest;
mod intake;
mod place;
mod row;
mod rows;
mod script;
mod summary;
mod tau_retail;
mod tree;

pub use self::{
    folder::Folder,
    harvest::{Harvest, Refusal},
    intake::{ImportProgress, Silent, import},
    summary::{Counts, Summary},
};

use backstop_domain::{document::DocumentKind, id::CustomerId};

/// What a reader asks and tells while it reads.
pub trait Surroundings {
    /// Whether a customer was imported earlier, so that orders may come in a later folder than
    /// their customers.
    fn has_customer(&self, id: &CustomerId) -> bool;

    /// The other shop that something came from that was imported earlier, if it came from another.
    fn other_shop(&self, _: DocumentKind, _: &str) -> Option<&str> {
        None
    }

    /// Hears that a file is about to be read, and how many bytes it has.
    fn reading(&self, file: &str, bytes: usize);
}

/// A shop whose files can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shop {
    /// The Chinese shop in the format of ECom-Bench.
    EcomBench,
    /// The English shop in the format of tau-bench and tau2-bench, retail.
    TauRetail,
}

impl Shop {
    /// The name on the command line, and the `source` of every document that comes from it.
    pub fn code(self) -> &'static str {
        match self {
            Self::EcomBench => ecom_bench::SOURCE,
            Self::TauRetail => tau_retail::SOURCE,
        }
    }

    /// The files that are looked for. Each of them may be absent.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::EcomBench => &ecom_bench::FILES,
            Self::TauRetail => &tau_retail::FILES,
        }
    }

    /// Reads what the folder holds.
    pub fn read<'a>(self, folder: &Folder, surroundings: &'a dyn Surroundings) -> Harvest<'a> {
        let mut harvest = Harvest::new(self.code(), surroundings);
        match self {
            Self::EcomBench => ecom_bench::read(folder, &mut harvest),
            Self::TauRetail => tau_retail::read(folder, &mut harvest),
        }
        harvest
    }
}
