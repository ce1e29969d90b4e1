//! Keeps the kiosk alive: starts it, sees its death at once and its hanging within six seconds,
//! starts it again, and climbs a ladder when that does not help.
//!
//! It deliberately knows nothing else: no order, no window, no network, and no crate but the
//! standard library, since what looks after everything must not break with anything. Start
//! reading at [`guard`], the loop, and [`escalation`], the pure machine that decides. All
//! `unsafe` is in `system.rs`, which says why.
//!
//! # What the kiosk says
//!
//! The kiosk finds the path of a datagram socket in `NOTIFY_SOCKET` and speaks `sd_notify`(3) to
//! it, as it would to systemd. A datagram is up to 4096 bytes of `KEY=value` lines:
//!
//! | line | meaning |
//! | --- | --- |
//! | `READY=1` | a customer could use the kiosk now; due 60 s after the start |
//! | `WATCHDOG=1` | the pulse; due every 5 s (`WATCHDOG_USEC` says the limit), send it every 2 s |
//! | `X_MINILAB_WEB_VIEW=alive` | the web view answered since the last datagram; limit 5.5 s |
//! | `X_MINILAB_JOURNAL=alive` | the journal wrote something since then; limit 5.5 s |
//! | `X_MINILAB_PRINTER=alive` | a print moved on since then; limit 3 min |
//! | `...=idle` | that part is well and has nothing to do; its clock stands still |
//! | `...=dead` | that part did not move; its clock runs on |
//! | `STATUS=...` | a sentence without personal data, for reports |
//! | `STOPPING=1` | the kiosk ends by its own will; due 5 s later |
//!
//! A witness counts from the first time it is named after `READY=1`. One that is not named in a
//! datagram is not known to have moved: its clock runs on. So a pulse is sent only by code that
//! really looks, and a kiosk that sends its pulse from a thread of its own while the page is dead
//! says `X_MINILAB_WEB_VIEW=dead` and is found. Unknown lines are passed over, `MAINPID` too: the
//! watchdog knows whom it started.
//!
//! Only one process is believed in each run: the first of the started family to speak. The kiosk
//! therefore sends something (`STATUS=starting`) before it opens a page. The kernel names the
//! sender of each datagram; what others send is thrown away.
//!
//! # What the kiosk is told
//!
//! `MINILAB_START` is `normal`, `clean_cache` (empty the web cache first), `safe` (only what is
//! needed to sell and refund) or `out_of_service` (only the page that says so; read no
//! configuration for it, since that may be what is wrong; still send `READY=1` and the pulse).
//! To load the page anew, the watchdog ends the `WebKitWebProcess` below the kiosk, and the
//! kiosk's own care for dead pages does the rest. SIGTERM asks the kiosk to end, within 5 s.
//!
//! Its exit code matters: 0 a minute or more after `READY=1` is no failure, and 64, 73, 77 and 78
//! of `sysexits.h` (a person has to mend something) lead to the out-of-service page at once.
//!
//! # What the watchdog tells others
//!
//! Upwards it speaks `sd_notify` too, when systemd set `NOTIFY_SOCKET` and `WATCHDOG_USEC`:
//! `READY=1` once it works, its own pulse, `STATUS=`, `STOPPING=1`. It feeds systemd as long as
//! its own loop works, not as long as the kiosk does. Every step of the ladder is a line in
//! `reports.jsonl` in the state folder, which the kiosk ships when it can, and on standard error.

pub mod config;
mod error;
pub mod escalation;
mod family;
pub mod guard;
mod hearing;
mod kiosk;
mod pid_file;
pub mod processes;
pub mod proof;
mod reboots;
mod reports;
mod system;
mod systemd;
mod web_cache;

pub use error::GuardError;
