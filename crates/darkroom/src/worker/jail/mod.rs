//! The jail: what the process may still do once it looks at a photo. Reading its input, writing
//! its output, asking for memory, and ending.
//!
//! Four walls, each of which would do alone: limits, no new privileges, Landlock, seccomp. They
//! hold for root too, except the limit on processes, for which seccomp stands in. Every thread is
//! inside: those that exist when the last wall closes are taken in by it, and whoever is started
//! later inherits all four.
//!
//! There are two kinds of worker. The ordinary one can start nothing any more. The one for HEIF
//! files can start threads of its own, because the library that decodes them insists on it, and
//! still no process.

mod calls;
mod files;
mod limits;

use darkroom::protocol::{Kind, Landlock};
use rustix::process::DumpableBehavior;
use thiserror::Error;

use crate::raw;

/// Why the jail could not be built.
#[derive(Debug, Error)]
pub(crate) enum JailError {
    #[error("inherited descriptors could not be closed")]
    Descriptors(#[from] std::io::Error),
    #[error("a limit could not be set")]
    Limit(#[from] rustix::io::Errno),
    #[error("Landlock failed")]
    Landlock(#[from] landlock::RulesetError),
    #[error("the system call filter could not be built")]
    Filter(#[from] seccompiler::BackendError),
    #[error("the system call filter could not be installed")]
    Seccomp(#[from] seccompiler::Error),
}

/// Locks this process in for good, and says how much of Landlock the kernel granted.
///
/// `load` runs while files can still be opened and must start no thread, which Landlock would not
/// hold. `make_ready` runs between the walls, where files are out of reach already and threads can
/// still be started; such a thread must have come up before `make_ready` returns.
pub(crate) fn enter<T>(
    kind: Kind,
    load: impl FnOnce(),
    make_ready: impl FnOnce() -> T,
) -> Result<(Landlock, T), JailError> {
    raw::close_inherited()?;
    // Also keeps a crash handler from being given the photo: a pipe in core_pattern ignores the
    // limit on core files.
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    rustix::thread::set_no_new_privs(true)?;
    load();
    let landlock = files::forbid()?;
    let tools = make_ready();
    limits::set(kind)?;
    calls::forbid(kind)?;
    Ok((landlock, tools))
}
