//! What Backstop promises, one module a promise. Read it as the table of contents.
//!
//! Everything here runs on the real thing: real SQLite files, a real hub process, real kills.

#[path = "promises/house.rs"]
mod house;
