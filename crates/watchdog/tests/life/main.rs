//! The watchdog as a process, and kiosks that die, hang, lie and multiply.
//!
//! Limits are shortened by configuration where a test would otherwise only wait. Times are
//! compared with a limit only as the best of a few tries: a busy machine is slow, not wrong.

mod death;
mod double;
mod families;
mod hanging;
mod house;
mod own_end;
mod systemd;
