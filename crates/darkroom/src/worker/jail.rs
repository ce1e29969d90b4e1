//! The jail: what the process may still do once it looks at a photo. Reading its input, writing
//! its output, asking for memory, and ending.
//!
//! Four walls, each of which would do alone: limits, no new privileges, Landlock, seccomp. They
//! hold for root too, except the limit on processes, for which seccomp stands in.

use std::collections::BTreeMap;

use darkroom::protocol::Landlock;
use landlock::{
    ABI, Access, AccessFs, AccessNet, CompatLevel, Compatible, Ruleset, RulesetAttr, RulesetStatus,
    Scope,
};
use rustix::process::{DumpableBehavior, Resource, Rlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};
use thiserror::Error;

use crate::raw;

/// All memory of the process: 1 GiB. `imaging::limits` keeps decoding below 880 MiB.
const MEMORY_BYTES: u64 = 1024 * 1024 * 1024;

/// Processor time: 15 s. The largest photo allowed takes about two.
const PROCESSOR_SECONDS: u64 = 15;

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
pub(crate) fn enter() -> Result<Landlock, JailError> {
    raw::close_inherited()?;
    // Also keeps a crash handler from being given the photo: a pipe in core_pattern ignores the
    // limit on core files.
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    rustix::thread::set_no_new_privs(true)?;
    let landlock = forbid_files_and_network()?;
    set_limits()?;
    seccompiler::apply_filter(&filter()?)?;
    Ok(landlock)
}

/// Landlock with no exception. What an older kernel cannot forbid, seccomp forbids anyway.
fn forbid_files_and_network() -> Result<Landlock, JailError> {
    let status = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V6))?
        .handle_access(AccessNet::from_all(ABI::V6))?
        .scope(Scope::from_all(ABI::V6))?
        .create()?
        .restrict_self()?;
    Ok(match status.ruleset {
        RulesetStatus::FullyEnforced => Landlock::Full,
        RulesetStatus::PartiallyEnforced => Landlock::Partial,
        RulesetStatus::NotEnforced => Landlock::None,
    })
}

fn set_limits() -> Result<(), JailError> {
    for (resource, soft, hard) in [
        (Resource::As, MEMORY_BYTES, MEMORY_BYTES),
        // The soft limit ends the process by SIGXCPU, which tells the log why.
        (Resource::Cpu, PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1),
        (Resource::Nofile, 0, 0),
        (Resource::Fsize, 0, 0),
        (Resource::Nproc, 0, 0),
        (Resource::Core, 0, 0),
        (Resource::Memlock, 0, 0),
        (Resource::Msgqueue, 0, 0),
    ] {
        let limit = Rlimit {
            current: Some(soft),
            maximum: Some(hard),
        };
        rustix::process::setrlimit(resource, limit)?;
    }
    Ok(())
}

/// The system calls that are left. Any other kills the process.
fn filter() -> Result<BpfProgram, JailError> {
    let any = Vec::new;
    let own_process = u64::from(std::process::id());
    let rules: BTreeMap<i64, Vec<SeccompRule>> = [
        // The conversation: standard input in, standard output out.
        (libc::SYS_read, vec![rule(&[equal(0, 0)?])?]),
        (libc::SYS_write, vec![rule(&[equal(0, 1)?])?]),
        // Memory, but never memory that can be run, and never a file's.
        (
            libc::SYS_mmap,
            vec![rule(&[
                not_executable()?,
                SeccompCondition::new(
                    3,
                    SeccompCmpArgLen::Dword,
                    SeccompCmpOp::MaskedEq(libc::MAP_ANONYMOUS as u64),
                    libc::MAP_ANONYMOUS as u64,
                )?,
            ])?],
        ),
        (libc::SYS_mprotect, vec![rule(&[not_executable()?])?]),
        (libc::SYS_munmap, any()),
        (libc::SYS_mremap, any()),
        (libc::SYS_madvise, any()),
        (libc::SYS_brk, any()),
        // What the standard library needs besides.
        (libc::SYS_futex, any()),
        (libc::SYS_sched_yield, any()),
        (libc::SYS_clock_gettime, any()),
        (libc::SYS_getrandom, any()),
        (libc::SYS_restart_syscall, any()),
        // The end: by exit, or by an abort, which is a signal to oneself.
        (libc::SYS_exit, any()),
        (libc::SYS_exit_group, any()),
        (libc::SYS_sigaltstack, any()),
        (libc::SYS_rt_sigaction, any()),
        (libc::SYS_rt_sigprocmask, any()),
        (libc::SYS_rt_sigreturn, any()),
        (libc::SYS_getpid, any()),
        (libc::SYS_gettid, any()),
        (libc::SYS_tgkill, vec![rule(&[equal(0, own_process)?])?]),
    ]
    .into_iter()
    .collect();
    let filter = SeccompFilter::new(
        rules,
        SeccompAction::KillProcess,
        SeccompAction::Allow,
        TargetArch::try_from(std::env::consts::ARCH)?,
    )?;
    Ok(BpfProgram::try_from(filter)?)
}

fn rule(conditions: &[SeccompCondition]) -> Result<SeccompRule, JailError> {
    Ok(SeccompRule::new(conditions.to_vec())?)
}

/// The argument is that number.
fn equal(argument: u8, value: u64) -> Result<SeccompCondition, JailError> {
    Ok(SeccompCondition::new(
        argument,
        SeccompCmpArgLen::Dword,
        SeccompCmpOp::Eq,
        value,
    )?)
}

/// The third argument, a memory protection, does not ask for execution.
fn not_executable() -> Result<SeccompCondition, JailError> {
    Ok(SeccompCondition::new(
        2,
        SeccompCmpArgLen::Dword,
        SeccompCmpOp::MaskedEq(libc::PROT_EXEC as u64),
        0,
    )?)
}
