//! The half of the power-loss disk that is loaded into the program under test (`LD_PRELOAD`, Linux).
//!
//! It stands in for the functions of the C library that write, truncate, sync and close. Writes go to the
//! real file at once, so that reading, locking and mapping stay as they are; the pages they touch are marked. A sync
//! carries the marked pages into the image (see the crate's own page) instead of waiting for the real disk, which makes
//! hundreds of power losses a matter of minutes. A kill between a write and its sync leaves the image as it was.
//!
//! `unsafe` cannot be avoided here: the functions have C's signatures, take C's pointers and must have C's names. All
//! of it is in `calls` (the functions), `real` (the system calls behind them) and `marks` (memory that is shared between
//! programs); nothing else in the workspace may use it.
//!
//! The environment says what to do: `BACKSTOP_DISK_FOLDER`, `_IMAGE` and `_EXCEPT` where; `_SYNC` that the disk lies
//! (`normal`, `off`); `_FAULT` what fails (`at K`, `every K`: `EIO`; `sync K`: `EIO` from the K-th sync on; `full K`: `ENOSPC` from there on; `full-in NAME`: in
//! files whose names begin so).
//! Without the first two it does nothing.
#![cfg(target_os = "linux")]
#![expect(unsafe_code, reason = "these functions stand in for functions of the C library")]

#[path = "powerloss/calls.rs"]
mod calls;
#[path = "powerloss/faults.rs"]
mod faults;
#[path = "powerloss/marks.rs"]
mod marks;
#[path = "powerloss/orders.rs"]
mod orders;
#[path = "powerloss/real.rs"]
mod real;
#[path = "powerloss/sync.rs"]
mod sync;
#[path = "powerloss/tracked.rs"]
mod tracked;

// The names are kept in the same places by the crate itself, which reads them after the power loss.
#[path = "../src/image.rs"]
#[allow(dead_code, reason = "reading the image is the crate's own half")]
mod image;
