//! The printer, looked at once a second and told in the words that selling needs.

use std::sync::Arc;
use std::time::Duration;

use order::PrintSize;
use printing::{Printer, PrinterError, PrinterReason, PrinterState, PrinterStatus, media_for};
use tokio::sync::mpsc;
use tokio::time::sleep;
use wire::heartbeat::PrinterCondition;

use super::Message;
use super::sheets::hold;
use crate::brain::{Input, PrinterSight};

/// A status poll takes about 2 ms; once a second shows a paper-out before the next customer.
const LOOK: Duration = Duration::from_secs(1);

pub(super) async fn watch(printer: Arc<dyn Printer>, inbox: mpsc::Sender<Message>) {
    loop {
        let sight = sight(printer.status().await);
        let seen = Message::Input(Input::PrinterSeen(sight));
        if inbox.send(seen).await.is_err() {
            return;
        }
        sleep(LOOK).await;
    }
}

fn sight(reading: Result<PrinterStatus, PrinterError>) -> PrinterSight {
    let Ok(status) = reading else {
        return PrinterSight {
            condition: PrinterCondition::Offline,
            hold: None,
            reasons: Vec::new(),
            sizes_ready: Vec::new(),
            prints_left: None,
        };
    };
    let obstacle = status.obstacle();
    let stopped = status.state == PrinterState::Stopped || obstacle.is_some();
    PrinterSight {
        condition: if stopped {
            PrinterCondition::Stopped
        } else {
            PrinterCondition::Working
        },
        hold: obstacle.map(hold),
        reasons: status
            .reasons
            .iter()
            .map(|reported| match &reported.reason {
                PrinterReason::Other(keyword) => keyword.clone(),
                reason => keyword(reason),
            })
            .collect(),
        sizes_ready: PrintSize::ALL
            .into_iter()
            .filter(|size| media_for(*size, &status.media_ready).is_some())
            .collect(),
        prints_left: status.prints_left,
    }
}

/// `MediaEmpty` as IPP spells it: `media-empty`.
fn keyword(reason: &PrinterReason) -> String {
    let mut keyword = String::new();
    for letter in format!("{reason:?}").chars() {
        if letter.is_ascii_uppercase() && !keyword.is_empty() {
            keyword.push('-');
        }
        keyword.push(letter.to_ascii_lowercase());
    }
    keyword
}
