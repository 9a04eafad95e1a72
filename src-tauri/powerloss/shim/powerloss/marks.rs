//! Which pages of a file were written since its last sync: bits in a file that all programs of the folder share.

use std::{
    fs::File,
    io,
    os::fd::AsRawFd as _,
    path::Path,
    ptr::NonNull,
    sync::atomic::{AtomicU32, AtomicU64, Ordering},
};

use libc::c_long;

/// The bytes of a page.
pub(crate) const PAGE: u64 = 4_096;
/// The words of bits: enough for files of 2 GiB.
const WORDS: usize = 8_192;
/// The bytes of the shared file: a head, the marks, and those that a sync is carrying over.
const LENGTH: usize = 4_096 + 2 * WORDS * 8;

/// The marks of one file.
pub(crate) struct Marks {
    shared: NonNull<Shared>,
}

#[repr(C)]
struct Shared {
    whole: AtomicU32,
    deferred: AtomicU32,
    rest: [AtomicU64; 511],
    marked: [AtomicU64; WORDS],
    carried: [AtomicU64; WORDS],
}

// SAFETY: everything inside is atomic, and the memory stays mapped for as long as the program runs.
unsafe impl Send for Marks {}
// SAFETY: as above.
unsafe impl Sync for Marks {}

impl Marks {
    /// Opens or makes the marks of a file.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file =
            File::options().read(true).write(true).create(true).truncate(false).open(path)?;
        if file.metadata()?.len() < LENGTH as u64 {
            file.set_len(LENGTH as u64)?;
        }
        let length = c_long::try_from(LENGTH).map_err(io::Error::other)?;
        let protection = c_long::from(libc::PROT_READ | libc::PROT_WRITE);
        // SAFETY: a new mapping of a file that is as long as the mapping.
        let memory = unsafe {
            let (kind, fd) = (c_long::from(libc::MAP_SHARED), c_long::from(file.as_raw_fd()));
            let (nowhere, start): (c_long, c_long) = (0, 0);
            libc::syscall(libc::SYS_mmap, nowhere, length, protection, kind, fd, start)
        };
        let shared = NonNull::new(memory as *mut Shared).filter(|_| memory != -1);
        shared.map(|shared| Self { shared }).ok_or_else(io::Error::last_os_error)
    }

    fn shared(&self) -> &Shared {
        // SAFETY: mapped at opening, as long as `Shared`, aligned to a page, never unmapped.
        unsafe { self.shared.as_ref() }
    }

    /// Marks what lies between two places.
    pub(crate) fn mark(&self, from: u64, to: u64) {
        if from >= to {
            return;
        }
        for page in from / PAGE..=(to - 1) / PAGE {
            match usize::try_from(page / 64).ok().and_then(|word| self.shared().marked.get(word)) {
                Some(word) => {
                    word.fetch_or(1 << (page % 64), Ordering::SeqCst);
                }
                None => self.mark_whole(),
            }
        }
    }

    /// Marks everything.
    pub(crate) fn mark_whole(&self) {
        self.shared().whole.store(1, Ordering::SeqCst);
    }

    /// Whether everything was marked; it is not any more.
    pub(crate) fn take_whole(&self) -> bool {
        self.shared().whole.swap(0, Ordering::SeqCst) == 1
    }

    /// Notes that a sync was asked for and not done.
    pub(crate) fn defer(&self) {
        self.shared().deferred.store(1, Ordering::SeqCst);
    }

    /// Whether a sync was asked for and not done; it is forgotten.
    pub(crate) fn take_deferred(&self) -> bool {
        self.shared().deferred.swap(0, Ordering::SeqCst) == 1
    }

    /// Takes the marks, and carries over each run of marked pages: from its first page up to before its last. Marks stay
    /// known until they were carried, also if this program dies meanwhile.
    pub(crate) fn carry(&self, mut run: impl FnMut(u64, u64) -> io::Result<()>) -> io::Result<()> {
        let Shared { marked, carried, .. } = self.shared();
        for (at, (marked, carried)) in marked.iter().zip(carried).enumerate() {
            if marked.load(Ordering::SeqCst) == 0 && carried.load(Ordering::SeqCst) == 0 {
                continue;
            }
            let bits = marked.swap(0, Ordering::SeqCst);
            let bits = carried.fetch_or(bits, Ordering::SeqCst) | bits;
            let first = at as u64 * 64;
            let mut page = 0;
            while page < 64 {
                let length = u64::from((bits >> page).trailing_ones());
                if length > 0 {
                    run(first + page, first + page + length)?;
                }
                page += length.max(1);
            }
            carried.store(0, Ordering::SeqCst);
        }
        Ok(())
    }

    /// Forgets all marks: after a failed sync Linux takes pages for clean that never reached the disk.
    pub(crate) fn forget(&self) {
        self.take_whole();
        let Shared { marked, carried, .. } = self.shared();
        marked.iter().chain(carried).for_each(|word| word.store(0, Ordering::SeqCst));
    }
}
