//! The functions that stand in the C library's place. Each does what the real one does, and notes it.
//!
//! Functions with a variable number of arguments are declared with all they may have: where this runs, callers pass
//! them in the same registers.
#![expect(
    clippy::cast_possible_truncation,
    reason = "what the kernel answers fits into what C declares for it"
)]

use std::ffi::{c_char, c_int, c_uint, c_void};

use libc::{c_long, iovec, mode_t, off_t, size_t, ssize_t};

use crate::{
    faults, real,
    real::{call, fail},
    sync,
    tracked::{self, Tracked},
};

/// What a pointer is for the kernel.
fn number<T>(pointer: *const T) -> c_long {
    pointer as c_long
}

fn size(count: size_t) -> c_long {
    count.cast_signed() as c_long
}

/// Writes to a file, if it may, and marks what was written; `at` is where, or else where the file stands.
fn writing(fd: c_int, at: Option<off_t>, write: impl FnOnce() -> c_long) -> ssize_t {
    let Some(file) = tracked::of(fd) else { return write() as ssize_t };
    if let Some(error) = faults::strike(file) {
        return fail(error) as ssize_t;
    }
    sync::log_before_database(file);
    let written = write();
    if let Ok(written @ 1..) = u64::try_from(written) {
        let from = match at {
            Some(at) => u64::try_from(at).unwrap_or(0),
            None => real::position(fd).saturating_sub(written),
        };
        file.marks.mark(from, from + written);
    }
    written as ssize_t
}

/// Changes the length of a file, if it may, and marks what that touches.
fn resizing(fd: c_int, resize: impl FnOnce() -> c_long) -> c_int {
    let Some(file) = tracked::of(fd) else { return resize() as c_int };
    if let Some(error) = faults::strike(file) {
        return fail(error);
    }
    sync::log_before_database(file);
    let before = length(fd);
    let done = resize();
    let error = real::error();
    mark_between(file, before, length(fd));
    if done != 0 {
        fail(error);
    }
    done as c_int
}

fn length(fd: c_int) -> u64 {
    tracked::borrowed(fd).metadata().map_or(0, |about| about.len())
}

