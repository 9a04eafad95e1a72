//! The one thread that writes. Work that waits at the same time is committed together.

use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread::{Builder, JoinHandle},
};

use super::{
    bench::{Bench, Work},
    engine::Engine,
};
use crate::error::{HubError, Result};

/// The most pieces of work in one commit.
const LARGEST_BATCH: usize = 64;

/// The writer's front door.
pub(super) struct Writer {
    door: Option<Sender<Box<dyn Work>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(bench: Bench<impl Engine + 'static>) -> Result<Self> {
        let (door, waiting) = channel();
        let thread = Builder::new()
            .name("hub-writer".to_owned())
            .spawn(move || run(bench, &waiting))
            .map_err(HubError::io("starting the writer"))?;
        Ok(Self { door: Some(door), thread: Some(thread) })
    }

    /// Hands in work.
    pub(super) fn submit(&self, work: Box<dyn Work>) -> Result<()> {
        let door = self.door.as_ref().ok_or(HubError::Closing)?;
        door.send(work).map_err(|_| HubError::Closing)
    }
}

impl Drop for Writer {
    /// Waits until everything that was handed in is on the disk.
    fn drop(&mut self) {
        self.door = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

fn run(mut bench: Bench<impl Engine>, waiting: &Receiver<Box<dyn Work>>) {
    while let Ok(first) = waiting.recv() {
        let mut batch = vec![first];
        batch.extend(waiting.try_iter().take(LARGEST_BATCH - 1));
        bench.serve(batch);
    }
}

#[cfg(test)]
mod tests;
