//! The wall against the kernel: the few system calls that are left. Any other kills the process.

use std::collections::BTreeMap;

use darkroom::protocol::Kind;
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, TargetArch,
};

use super::JailError;

const INPUT: u64 = 0;
const OUTPUT: u64 = 1;
const ERROR_STREAM: u64 = 2;

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// Closes the wall around all threads of this process.
pub(super) fn forbid(kind: Kind) -> Result<(), JailError> {
    // Of two filters the stricter answer counts, so the first only has to say where it differs
    // from "allowed" without being deadly. It comes first because the second forbids a third.
    if kind == Kind::Heif {
        seccompiler::apply_filter_all_threads(&no_such_call()?)?;
    }
    seccompiler::apply_filter_all_threads(&allowlist(kind)?)?;
    Ok(())
}

/// What every worker needs, and what this kind needs besides.
fn allowlist(kind: Kind) -> Result<BpfProgram, JailError> {
    let mut rules = ordinary()?;
    match kind {
        Kind::Ordinary => {}
        Kind::Heif => rules.extend(of_starting_threads()?),
    }
    program(rules, SeccompAction::KillProcess, SeccompAction::Allow)
}

fn ordinary() -> Result<Rules, JailError> {
    let any = Vec::new;
    let own_process = u64::from(std::process::id());
    Ok([
        // The conversation: standard input in, standard output out.
        (libc::SYS_read, vec![rule(&[equal(0, INPUT)?])?]),
        (libc::SYS_write, vec![rule(&[equal(0, OUTPUT)?])?]),
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
    .collect())
}

/// What glibc asks for when it starts a thread, to the bit: the flags leave no way to a new
/// process, a namespace or a tracer.
const THREAD: libc::c_int = libc::CLONE_VM
    | libc::CLONE_FS
    | libc::CLONE_FILES
    | libc::CLONE_SIGHAND
    | libc::CLONE_THREAD
    | libc::CLONE_SYSVSEM
    | libc::CLONE_SETTLS
    | libc::CLONE_PARENT_SETTID
    | libc::CLONE_CHILD_CLEARTID;

/// `prctl`'s way to name the calling thread.
const SET_NAME: u64 = libc::PR_SET_NAME as u64;

fn of_starting_threads() -> Result<Rules, JailError> {
    let any = Vec::new;
    Ok([
        (
            libc::SYS_clone,
            vec![rule(&[SeccompCondition::new(
                0,
                SeccompCmpArgLen::Qword,
                SeccompCmpOp::Eq,
                THREAD as u64,
            )?])?],
        ),
        // Answered by the other filter: this one, and a word on the error stream.
        (libc::SYS_clone3, any()),
        (
            libc::SYS_write,
            vec![
                rule(&[equal(0, OUTPUT)?])?,
                rule(&[equal(0, ERROR_STREAM)?])?,
            ],
        ),
        (libc::SYS_set_robust_list, any()),
        (libc::SYS_rseq, any()),
        (libc::SYS_sched_getaffinity, any()),
        (libc::SYS_prctl, vec![rule(&[equal(0, SET_NAME)?])?]),
    ]
    .into_iter()
    .collect())
}

/// Says "there is no such call" to two things that these libraries cannot be talked out of.
fn no_such_call() -> Result<BpfProgram, JailError> {
    program(
        [
            // Its flags lie in memory, where no filter can read them. The C library then asks by
            // `clone`.
            (libc::SYS_clone3, Vec::new()),
            // The AV1 decoder complains of damaged files on the error stream.
            (libc::SYS_write, vec![rule(&[equal(0, ERROR_STREAM)?])?]),
        ]
        .into_iter()
        .collect(),
        SeccompAction::Allow,
        SeccompAction::Errno(libc::ENOSYS as u32),
    )
}

fn program(
    rules: Rules,
    otherwise: SeccompAction,
    of_these: SeccompAction,
) -> Result<BpfProgram, JailError> {
    let architecture = TargetArch::try_from(std::env::consts::ARCH)?;
    let filter = SeccompFilter::new(rules, otherwise, of_these, architecture)?;
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
