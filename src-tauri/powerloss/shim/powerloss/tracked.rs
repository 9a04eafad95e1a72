//! Which open files lie in the folder.

use std::{
    collections::HashMap,
    fs::{self, File},
    mem::ManuallyDrop,
    os::fd::FromRawFd as _,
    path::{Path, PathBuf},
    ptr,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicPtr, Ordering},
    },
};

use libc::c_int;

use crate::{
    image::{self, DATA, DIRTY},
    marks::Marks,
    orders,
};

/// How many descriptors are remembered; those above are looked up each time.
const REMEMBERED: usize = 65_536;

/// A file of the folder.
pub(crate) struct Tracked {
    /// Where it lay when it was opened first.
    pub(crate) path: PathBuf,
    /// What the disk has of it.
    pub(crate) durable: PathBuf,
    pub(crate) marks: Marks,
    /// Held while it is carried over, and the open image then.
    pub(crate) carrying: Mutex<Option<File>>,
}

/// What is known of a descriptor: nothing, that it is not ours, or which file it is.
static KNOWN: [AtomicPtr<Tracked>; REMEMBERED] =
    [const { AtomicPtr::new(ptr::null_mut()) }; REMEMBERED];

/// Stands for a descriptor that is not ours.
fn not_ours() -> *mut Tracked {
    ptr::without_provenance_mut(usize::MAX)
}

/// The file behind a descriptor, if it lies in the folder.
pub(crate) fn of(fd: c_int) -> Option<&'static Tracked> {
    orders::given()?;
    let slot = usize::try_from(fd).ok().and_then(|fd| KNOWN.get(fd));
    let known = slot.map_or(ptr::null_mut(), |slot| slot.load(Ordering::Acquire));
    if known == not_ours() {
        return None;
    }
    // SAFETY: what is remembered was leaked and lives for ever.
    if let Some(known) = unsafe { known.as_ref() } {
        return Some(known);
    }
    let found = look_up(fd);
    if let Some(slot) = slot {
        let found = found.map_or_else(not_ours, |file| ptr::from_ref(file).cast_mut());
        slot.store(found, Ordering::Release);
    }
    found
}

/// Nothing is known of a descriptor any more: it was closed or means something else now.
pub(crate) fn forget(fd: c_int) {
    if let Some(slot) = usize::try_from(fd).ok().and_then(|fd| KNOWN.get(fd)) {
        slot.store(ptr::null_mut(), Ordering::Release);
    }
}

/// The path behind a descriptor, if it lies in the folder, which counts too.
pub(crate) fn path(fd: c_int) -> Option<PathBuf> {
    let path = fs::read_link(format!("/proc/self/fd/{fd}")).ok()?;
    path.starts_with(&orders::given()?.folder).then_some(path)
}

/// The file that lies at a path, if this program has opened it.
pub(crate) fn at(path: &Path) -> Option<&'static Tracked> {
    lock().values().copied().find(|file| file.path == path)
}

/// A descriptor's file for reading and asking, without owning it.
pub(crate) fn borrowed(fd: c_int) -> ManuallyDrop<File> {
    // SAFETY: it is never dropped, so the descriptor stays its owner's.
    ManuallyDrop::new(unsafe { File::from_raw_fd(fd) })
}

fn look_up(fd: c_int) -> Option<&'static Tracked> {
    let orders = orders::given()?;
    let path = path(fd)?;
    let about = borrowed(fd).metadata().ok().filter(fs::Metadata::is_file)?;
    if !image::takes_part(&path, &orders.except) {
        return None;
    }
    let key = image::key(&about);
    let mut files = lock();
    if let Some(file) = files.get(&key) {
        return Some(file);
    }
    let marks = Marks::open(&orders.image.join(DIRTY).join(&key)).ok()?;
    let durable = orders.image.join(DATA).join(&key);
    let file = Box::leak(Box::new(Tracked { path, durable, marks, carrying: Mutex::default() }));
    files.insert(key, file);
    Some(file)
}

fn lock() -> std::sync::MutexGuard<'static, HashMap<String, &'static Tracked>> {
    static FILES: OnceLock<Mutex<HashMap<String, &'static Tracked>>> = OnceLock::new();
    FILES.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner)
}
