//! What the stories are told with: a whole small fleet on loopback and the people in it. Every
//! part is the real one (the dashboard, a kiosk process with journal and keyring, `ippeveprinter`,
//! the jailed darkroom) except for two that move what tests must not move: the sandbox stands in
//! for WeChat Pay, and the kiosk has no glass.
//!
//! It deliberately knows no insides: a story acts as a person would (scans, sends, taps, pays,
//! pulls a plug) and believes only evidence from outside: sheets at the printer, the payment
//! provider's books, facts at the dashboard, files on the disks. Start reading at
//! [`world::World`], then any file in `tests/stories`.

pub mod books;
pub mod disks;
pub mod files;
pub mod journal;
pub mod kiosk;
pub mod manager;
pub mod meddler;
pub mod phone;
pub mod photographs;
pub mod random;
pub mod sheets;
pub mod visit;
pub mod waiting;
pub mod world;
