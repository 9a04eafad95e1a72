//! A profile: the folder that holds one desk.
//!
//! `work.db` holds what cannot be made again and `journal` the same once more, `cache.db` what can be pulled again, `key`
//! the key of all where the system has no keychain. `lock` is held while a program opens them, `in-use` as long as it has
//! them open; `damaged` is there when the cache is to be checked. `quarantine` keeps damaged files, `backups` the
//! work store as it was before an update. Several programs may work on one profile.

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use crate::error::{DeskError, Result};

/// The folder of one desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    dir: PathBuf,
}

impl Profile {
    /// The profile in this folder, which is made if it is not there; only its owner may look inside.
    pub fn at(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        make_private_folder(dir).map_err(DeskError::file(dir))?;
        let dir = dir.canonicalize().map_err(DeskError::file(dir))?;
        Ok(Self { dir })
    }

    /// The folder, without detours: it also names the profile in the keychain.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The store of what cannot be made again.
    pub fn work(&self) -> PathBuf {
        self.dir.join("work.db")
    }

    /// What the work store holds, once more.
    pub fn journal(&self) -> PathBuf {
        self.dir.join("journal")
    }

    /// A work store that is being made.
    pub(crate) fn new_work(&self) -> PathBuf {
        self.dir.join("work.new")
    }

    /// A copy of a damaged work store, while it is read.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.dir.join("work.scratch")
    }

    /// What tells the right key from another one when nothing else opens.
    pub(crate) fn key_check(&self) -> PathBuf {
        self.dir.join("key.check")
    }

    /// Where the work store is kept as it was before an update.
    pub fn backups(&self) -> PathBuf {
        self.dir.join("backups")
    }

    /// The store of what can be pulled again.
    pub fn cache(&self) -> PathBuf {
        self.dir.join("cache.db")
    }

    /// The key file, where there is no keychain.
    pub fn key_file(&self) -> PathBuf {
        self.dir.join("key")
    }

    /// Is there when something unreadable was met in a store: the next program to open it looks closely.
    pub(crate) fn suspicion(&self) -> PathBuf {
        self.dir.join("damaged")
    }

    /// Whether there is anything that needs the key that it was made with. A cache alone does not.
    pub(crate) fn has_work(&self) -> bool {
        self.work().exists() || self.journal().exists()
    }

    /// Keeps other programs from opening or making the stores until the answer is dropped.
    pub(crate) fn lock(&self) -> Result<ProfileLock> {
        let path = self.dir.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(DeskError::file(&path))?;
        file.lock().map_err(DeskError::file(&path))?;
        Ok(ProfileLock { _file: file })
    }

    /// Says that a program has the stores open, until the answer is dropped.
    pub(crate) fn share(&self) -> Result<ProfileLock> {
        let (path, file) = self.in_use()?;
        file.lock_shared().map_err(DeskError::file(&path))?;
        Ok(ProfileLock { _file: file })
    }

    /// Makes sure that no program has the stores open; nothing if one has. The caller holds the profile's lock, so
    /// none begins to.
    pub(crate) fn alone(&self) -> Result<Option<ProfileLock>> {
        let (path, file) = self.in_use()?;
        match file.try_lock() {
            Ok(()) => Ok(Some(ProfileLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(DeskError::File { path, source }),
        }
    }

    fn in_use(&self) -> Result<(PathBuf, File)> {
        let path = self.dir.join("in-use");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        file.map_err(DeskError::file(&path)).map(|file| (path, file))
    }

    /// Which revision of the cache is surely in its file.
    pub(crate) fn mark(&self) -> PathBuf {
        self.dir.join("cache.mark")
    }

    /// Removes the cache with its companions, so that it is pulled again.
    pub(crate) fn remove_cache(&self) -> Result<()> {
        for name in ["cache.db", "cache.db-wal", "cache.db-shm", "cache.mark"] {
            let path = self.dir.join(name);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(DeskError::File { path, source: error });
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// Held while a program opens a profile. The system lets go of it when the program ends, however it ends.
#[derive(Debug)]
pub(crate) struct ProfileLock {
    _file: File,
}

#[cfg(unix)]
fn make_private_folder(dir: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(dir)
}

#[cfg(not(unix))]
fn make_private_folder(dir: &Path) -> std::io::Result<()> {
    fs::create_dir_all(dir)
}
