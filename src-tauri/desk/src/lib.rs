//! The desk: the console without a screen.

pub mod draft;
pub mod intent;
pub mod view;
