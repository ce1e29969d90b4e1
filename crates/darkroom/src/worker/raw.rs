//! The system calls that no safe interface offers. All `unsafe` code of the darkroom is here.

use std::os::fd::AsFd;
use std::{ptr, slice};

use rustix::mm::{Advice, MapFlags, ProtFlags};

/// Closes every descriptor but standard input, output and error, which this process may have
/// inherited by another part's mistake.
pub(crate) fn close_inherited() -> std::io::Result<()> {
    #[expect(
        unsafe_code,
        reason = "closing descriptors by number; at the start of main nothing owns one of them"
    )]
    // SAFETY: three integers, no memory. This runs before anything in this process opens one.
    let result = unsafe { libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, 0_u32) };
    if result == 0 {
        Ok(())
    } else {
        Err(std::io::Error::last_os_error())
    }
}

/// A file as memory, for reading and for as long as this process lives.
pub(crate) fn map(file: impl AsFd, length: usize) -> rustix::io::Result<&'static [u8]> {
    let (prot, flags) = (ProtFlags::READ, MapFlags::SHARED);
    #[expect(unsafe_code, reason = "memory that another process has filled")]
    // SAFETY: a new mapping, in nobody's way and never unmapped. The file never changes its length,
    // and whoever fills it does so before this process is told to look and never while it lives.
    unsafe {
        let start = rustix::mm::mmap(ptr::null_mut(), length, prot, flags, file, 0)?;
        Ok(slice::from_raw_parts(start.cast(), length))
    }
}

/// Has the kernel show pages of such memory to this process before they are looked at. A kernel that
/// does not know how shows each when it is.
pub(crate) fn populate(memory: &'static [u8]) {
    #[expect(unsafe_code, reason = "advice about memory takes a bare pointer")]
    // SAFETY: pages of a mapping that lasts, which are only read.
    let _ = unsafe {
        rustix::mm::madvise(
            memory.as_ptr().cast_mut().cast(),
            memory.len(),
            Advice::LinuxPopulateRead,
        )
    };
}

/// Makes any system call, and gives the error number or 0; only in debug builds, whose tests try the jail.
#[cfg(debug_assertions)]
pub(crate) fn call([number, first, second, third, fourth]: [i64; 5]) -> i32 {
    #[expect(
        unsafe_code,
        reason = "an escape must be tried for the jail to be seen to hold"
    )]
    // SAFETY: none; the jail is expected to kill this process before the call is made.
    let result = unsafe { libc::syscall(number, first, second, third, fourth) };
    if result >= 0 {
        return 0;
    }
    std::io::Error::last_os_error().raw_os_error().unwrap_or(-1)
}
