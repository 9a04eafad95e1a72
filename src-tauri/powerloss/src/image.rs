//! Where the image of a folder keeps things; the shim keeps to the same places.
//!
//! `data/KEY` is what the disk has of a file, `dirty/KEY` which of its pages were written since, and `names` which file
//! has which name. A key is a file's inode and the moment of its birth, because inodes are used again.

use std::{
    collections::BTreeMap,
    fs, io,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

/// The folder of contents.
pub(crate) const DATA: &str = "data";
/// The folder of marks.
pub(crate) const DIRTY: &str = "dirty";
/// The file of names.
pub(crate) const NAMES: &str = "names";

/// One name: the file behind it and its permissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) key: String,
    pub(crate) mode: u32,
}

/// The names in a folder, by path.
pub(crate) type Names = BTreeMap<PathBuf, Name>;

/// The key of a file.
pub(crate) fn key(about: &fs::Metadata) -> String {
    let born = about.created().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
    format!("{}-{}", about.ino(), born.unwrap_or_default().as_nanos())
}

/// Whether a file takes part: neither excepted nor an index of a write-ahead log.
pub(crate) fn takes_part(path: &Path, except: &[String]) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    !name.ends_with("-shm") && !except.iter().any(|one| *one == name)
}

/// The names that a folder has now.
pub(crate) fn present(folder: &Path, except: &[String]) -> io::Result<Names> {
    let mut names = Names::new();
    collect(folder, Path::new(""), except, &mut names)?;
    Ok(names)
}

fn collect(root: &Path, inside: &Path, except: &[String], names: &mut Names) -> io::Result<()> {
    for entry in fs::read_dir(root.join(inside))? {
        let entry = entry?;
        let path = inside.join(entry.file_name());
        // What vanishes while one looks is not there.
        let Ok(about) = entry.metadata() else { continue };
        if about.is_dir() {
            collect(root, &path, except, names)?;
        } else if about.is_file() && takes_part(&path, except) {
            names.insert(path, Name { key: key(&about), mode: about.mode() & 0o777 });
        }
    }
    Ok(())
}

/// Names as the file of names has them.
pub(crate) fn written(names: &Names) -> String {
    let lines = names
        .iter()
        .map(|(path, name)| format!("{}\t{:o}\t{}\n", name.key, name.mode, path.to_string_lossy()));
    lines.collect()
}

/// The names that the disk has.
pub(crate) fn durable(image: &Path) -> io::Result<Names> {
    let text = fs::read_to_string(image.join(NAMES))?;
    let lines = text.lines().filter_map(|line| {
        let mut parts = line.splitn(3, '\t');
        let (key, mode, path) = (parts.next()?, parts.next()?, parts.next()?);
        let mode = u32::from_str_radix(mode, 8).ok()?;
        Some((PathBuf::from(path), Name { key: key.to_owned(), mode }))
    });
    Ok(lines.collect())
}
