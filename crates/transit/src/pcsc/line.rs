//! A line to one card, with a limit on how long an answer may take.
//!
//! PC/SC itself has no such limit, so a thread of the line's own speaks with the card and the line
//! waits for it. A line that once lost an answer is lost for good.

use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use ::pcsc::{Card, Disposition, Error, Protocols, ShareMode};

use super::ReaderError;
use crate::apdu::{Command, Heard, Lost};
use crate::link::Link;

/// Longest answer to a short command: 256 bytes and the status word.
const LONGEST_ANSWER: usize = 258;

/// A line to what lies in a slot. Dropped, the card is reset and let go; where an answer was still
/// awaited when time was over, as soon as that comes.
#[derive(Debug)]
pub struct Line {
    /// Taken by `drop` only.
    orders: Option<SyncSender<Order>>,
    answers: Receiver<Heard>,
    limit: Duration,
    lost: Option<Lost>,
    /// Taken by `drop` only.
    speaker: Option<JoinHandle<()>>,
}

impl Drop for Line {
    fn drop(&mut self) {
        drop(self.orders.take());
        if self.lost != Some(Lost::TimedOut)
            && let Some(speaker) = self.speaker.take()
        {
            // It ends at once, having no orders, so that the slot is free for the next line.
            let _ended = speaker.join();
        }
    }
}

enum Order {
    Carry(Vec<u8>),
    Reset,
}

impl Line {
    pub(super) fn start(card: Card, limit: Duration) -> Result<Self, ReaderError> {
        let (orders, receive_order) = sync_channel(1);
        let (send_answer, answers) = sync_channel(1);
        let speaker = thread::Builder::new()
            .name("card line".to_owned())
            .spawn(move || speak(card, &receive_order, &send_answer))
            .map_err(|_| ReaderError::Failed(Error::NoMemory))?;
        Ok(Self {
            orders: Some(orders),
            answers,
            limit,
            lost: None,
            speaker: Some(speaker),
        })
    }

    fn ask(&mut self, order: Order) -> Heard {
        if let Some(lost) = self.lost {
            return Heard::Nothing(lost);
        }
        let sent = self.orders.as_ref().map(|orders| orders.send(order));
        let heard = match sent {
            Some(Ok(())) => match self.answers.recv_timeout(self.limit) {
                Ok(heard) => heard,
                Err(RecvTimeoutError::Timeout) => Heard::Nothing(Lost::TimedOut),
                Err(RecvTimeoutError::Disconnected) => Heard::Nothing(Lost::ReaderGone),
            },
            Some(Err(_)) | None => Heard::Nothing(Lost::ReaderGone),
        };
        if let Heard::Nothing(lost) = &heard {
            self.lost = Some(*lost);
        }
        heard
    }
}

impl Link for Line {
    fn exchange(&mut self, command: &Command) -> Heard {
        self.ask(Order::Carry(command.to_bytes()))
    }

    fn reset(&mut self) -> Result<(), Lost> {
        match self.ask(Order::Reset) {
            Heard::Answer(_) => Ok(()),
            Heard::Nothing(lost) => Err(lost),
        }
    }
}

/// Runs until the line is dropped or lost; then the card is let go, and reset if it is still there.
fn speak(mut card: Card, orders: &Receiver<Order>, answers: &SyncSender<Heard>) {
    let mut at_the_end = Disposition::ResetCard;
    while let Ok(order) = orders.recv() {
        let heard = match order {
            Order::Carry(bytes) => {
                let mut buffer = [0; LONGEST_ANSWER];
                match card.transmit(&bytes, &mut buffer) {
                    Ok(answer) => Heard::from_bytes(answer),
                    Err(error) => Heard::Nothing(lost(error)),
                }
            }
            Order::Reset => {
                match card.reconnect(ShareMode::Exclusive, Protocols::ANY, Disposition::ResetCard) {
                    Ok(()) => Heard::from_bytes(&[0x90, 0x00]),
                    Err(error) => Heard::Nothing(lost(error)),
                }
            }
        };
        let is_lost = matches!(heard, Heard::Nothing(_));
        if is_lost {
            at_the_end = Disposition::LeaveCard;
        }
        if answers.send(heard).is_err() || is_lost {
            break;
        }
    }
    // Where it fails, the card or its reader is gone already.
    let _gone = card.disconnect(at_the_end);
}

fn lost(error: Error) -> Lost {
    match error {
        Error::NoService
        | Error::ServiceStopped
        | Error::ReaderUnavailable
        | Error::UnknownReader
        | Error::InvalidHandle => Lost::ReaderGone,
        Error::Timeout => Lost::TimedOut,
        _ => Lost::Removed,
    }
}
