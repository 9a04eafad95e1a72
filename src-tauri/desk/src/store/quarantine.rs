//! The quarantine: damaged files as they were found, for whoever wants to look into them. Nothing here is ever deleted by
//! the program.

use std::{
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

/// The folder inside the profile.
const FOLDER: &str = "quarantine";

/// What may lie beside a store and belongs to it.
const COMPANIONS: [&str; 3] = ["", "-wal", "-shm"];

/// Moves a store with its companions into the quarantine. Returns where it lies now; nothing if there was none.
pub(crate) fn move_store(path: &Path) -> io::Result<Option<PathBuf>> {
    let Some(there) = place_for(path)? else { return Ok(None) };
    for companion in COMPANIONS {
        match fs::rename(with(path, companion), with(&there, companion)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(Some(there))
}

/// Puts a copy of one file into the quarantine; nothing happens if there is none.
pub(crate) fn copy(path: &Path) -> io::Result<()> {
    if let Some(there) = place_for(path)? {
        fs::copy(path, there)?;
    }
    Ok(())
}

/// Copies a store with its companions elsewhere, to be read there.
pub(crate) fn copy_store(from: &Path, to: &Path) -> io::Result<()> {
    // The third is made anew from the second.
    for companion in &COMPANIONS[..2] {
        match fs::copy(with(from, companion), with(to, companion)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Deletes a store that the program has made itself, with its companions.
pub(crate) fn remove_store(path: &Path) -> io::Result<()> {
    for companion in COMPANIONS {
        match fs::remove_file(with(path, companion)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// A name that nothing has yet: `work-20261122T093000.db`.
fn place_for(path: &Path) -> io::Result<Option<PathBuf>> {
    let (Some(folder), Some(stem)) = (path.parent(), path.file_stem()) else { return Ok(None) };
    let is_there = COMPANIONS.iter().any(|companion| with(path, companion).exists());
    if !is_there {
        return Ok(None);
    }
    let folder = folder.join(FOLDER);
    fs::create_dir_all(&folder)?;
    let ending = path.extension().map_or_else(String::new, |e| format!(".{}", e.display()));
    let now = Timestamp::now().strftime("%Y%m%dT%H%M%S").to_string();
    let name = |i: u32| match i {
        0 => format!("{}-{now}{ending}", stem.display()),
        _ => format!("{}-{now}-{i}{ending}", stem.display()),
    };
    let taken = |path: &PathBuf| COMPANIONS.iter().any(|c| with(path, c).exists());
    Ok((0..u32::MAX).map(|i| folder.join(name(i))).find(|path| !taken(path)))
}

fn with(path: &Path, companion: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(companion);
    PathBuf::from(name)
}
