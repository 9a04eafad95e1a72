//! How an import went: how many of each sort came in, changed, stayed, were refused.

use std::collections::BTreeMap;

use backstop_domain::document::DocumentKind;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::Refusal;

/// The kinds that an import counts, with their names in the summary.
const COUNTED: [(DocumentKind, &str); 8] = [
    (DocumentKind::Customer, "customers"),
    (DocumentKind::Product, "products"),
    (DocumentKind::Order, "orders"),
    (DocumentKind::Shipment, "shipments"),
    (DocumentKind::ServiceOrder, "service_orders"),
    (DocumentKind::Invoice, "invoices"),
    (DocumentKind::Article, "articles"),
    (DocumentKind::Scenario, "scenarios"),
];

/// The counts of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Were not there before.
    pub added: usize,
    /// Were there and differed.
    pub changed: usize,
    /// Were there just so.
    pub unchanged: usize,
    /// Were broken.
    pub refused: usize,
}

/// The whole import. As JSON it is one object: a member for each kind, `refusals`, `absent` (the
/// files that were not there) and `written` (false where nothing came in or `--strict` forbade it).
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// The counts by kind.
    pub counts: BTreeMap<DocumentKind, Counts>,
    /// Everything that was broken.
    pub refusals: Vec<Refusal>,
    /// The files that were not there.
    pub absent: Vec<String>,
    /// Whether anything may have been written.
    pub written: bool,
}

impl Summary {
    /// Begins with what was refused and what was absent.
    pub fn of(refusals: Vec<Refusal>, absent: &[&str]) -> Self {
        let mut counts: BTreeMap<DocumentKind, Counts> = BTreeMap::new();
        for refusal in &refusals {
            counts.entry(refusal.kind).or_default().refused += 1;
        }
        let absent = absent.iter().map(|file| (*file).to_owned()).collect();
        Self { counts, refusals, absent, written: false }
    }

    /// The counts of a kind.
    pub fn of_kind(&self, kind: DocumentKind) -> Counts {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// The summary for people: a line for each kind that occurred.
    pub fn table(&self) -> String {
        use std::fmt::Write as _;
        let mut table = format!(
            "{:<16}{:>8}{:>9}{:>11}{:>9}\n",
            "", "added", "changed", "unchanged", "refused"
        );
        for (kind, name) in COUNTED {
            let Counts { added, changed, unchanged, refused } = self.of_kind(kind);
            if added + changed + unchanged + refused > 0 {
                let _ =
                    writeln!(table, "{name:<16}{added:>8}{changed:>9}{unchanged:>11}{refused:>9}");
            }
        }
        table
    }
}

impl Serialize for Summary {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (kind, name) in COUNTED {
            map.serialize_entry(name, &self.of_kind(kind))?;
        }
        map.serialize_entry("refusals", &self.refusals)?;
        map.serialize_entry("absent", &self.absent)?;
        map.serialize_entry("written", &self.written)?;
        map.end()
    }
}
