//! Text understanding: what a piece of text says, for search and for the protection of people.
//!
//! Lens folds text so that spellings that mean the same compare equal ([`normal`]), turns text and queries into
//! the tokens of the full-text index ([`tokens`]), knows names by their pinyin ([`latin`]), cuts and marks what a search found ([`snippet`]), and finds
//! and masks personal data ([`personal`]).
//!
//! What it may not know: any other room of the house. Lens is pure: no database, no files, no clock, no
//! randomness, no language models; the same text always gives the same answer. It takes `&str` from anywhere,
//! hostile text included, and never panics on it.

pub mod latin;
pub mod normal;
pub mod personal;
pub mod snippet;
pub mod tokens;

mod grouped;
mod pieces;
mod query;
mod traditional;
