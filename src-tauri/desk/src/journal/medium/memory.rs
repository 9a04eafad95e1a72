//! A journal in memory, for worlds that have no files.

use std::{
    io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{error::DeskError, journal::Medium};

/// Memory that knows what a power loss would leave.
#[derive(Debug, Clone, Default)]
pub(crate) struct MemoryMedium {
    inner: Arc<Mutex<Memory>>,
}

#[derive(Debug, Default)]
struct Memory {
    bytes: Option<Vec<u8>>,
    synced: Option<Vec<u8>>,
    fails: bool,
}

impl MemoryMedium {
    /// The power goes: what was not synced is gone.
    pub(crate) fn lose_power(&self) {
        let mut memory = self.lock();
        memory.bytes = memory.synced.clone();
    }

    /// From now on writing fails, or works again.
    pub(crate) fn fail(&self, fails: bool) {
        self.lock().fails = fails;
    }

    /// What is there.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.lock().bytes.clone().unwrap_or_default()
    }

    /// Other bytes are there from now on.
    pub(crate) fn put(&self, bytes: Option<Vec<u8>>) {
        let mut memory = self.lock();
        memory.synced.clone_from(&bytes);
        memory.bytes = bytes;
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change(&self, change: impl FnOnce(&mut Memory)) -> io::Result<()> {
        let mut memory = self.lock();
        if memory.fails {
            return Err(io::ErrorKind::StorageFull.into());
        }
        change(&mut memory);
        Ok(())
    }
}

impl Medium for MemoryMedium {
    fn length(&mut self) -> io::Result<Option<u64>> {
        Ok(self.lock().bytes.as_ref().map(|bytes| bytes.len() as u64))
    }

    fn read(&mut self) -> io::Result<Vec<u8>> {
        Ok(self.lock().bytes.clone().unwrap_or_default())
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let at = usize::try_from(at).map_err(io::Error::other)?;
        self.change(|memory| {
            let all = memory.bytes.get_or_insert_default();
            all.truncate(at);
            all.resize(at, 0);
            all.extend_from_slice(bytes);
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        self.change(|memory| memory.synced.clone_from(&memory.bytes))
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(io::Error::other)?;
        if let Some(bytes) = &mut self.lock().bytes {
            bytes.truncate(length);
        }
        Ok(())
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.change(|memory| {
            memory.bytes = Some(bytes.to_vec());
            memory.synced.clone_from(&memory.bytes);
        })
    }

    fn failed(&self) -> Box<dyn Fn(io::Error) -> DeskError> {
        Box::new(|source| DeskError::File { path: PathBuf::from("journal"), source })
    }
}
