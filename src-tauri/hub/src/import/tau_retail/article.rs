//! Written knowledge: the policy of the shop and the guide for playing customers.

use backstop_domain::article::Article;

use super::super::harvest::Harvest;

/// What agents may and may not do.
pub(super) fn policy(harvest: &Harvest<'_>, text: &str) -> Article {
    article(harvest, "policy", "policy", "Retail agent policy", text)
}

/// How to play a customer in the training ground.
pub(super) fn role_play(harvest: &Harvest<'_>, text: &str) -> Article {
    let title = "User simulation guidelines";
    article(harvest, "user-simulation-guidelines", "role_play", title, text)
}

/// The title is the first heading, where there is one.
fn article(harvest: &Harvest<'_>, name: &str, kind: &str, title: &str, text: &str) -> Article {
    let heading = text.lines().find_map(|line| line.strip_prefix("# "));
    Article {
        id: format!("{}/{name}", harvest.source()).as_str().into(),
        source: harvest.source(),
        kind: kind.to_owned(),
        title: heading.unwrap_or(title).trim().to_owned(),
        body: text.trim().to_owned(),
    }
}
