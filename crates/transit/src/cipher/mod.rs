//! The purse's keys and MACs in triple DES (JR/T 0025.2, algorithm identifier 00), as pure
//! functions.
//!
//! In the field the PSAM does all of this and gives no key away. The functions are here for the
//! scripted card and PSAM of tests, and to check a PSAM of the laboratory by hand.

mod key;
mod purchase;

pub use key::{DoubleKey, SingleKey};
pub(crate) use purchase::PURSE_PURCHASE;
pub use purchase::{PurchaseSession, SessionSeed, TacInput, mac1_input, tac};

use des::cipher::{BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};
