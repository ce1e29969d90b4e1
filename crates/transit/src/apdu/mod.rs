//! What is said to a card and what it says back (ISO/IEC 7816-4).

mod answer;
mod command;
mod status;

pub use answer::{Answer, Heard, Lost};
pub use command::{Command, Repeat};
pub use status::{Meaning, StatusWord};
