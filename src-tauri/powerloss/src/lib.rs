//! A disk that can lose its power, for tests of programs that promise to keep things.
//!
//! Killing a program proves little about what it has on the disk: the operating system goes on and writes everything
//! that it had been given. Here a folder has a second image beside it that holds what a disk would hold if the
//! power failed now. The shim (`shim/powerloss.rs`), loaded into the program under test with `LD_PRELOAD`, notes what is
//! written into the folder and carries it over into the image when the program asks for it: with `fsync` or
//! `fdatasync`, and not earlier. The program itself sees its folder as ever; memory maps, locks and other programs
//! in the same folder need no special care.
//!
//! The power fails when every program in the folder has been killed: [`Disk::lose_power`] puts the image in the
//! folder's place. What lay between the two may also have reached the disk in part and in any order, sector by sector,
//! because a disk writes when it likes: that is [`Loss::Torn`].
//!
//! What it does not do: it takes a sector for whole or not at all; of a sector that was written twice without a sync, only the
//! newest state can have reached the disk; the names in the folder become durable with any sync in it, in order, as
//! journaling file systems have it; and what a program writes through a memory map is not seen (`SQLite` maps only its `-shm`
//! files, which are worthless after a start and are left alone).

#![cfg(unix)]

mod chance;
mod disk;
mod image;

pub use chance::Chance;
pub use disk::{Aftermath, Control, Disk, Fault, Loss};
