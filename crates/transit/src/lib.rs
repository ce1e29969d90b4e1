//! The stored-value card of a city's transit, paid from through a security module (PSAM) in the
//! kiosk: the purse of JR/T 0025 (PBOC), as T-Union (JT/T 978) and the older card of Beijing have
//! it.
//!
//! The port is [`Link`], a line to one card; [`pcsc`] makes one of a slot of a reader. Everything
//! that decides is pure and is told what a card answered: [`reading`] without a key, [`purchase`]
//! with the PSAM, [`purchase::Settling`] for a card that left too early. [`Till`] carries the steps
//! out, and sends no debit whose record is not on disk.
//!
//! This room deliberately knows no orders, no clock, no database and no online payment. Start
//! reading at [`purchase`], then [`till`].

pub mod amount;
pub mod apdu;
pub mod card;
pub mod cipher;
pub mod link;
mod octets;
pub mod pcsc;
pub mod psam;
pub mod purchase;
pub mod reading;
pub mod till;
pub mod time;

pub use amount::{Amount, AmountError};
pub use apdu::{Answer, Command, Heard, Lost, StatusWord};
pub use card::{Application, CardFacts, CardNumber};
pub use link::Link;
pub use octets::{CardSerial, Dice, IssuerId, Mac, PsamNumber, Tac, TerminalId};
pub use psam::{Derivation, PsamFacts, PsamFailure, PsamLayout};
pub use purchase::{Evidence, Outcome, Pending, Refusal, Remedy, Stored, Suspicion, Unsure};
pub use till::{PendingStore, Price, Till, read_card};
pub use time::{Day, TerminalTime, WallClock};
