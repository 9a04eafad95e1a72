//! The files of a shop, as bytes: read from disk, or carried inside the program.

use std::{collections::BTreeMap, fs, io, path::Path};

/// Files by name. What is not in it was not there, or could not be read, which it says.
#[derive(Debug, Clone, Default)]
pub struct Folder {
    files: BTreeMap<String, Vec<u8>>,
    unreadable: BTreeMap<String, String>,
}

impl Folder {
    /// Reads those of the named files that exist in `directory`. One that cannot be read spoils nothing
    /// but itself.
    pub fn read(directory: &Path, names: &[&str]) -> io::Result<Self> {
        if !directory.is_dir() {
            let text = format!("{} is not a directory", directory.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, text));
        }
        let mut folder = Self::default();
        for name in names {
            match contents(&directory.join(name)) {
                Ok(bytes) => folder.put(name, bytes),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => {
                    folder.unreadable.insert((*name).to_owned(), error.to_string());
                }
            }
        }
        Ok(folder)
    }

    /// Adds a file.
    pub fn put(&mut self, name: &str, bytes: Vec<u8>) {
        self.files.insert(name.to_owned(), bytes);
    }

    /// The bytes of a file, if it is there.
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.files.get(name).map(Vec::as_slice)
    }

    /// Why a file that is there could not be read.
    pub fn trouble(&self, name: &str) -> Option<&str> {
        self.unreadable.get(name).map(String::as_str)
    }

    /// Whether none of the files was there.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.unreadable.is_empty()
    }

    /// How many bytes all files have together.
    pub fn bytes(&self) -> usize {
        self.files.values().map(Vec::len).sum()
    }
}

/// What a file holds. Only files are opened: a pipe would keep the import waiting for ever.
fn contents(path: &Path) -> io::Result<Vec<u8>> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a file"));
    }
    fs::read(path)
}
