//! Hubs that are all alike: the sample shop and a few agents, furnished once and copied.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{hub::Hub, shop};

/// A customer of the sample shop, about whom everything is written.
pub const CUSTOMER: &str = "cnjd喜哥2号";

/// Who has an account. They are one team.
pub(crate) const AGENTS: [&str; 3] = ["one", "two", "three"];

/// Who looks at what is there in the end.
pub(crate) const READER: &str = "reader";

/// Where hubs come from.
pub struct Office {
    model: Hub,
    place: Option<PathBuf>,
}

impl Default for Office {
    fn default() -> Self {
        Self::new(None)
    }
}

impl Office {
    /// Furnishes the first hub. Those that follow have their databases in this folder, or where the system has
    /// its temporary files.
    pub fn new(place: Option<&Path>) -> Self {
        let model = Hub::new();
        model.import("ecom-bench", &shop::sample());
        for login in AGENTS.iter().chain([&READER]) {
            model.person(login, "agent");
        }
        Self { model, place: place.map(Path::to_owned) }
    }

    /// A hub that does not serve yet.
    pub fn hub(&self) -> Hub {
        self.furnished(self.place.as_deref().map_or_else(Hub::new, Hub::inside))
    }

    /// The same with its database in a folder of this one.
    pub(crate) fn hub_inside(&self, folder: &Path) -> Hub {
        self.furnished(Hub::inside(folder))
    }

    fn furnished(&self, hub: Hub) -> Hub {
        for name in ["hub.db", "hub.db.key"] {
            let copied = fs::copy(self.model.folder().join(name), hub.folder().join(name));
            copied.expect("a closed database can be copied");
        }
        hub
    }
}
