//! What a journal is written on: a file, or memory for worlds that have no files.

use std::{
    fmt::Debug,
    fs::{self, File},
    io::{self, Read as _, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use crate::{error::DeskError, store::quarantine};

/// A place for bytes, of which only the end changes. What was written is there after a power loss when `sync` has
/// returned, and not before.
pub(crate) trait Medium: Debug + Send {
    /// How long it is; nothing when there is none.
    fn length(&mut self) -> io::Result<Option<u64>>;
    /// All of it.
    fn read(&mut self) -> io::Result<Vec<u8>>;
    /// Writes at the end, which is here.
    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()>;
    /// Waits until everything written is on disk.
    fn sync(&mut self) -> io::Result<()>;
    /// Forgets what lies beyond.
    fn cut(&mut self, length: u64) -> io::Result<()>;
    /// Puts other bytes in the place of all that is there: all or nothing, synced.
    fn replace(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Keeps a copy of what is there for whoever wants to look into it.
    fn set_aside(&mut self) -> io::Result<()> {
        Ok(())
    }
    /// How its errors are told.
    fn failed(&self) -> Box<dyn Fn(io::Error) -> DeskError>;
}

/// A file. Other programs on the profile may put another in its place at any time.
#[derive(Debug)]
pub(crate) struct FileMedium {
    path: PathBuf,
    open: Option<File>,
}

impl FileMedium {
    /// The journal in this file, which need not be there yet.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { path, open: None }
    }

    fn file(&mut self) -> io::Result<&mut File> {
        let file = match self.open.take() {
            Some(file) if is_at(&file, &self.path) => file,
            _ => File::options().read(true).write(true).open(&self.path)?,
        };
        Ok(self.open.insert(file))
    }
}

impl Medium for FileMedium {
    fn length(&mut self) -> io::Result<Option<u64>> {
        match fs::metadata(&self.path) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let file = self.file()?;
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        let file = self.file()?;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        // Not through `file`: what was written to a file that is no longer in its place needs no sync.
        self.open.as_ref().map_or(Ok(()), File::sync_data)
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let file = self.file()?;
        if file.metadata()?.len() > length {
            file.set_len(length)?;
        }
        Ok(())
    }

    fn replace(&mut self, bytes: &[u8]) -> io::Result<()> {
        let half = self.path.with_extension("new");
        let mut file = crate::key::private_file(&half)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if let Err(error) = written {
            drop(file);
            let _ = fs::remove_file(&half);
            return Err(error);
        }
        drop((file, self.open.take()));
        fs::rename(&half, &self.path)?;
        sync_folder(&self.path)
    }

    fn set_aside(&mut self) -> io::Result<()> {
        quarantine::copy(&self.path)
    }

    fn failed(&self) -> Box<dyn Fn(io::Error) -> DeskError> {
        let path = self.path.clone();
        Box::new(move |source| DeskError::File { path: path.clone(), source })
    }
}

/// Whether an open file is still the one of that name.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |open: &fs::Metadata, named: &fs::Metadata| {
        (open.dev(), open.ino()) == (named.dev(), named.ino())
    };
    matches!((file.metadata(), fs::metadata(path)), (Ok(open), Ok(named)) if same(&open, &named))
}

/// Elsewhere a file that is open cannot be replaced, so it is opened anew each time.
#[cfg(not(unix))]
fn is_at(_file: &File, _path: &Path) -> bool {
    false
}

/// A new name in a folder is on disk when the folder is.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

/// Elsewhere folders cannot be synced; renaming is written through.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
pub(crate) use memory::MemoryMedium;

#[cfg(test)]
mod memory;
