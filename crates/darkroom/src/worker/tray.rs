//! The tray that the photo lies in, seen from inside the jail. It comes as standard error.

use std::io;

use darkroom::protocol::TRAY_READY_BYTES;
use imaging::limits::MAX_BYTES;

use crate::raw;

/// All of the tray; the photo is its first part, once the request has come.
///
/// # Errors
/// If there is no tray, or it is too short to be one.
pub(crate) fn look() -> io::Result<&'static [u8]> {
    let tray = rustix::stdio::stderr();
    if rustix::fs::fstat(tray)?.st_size.cast_unsigned() < MAX_BYTES as u64 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let memory = raw::map(tray, MAX_BYTES)?;
    raw::populate(&memory[..TRAY_READY_BYTES]);
    Ok(memory)
}
