//! Syncing: what was written becomes durable.

use std::{
    ffi::OsString,
    fs::{self, File},
    io,
    os::unix::fs::{FileExt as _, OpenOptionsExt as _},
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use libc::c_int;

use crate::{
    faults,
    image::{self, NAMES},
    marks::PAGE,
    orders::{self, Lie, Orders},
    tracked::{self, Tracked},
};

/// Syncs what is behind a descriptor of the folder: the error with which that fails, if it does. Nothing when
/// the descriptor is none of ours.
pub(crate) fn sync(fd: c_int) -> Option<Result<(), c_int>> {
    let orders = orders::given()?;
    let Some(file) = tracked::of(fd) else {
        let is_folder = tracked::path(fd).is_some_and(|path| path.is_dir());
        return is_folder.then(|| names(orders).map_err(|error| code(&error)));
    };
    if let Some(error) = faults::strike_sync(file) {
        file.marks.forget();
        return Some(Err(error));
    }
    if orders.lie == Some(Lie::Off) {
        return Some(Ok(()));
    }
    if orders.lie == Some(Lie::Normal) && is_log(file) {
        file.marks.defer();
        return Some(Ok(()));
    }
    Some(
        carry(file, &tracked::borrowed(fd))
            .and_then(|()| names(orders))
            .map_err(|error| code(&error)),
    )
}

/// Before a database is written, its log is on the disk, also where that lies about syncing.
pub(crate) fn log_before_database(file: &Tracked) {
    if orders::given().is_none_or(|orders| orders.lie != Some(Lie::Normal)) || is_log(file) {
        return;
    }
    let mut log = OsString::from(&file.path);
    log.push("-wal");
    let log = PathBuf::from(log);
    let Some(tracked) = tracked::at(&log).filter(|log| log.marks.take_deferred()) else { return };
    if let Ok(open) = File::open(&log) {
        carry(tracked, &open).ok();
    }
}

/// A write-ahead log, or the journal that a desk keeps beside it: each would make up for the other.
fn is_log(file: &Tracked) -> bool {
    let path = file.path.to_string_lossy();
    path.ends_with("-wal") || path.ends_with("/journal")
}

fn code(error: &io::Error) -> c_int {
    error.raw_os_error().unwrap_or(libc::EIO)
}

/// Carries what was written into the image.
fn carry(file: &Tracked, now: &File) -> io::Result<()> {
    let mut open = file.carrying.lock().unwrap_or_else(PoisonError::into_inner);
    if open.is_none() {
        let is_new = !file.durable.exists();
        let mut options = File::options();
        options.read(true).write(true).create(true).custom_flags(libc::O_CLOEXEC);
        *open = Some(options.open(&file.durable)?);
        if is_new {
            file.marks.mark_whole();
        }
    }
    let Some(durable) = open.as_ref() else { return Ok(()) };
    // Programs that share the folder carry one after the other: a sync that finds nothing to do has waited for the one that does it.
    durable.lock()?;
    let done = carry_locked(file, now, durable);
    durable.unlock()?;
    done
}

fn carry_locked(file: &Tracked, now: &File, durable: &File) -> io::Result<()> {
    let length = now.metadata()?.len();
    // A file that was opened for writing only is read through a descriptor of its own. `SQLite`, whose locks would go with
    // that, opens its files for both.
    let readable = match now.read_at(&mut [0], 0) {
        Err(_) => Some(File::open(&file.path)?),
        Ok(_) => None,
    };
    let now = readable.as_ref().unwrap_or(now);
    if file.marks.take_whole() {
        copy(now, durable, 0, length)?;
    }
    file.marks.carry(|from, to| copy(now, durable, from * PAGE, length.min(to * PAGE)))?;
    durable.set_len(length)
}

fn copy(from: &File, to: &File, mut at: u64, end: u64) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1_024];
    while at < end {
        let want = usize::try_from(end - at).unwrap_or(usize::MAX).min(buffer.len());
        let read = from.read_at(&mut buffer[..want], at)?;
        if read == 0 {
            return Ok(());
        }
        to.write_all_at(&buffer[..read], at)?;
        at += read as u64;
    }
    Ok(())
}

/// The names become durable, if they have changed.
fn names(orders: &Orders) -> io::Result<()> {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    if orders.lie == Some(Lie::Off) {
        return Ok(());
    }
    let text = image::written(&image::present(&orders.folder, &orders.except)?);
    let path = orders.image.join(NAMES);
    if fs::read(&path).is_ok_and(|known| known == text.as_bytes()) {
        return Ok(());
    }
    let draft = orders.image.join(format!("{NAMES}-{}", std::process::id()));
    fs::write(&draft, text)?;
    fs::rename(draft, path)
}
