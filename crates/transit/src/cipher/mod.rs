//! The purse's keys and MACs in triple DES (JR/T 0025.2, algorithm identifier 00), as pure
//! functions.
//!
//! In the field the PSAM does all of this and gives no key away, and nothing of ours calls these
//! functions then. They are here to check a test PSAM of the card company's by hand, with its test
//! keys.

mod key;
mod purchase;

pub use key::{DoubleKey, SingleKey};
pub(crate) use purchase::PURSE_PURCHASE;
pub use purchase::{PurchaseSession, SessionSeed, TacInput, mac1_input, tac};

use des::cipher::{BlockCipherEncrypt, KeyInit};
use des::{Des, TdesEde2};
