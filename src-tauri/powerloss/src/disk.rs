//! The folder with its image: laying it down, losing the power, and what a program is told about it.

use std::{
    env, fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    chance::Chance,
    image::{self, DATA, DIRTY, NAMES, Name, Names},
};

/// What reaches the disk whole or not at all.
const SECTOR: usize = 512;

/// A folder on a disk that can lose its power.
#[derive(Debug)]
pub struct Disk {
    folder: PathBuf,
    image: PathBuf,
    except: Vec<String>,
}

/// What becomes of what was not synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// All of it is gone.
    Everything,
    /// Some sectors have reached the disk and others have not, as this number says.
    Torn(u64),
}

/// What a power loss has taken.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Aftermath {
    /// Sectors that had not reached the disk.
    pub lost: usize,
    /// Sectors that had, although nobody had asked for it.
    pub kept: usize,
}

/// How a disk lies about syncing: what a proof has to notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// The log is synced before a checkpoint only, as with `PRAGMA synchronous = NORMAL`.
    Normal,
    /// Nothing is ever synced, as with `PRAGMA synchronous = OFF`.
    Off,
}

/// What goes wrong with writing, truncating and syncing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The k-th fails, and only that, with `EIO`.
    ErrorAt(u64),
    /// Every k-th fails, with `EIO`.
    ErrorEvery(u64),
    /// From the k-th sync on everything fails, with `EIO`.
    SyncFrom(u64),
    /// From the k-th on all fail, with `ENOSPC`.
    FullFrom(u64),
    /// All in files whose names begin so fail, with `ENOSPC`.
    FullIn(&'static str),
}

impl Disk {
    /// A disk under a folder, which is there, with its image in another one. Files with these names, such as logs, do
    /// not take part. What is in the folder now counts as durable.
    pub fn under(folder: &Path, image: &Path, except: &[&str]) -> io::Result<Self> {
        fs::create_dir_all(image)?;
        let disk = Self {
            folder: folder.canonicalize()?,
            image: image.canonicalize()?,
            except: except.iter().map(|&name| name.to_owned()).collect(),
        };
        disk.settle()?;
        Ok(disk)
    }

    /// Everything in the folder is on the disk.
    pub fn settle(&self) -> io::Result<()> {
        for part in [DATA, DIRTY] {
            let part = self.image.join(part);
            if part.exists() {
                fs::remove_dir_all(&part)?;
            }
            fs::create_dir(&part)?;
        }
        let names = image::present(&self.folder, &self.except)?;
        for (path, name) in &names {
            fs::copy(self.folder.join(path), self.data(name))?;
        }
        fs::write(self.image.join(NAMES), image::written(&names))
    }

    /// Lets a program that is not started yet work on this disk: with the shim that lies beside the program that asks.
    /// Without it a proof would prove nothing, so that it has to be there.
    pub fn carry(&self, program: &mut Command) -> io::Result<()> {
        program
            .env("LD_PRELOAD", shim()?)
            .env("BACKSTOP_DISK_FOLDER", &self.folder)
            .env("BACKSTOP_DISK_IMAGE", &self.image)
            .env("BACKSTOP_DISK_EXCEPT", self.except.join("/"));
        Ok(())
    }

    /// The power fails. Every program that worked in the folder must have ended.
    pub fn lose_power(&self, loss: Loss) -> io::Result<Aftermath> {
        let mut chance = match loss {
            Loss::Everything => None,
            Loss::Torn(seed) => Some(Chance::new(seed)),
        };
        let present = image::present(&self.folder, &self.except)?;
        let newest_names = chance.as_mut().is_some_and(Chance::coin);
        let names = if newest_names { present.clone() } else { image::durable(&self.image)? };
        let mut aftermath = Aftermath::default();
        let mut files = Vec::new();
        for (path, name) in &names {
            let durable = read_if_there(&self.data(name))?;
            let newest = self.newest(&present, name)?.unwrap_or_else(|| durable.clone());
            let left = remains(&durable, &newest, chance.as_mut(), &mut aftermath);
            files.push((path, name.mode, left));
        }
        self.replace(&present, &files)?;
        if chance.as_mut().is_none_or(Chance::coin) {
            self.forget_indexes()?;
        }
        self.settle()?;
        Ok(aftermath)
    }

