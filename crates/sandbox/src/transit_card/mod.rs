//! A transit card and the security module that takes money from it, as bytes on a wire.
//!
//! [`SimulatedCard`] and [`SimulatedPsam`] are chips: command in, answer out, with their own keys
//! and their own arithmetic. A [`Field`] is what lies between a chip and a reader, where answers
//! are late, wrong or cut off, by script. [`Inserted`] plugs a field into Debian's virtual reader
//! (`vpcd`), which `pcscd` shows to everyone as a real slot.
//!
//! The protocol is JR/T 0025 (PBOC), the layouts are T-Union's (JT/T 978) and the older card's of
//! Beijing. Everything is deterministic: a card's dice are a function of how often they were
//! thrown.

mod card;
mod cipher;
mod field;
mod files;
mod psam;
mod virtual_reader;

pub use card::{CardIssue, Layout, SimulatedCard, Standing};
pub use cipher::Key;
pub use field::{Carried, Chip, Field, Trouble, TroubleAt};
pub use psam::{PsamIssue, SimulatedPsam};
pub use virtual_reader::{Inserted, Slot};
