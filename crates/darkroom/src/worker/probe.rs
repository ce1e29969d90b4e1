//! Attempts to escape, so that tests see the jail hold. Release builds know none of this.

use std::sync::mpsc::{Receiver, Sender, channel};

use darkroom::protocol::{Answer, Prisoner};

use crate::raw;

/// A second thread, started before the last wall is closed.
#[derive(Debug)]
pub(crate) struct Second {
    calls: Sender<[i64; 5]>,
    answers: Receiver<i32>,
}

impl Second {
    /// Starts the thread and waits until it has come up, for which it needs system calls that the
    /// jail forbids.
    pub(crate) fn start() -> Self {
        let (calls, to_make) = channel();
        let (answer, answers) = channel();
        std::thread::spawn(move || {
            let _ = answer.send(0);
            for call in to_make {
                let _ = answer.send(raw::call(call));
            }
        });
        let _ = answers.recv();
        Self { calls, answers }
    }

    /// Has one of the threads make the call.
    pub(crate) fn probe(&self, prisoner: Prisoner, call: [i64; 5]) -> Answer {
        let errno = match prisoner {
            Prisoner::First => raw::call(call),
            Prisoner::Second => {
                let _ = self.calls.send(call);
                self.answers.recv().unwrap_or(-1)
            }
        };
        Answer::Probed { errno }
    }
}
