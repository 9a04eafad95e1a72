//! A piece of written knowledge: service rules, a policy, a promotion.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::id::ArticleId;

/// An article. The body is Markdown and is shown as text, never as markup from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Article {
    /// Which article.
    pub id: ArticleId,
    /// Which import this came from.
    pub source: String,
    /// `rules`, `policy`, `promotion`…
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// Markdown.
    pub body: String,
}