fn mark_between(file: &Tracked, one: u64, other: u64) {
    file.marks.mark(one.min(other), one.max(other));
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn write(fd: c_int, data: *const c_void, count: size_t) -> ssize_t {
    writing(fd, None, || call(libc::SYS_write, [fd.into(), number(data), size(count), 0]))
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite64(fd: c_int, data: *const c_void, count: size_t, at: off_t) -> ssize_t {
    let arguments = [fd.into(), number(data), size(count), at];
    writing(fd, Some(at), || call(libc::SYS_pwrite64, arguments))
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn pwrite(fd: c_int, data: *const c_void, count: size_t, at: off_t) -> ssize_t {
    // SAFETY: the caller vouches for the same.
    unsafe { pwrite64(fd, data, count, at) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn writev(fd: c_int, parts: *const iovec, count: c_int) -> ssize_t {
    writing(fd, None, || call(libc::SYS_writev, [fd.into(), number(parts), count.into(), 0]))
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn pwritev(fd: c_int, parts: *const iovec, count: c_int, at: off_t) -> ssize_t {
    let arguments = [fd.into(), number(parts), count.into(), at];
    writing(fd, Some(at), || call(libc::SYS_pwritev, arguments))
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn pwritev64(fd: c_int, parts: *const iovec, count: c_int, at: off_t) -> ssize_t {
    // SAFETY: the caller vouches for the same.
    unsafe { pwritev(fd, parts, count, at) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn ftruncate64(fd: c_int, length: off_t) -> c_int {
    resizing(fd, || call(libc::SYS_ftruncate, [fd.into(), length, 0, 0]))
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn ftruncate(fd: c_int, length: off_t) -> c_int {
    // SAFETY: the caller vouches for the same.
    unsafe { ftruncate64(fd, length) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn fallocate64(fd: c_int, mode: c_int, from: off_t, length: off_t) -> c_int {
    resizing(fd, || call(libc::SYS_fallocate, [fd.into(), mode.into(), from, length]))
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn fallocate(fd: c_int, mode: c_int, from: off_t, length: off_t) -> c_int {
    // SAFETY: the caller vouches for the same.
    unsafe { fallocate64(fd, mode, from, length) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn posix_fallocate64(fd: c_int, from: off_t, length: off_t) -> c_int {
    // SAFETY: the caller vouches for the same.
    let done = unsafe { fallocate64(fd, 0, from, length) };
    if done == 0 { 0 } else { real::error() }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn posix_fallocate(fd: c_int, from: off_t, length: off_t) -> c_int {
    // SAFETY: the caller vouches for the same.
    unsafe { posix_fallocate64(fd, from, length) }
}

/// Copies inside the kernel are rare: the whole file counts as written.
///
/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn copy_file_range(
    from: c_int,
    from_at: *mut off_t,
    to: c_int,
    to_at: *mut off_t,
    count: size_t,
    flags: c_uint,
) -> ssize_t {
    if let Some(file) = tracked::of(to) {
        if let Some(error) = faults::strike(file) {
            return fail(error) as ssize_t;
        }
        file.marks.mark_whole();
    }
    // SAFETY: the caller vouches for the same.
    unsafe {
        libc::syscall(libc::SYS_copy_file_range, from, from_at, to, to_at, count, flags) as ssize_t
    }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn sendfile64(to: c_int, from: c_int, at: *mut off_t, count: size_t) -> ssize_t {
    if let Some(file) = tracked::of(to) {
        if let Some(error) = faults::strike(file) {
            return fail(error) as ssize_t;
        }
        file.marks.mark_whole();
    }
    call(libc::SYS_sendfile, [to.into(), from.into(), number(at), size(count)]) as ssize_t
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn sendfile(to: c_int, from: c_int, at: *mut off_t, count: size_t) -> ssize_t {
    // SAFETY: the caller vouches for the same.
    unsafe { sendfile64(to, from, at, count) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn fsync(fd: c_int) -> c_int {
    match sync::sync(fd) {
        None => call(libc::SYS_fsync, [fd.into(), 0, 0, 0]) as c_int,
        Some(Ok(())) => 0,
        Some(Err(error)) => fail(error),
    }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn fdatasync(fd: c_int) -> c_int {
    // SAFETY: the caller vouches for the same.
    unsafe { fsync(fd) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn openat(
    folder: c_int,
    path: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    let arguments = [folder.into(), number(path), flags.into(), mode.into()];
    let fd = call(libc::SYS_openat, arguments) as c_int;
    if fd >= 0 {
        tracked::forget(fd);
        let cuts = flags & libc::O_TRUNC != 0 && flags & libc::O_ACCMODE != libc::O_RDONLY;
        // The old length is gone, so that all of it counts as touched.
        if cuts && let Some(file) = tracked::of(fd) {
            file.marks.mark_whole();
        }
    }
    fd
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn openat64(
    folder: c_int,
    path: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    // SAFETY: the caller vouches for the same.
    unsafe { openat(folder, path, flags, mode) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: the caller vouches for the same.
    unsafe { openat(libc::AT_FDCWD, path, flags, mode) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: the caller vouches for the same.
    unsafe { openat(libc::AT_FDCWD, path, flags, mode) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn creat(path: *const c_char, mode: mode_t) -> c_int {
    let flags = libc::O_CREAT | libc::O_WRONLY | libc::O_TRUNC;
    // SAFETY: the caller vouches for the same.
    unsafe { openat(libc::AT_FDCWD, path, flags, mode) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn close(fd: c_int) -> c_int {
    tracked::forget(fd);
    call(libc::SYS_close, [fd.into(), 0, 0, 0]) as c_int
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn dup2(from: c_int, to: c_int) -> c_int {
    if from == to {
        let there = call(libc::SYS_fcntl, [from.into(), libc::F_GETFD.into(), 0, 0]);
        return if there < 0 { -1 } else { to };
    }
    // SAFETY: the caller vouches for the same.
    unsafe { dup3(from, to, 0) }
}

/// # Safety
/// As the C library's.
#[unsafe(no_mangle)]
unsafe extern "C" fn dup3(from: c_int, to: c_int, flags: c_int) -> c_int {
    tracked::forget(to);
    call(libc::SYS_dup3, [from.into(), to.into(), flags.into(), 0]) as c_int
}
