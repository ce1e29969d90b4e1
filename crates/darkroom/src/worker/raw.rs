//! The system calls that no safe interface offers. All `unsafe` code of the darkroom is here.

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
