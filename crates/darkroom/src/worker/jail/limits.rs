//! The wall against waste: how much of the machine one photo may use.

use darkroom::protocol::Kind;
use rustix::process::{Resource, Rlimit};

use super::JailError;

/// All memory of the process: 1 GiB. `imaging::limits` keeps decoding below 880 MiB.
const MEMORY_BYTES: u64 = 1024 * 1024 * 1024;

/// Processor time of all threads together: 15 s. The largest photo allowed takes about two.
const PROCESSOR_SECONDS: u64 = 15;

/// Sets the limits of the whole process.
pub(super) fn set(kind: Kind) -> Result<(), JailError> {
    for (resource, soft, hard) in [
        (Resource::As, MEMORY_BYTES, MEMORY_BYTES),
        // The soft limit ends the process by SIGXCPU, which tells the log why.
        (Resource::Cpu, PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1),
        (Resource::Nofile, 0, 0),
        (Resource::Fsize, 0, 0),
        (Resource::Core, 0, 0),
        (Resource::Memlock, 0, 0),
        (Resource::Msgqueue, 0, 0),
    ] {
        limit(resource, soft, hard)?;
    }
    match kind {
        Kind::Ordinary => limit(Resource::Nproc, 0, 0)?,
        // The kernel counts all threads of the user here, the kiosk's own among them, so no number
        // would mean "a few of mine". Seccomp lets it start threads and nothing else, and their
        // stacks have to fit into the memory above: that is about a hundred.
        Kind::Heif => {}
    }
    Ok(())
}

fn limit(resource: Resource, soft: u64, hard: u64) -> Result<(), JailError> {
    let limit = Rlimit {
        current: Some(soft),
        maximum: Some(hard),
    };
    Ok(rustix::process::setrlimit(resource, limit)?)
}
