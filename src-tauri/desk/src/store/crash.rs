//! Crashes at a write, for the simulator alone: without the feature `simulation` nothing of this is compiled.

#[cfg(feature = "simulation")]
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::Result;

/// On which side of a commit a program dies.
#[derive(Debug, Clone, Copy)]
pub(super) enum Side {
    /// Nothing of the transaction is kept.
    Before,
    /// All of it is kept, but nobody learns of it.
    After,
}

/// Decides at which commit the program dies.
#[derive(Debug, Default)]
pub(crate) struct Crash {
    /// How many sides of commits are still to be lived through, plus one; 0 lives for ever.
    #[cfg(feature = "simulation")]
    left: AtomicU64,
}

impl Crash {
    /// Dies at the side of a commit that comes after so many others. Once dead, always dead.
    #[cfg(feature = "simulation")]
    pub(crate) fn after(&self, sides: u64) {
        self.left.store(sides + 1, Ordering::Relaxed);
    }

    #[cfg(feature = "simulation")]
    pub(super) fn passes(&self, _side: Side) -> Result<()> {
        match self.left.load(Ordering::Relaxed) {
            0 => Ok(()),
            1 => Err(crate::error::DeskError::Crashed),
            more => {
                self.left.store(more - 1, Ordering::Relaxed);
                Ok(())
            }
        }
    }

    #[cfg(not(feature = "simulation"))]
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "the simulator's version does more"
    )]
    pub(super) fn passes(&self, _side: Side) -> Result<()> {
        Ok(())
    }
}
