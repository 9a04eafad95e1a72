//! The system calls behind the functions that stand here in the C library's place, and errors as C reports them.

use libc::{c_int, c_long};

/// Fails as C does.
pub(crate) fn fail(error: c_int) -> c_int {
    // SAFETY: the C library's place for the error of this thread is always there.
    unsafe { *libc::__errno_location() = error };
    -1
}

/// The last error of this thread.
pub(crate) fn error() -> c_int {
    // SAFETY: as above.
    unsafe { *libc::__errno_location() }
}

/// A system call with numbers only.
pub(crate) fn call(number: c_long, arguments: [c_long; 4]) -> c_long {
    let [a, b, c, d] = arguments;
    // SAFETY: the callers pass numbers, or pointers that their own callers vouch for.
    unsafe { libc::syscall(number, a, b, c, d) }
}

/// Where a file stands for reading and writing.
pub(crate) fn position(fd: c_int) -> u64 {
    let at = call(libc::SYS_lseek, [fd.into(), 0, libc::SEEK_CUR.into(), 0]);
    u64::try_from(at).unwrap_or(0)
}
