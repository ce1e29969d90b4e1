//! The port: something that carries one command to a card or PSAM.

use crate::apdu::{Command, Heard, Lost, Meaning, Repeat};

/// A line to one card or PSAM. It blocks until the answer is there or the line's own time is over,
/// so it is used on a thread of its own.
///
/// What is lost stays lost: once [`Heard::Nothing`] came, the same line never carries another
/// command to whatever lies on the reader by then. A new card is a new line.
pub trait Link {
    /// Sends one command as it is.
    fn exchange(&mut self, command: &Command) -> Heard;

    /// Resets what is at the end; it forgets every session. Used on PSAMs, never on a customer's
    /// card.
    ///
    /// # Errors
    ///
    /// Nobody is there any more.
    fn reset(&mut self) -> Result<(), Lost>;
}

/// Longest chain of `61xx` and `6Cxx`; a card that goes on is broken or hostile.
const MOST_FOLLOW_UPS: usize = 4;

/// Sends one command, and what its answer asks for: the rest of the data (`61xx`), or the command
/// again with another length (`6Cxx`), if it may be sent again.
pub fn converse(link: &mut dyn Link, command: &Command) -> Heard {
    let mut sent = command.clone();
    let mut earlier = Vec::new();
    for _ in 0..MOST_FOLLOW_UPS {
        let answer = match link.exchange(&sent) {
            Heard::Answer(answer) => answer,
            Heard::Nothing(lost) => return Heard::Nothing(lost),
        };
        match answer.status().meaning() {
            Meaning::MoreToFetch(length) => {
                earlier.extend_from_slice(answer.data());
                sent = Command::asking([0x00, 0xC0, 0x00, 0x00], length);
            }
            Meaning::OtherLength(length) if sent.repeat() == Repeat::Harmless => {
                sent = sent.expecting(length);
            }
            _ => return Heard::Answer(answer.after(earlier)),
        }
    }
    link.exchange(&sent)
}