    /// What the programs saw last of the file behind a name, if it is still there under any name.
    fn newest(&self, present: &Names, name: &Name) -> io::Result<Option<Vec<u8>>> {
        let path = present.iter().find(|(_, other)| other.key == name.key).map(|(path, _)| path);
        path.map(|path| fs::read(self.folder.join(path))).transpose()
    }

    fn replace(&self, present: &Names, files: &[(&PathBuf, u32, Vec<u8>)]) -> io::Result<()> {
        for path in present.keys().filter(|path| files.iter().all(|(kept, ..)| kept != path)) {
            fs::remove_file(self.folder.join(path))?;
        }
        for (path, mode, content) in files {
            let path = self.folder.join(path);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent)?;
            }
            fs::write(&path, content)?;
            fs::set_permissions(&path, fs::Permissions::from_mode(*mode))?;
        }
        Ok(())
    }

    /// Indexes of write-ahead logs may lie there after a power loss, old and meaningless, or be missing.
    fn forget_indexes(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            if path.to_string_lossy().ends_with("-shm") {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    fn data(&self, name: &Name) -> PathBuf {
        self.image.join(DATA).join(&name.key)
    }
}

impl Control {
    /// Makes the disk lie to a program that is not started yet.
    pub fn apply(self, program: &mut Command) {
        let word = match self {
            Self::Normal => "normal",
            Self::Off => "off",
        };
        program.env("BACKSTOP_DISK_SYNC", word);
    }
}

impl Fault {
    /// Makes it happen to a program that is not started yet.
    pub fn apply(self, program: &mut Command) {
        let words = match self {
            Self::ErrorAt(k) => format!("at {k}"),
            Self::ErrorEvery(k) => format!("every {k}"),
            Self::SyncFrom(k) => format!("sync {k}"),
            Self::FullFrom(k) => format!("full {k}"),
            Self::FullIn(name) => format!("full-in {name}"),
        };
        program.env("BACKSTOP_DISK_FAULT", words);
    }
}

/// The shim, built by cargo beside the program that runs.
fn shim() -> io::Result<PathBuf> {
    let program = env::current_exe()?;
    let mut places = program.ancestors().map(|folder| folder.join("examples/libpowerloss.so"));
    places.find(|place| place.exists()).ok_or_else(|| {
        let how = "the shim is missing: run `cargo build -p backstop-powerloss --examples` (Linux)";
        io::Error::new(io::ErrorKind::NotFound, how)
    })
}

fn read_if_there(path: &Path) -> io::Result<Vec<u8>> {
    match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

/// What a file holds after the power has failed.
fn remains(
    durable: &[u8],
    newest: &[u8],
    mut chance: Option<&mut Chance>,
    aftermath: &mut Aftermath,
) -> Vec<u8> {
    let mut left = durable.to_vec();
    if let Some(chance) = chance.as_mut() {
        left.resize(torn_length(durable.len(), newest.len(), chance), 0);
    }
    for at in (0..newest.len().max(durable.len())).step_by(SECTOR) {
        let sector = |content: &[u8]| {
            let end = content.len().min(at + SECTOR);
            content.get(at..end).unwrap_or_default().to_vec()
        };
        let new = sector(newest);
        if new == sector(durable) {
            continue;
        }
        let arrives = at < left.len() && chance.as_mut().is_some_and(|chance| chance.coin());
        if arrives {
            let end = left.len().min(at + new.len());
            left[at..end].copy_from_slice(&new[..end - at]);
            aftermath.kept += 1;
        } else {
            aftermath.lost += 1;
        }
    }
    left
}

/// A file that grew or shrank has its old length, its new one, or one between.
fn torn_length(durable: usize, newest: usize, chance: &mut Chance) -> usize {
    let (short, long) = (durable.min(newest), durable.max(newest));
    match chance.upto(2) {
        0 => durable,
        1 => newest,
        _ => {
            let sectors = (long - short) / SECTOR;
            let more = chance.upto(u64::try_from(sectors).unwrap_or(0));
            short + usize::try_from(more).unwrap_or(0) * SECTOR
        }
    }
}
