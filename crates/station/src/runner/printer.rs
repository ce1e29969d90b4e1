//! The printer, looked at once a second and told in the words that selling needs.

use std::sync::Arc;
use std::time::Duration;

use order::PrintSize;
use order::print_size::Parts;
use order::recipe::WHOLE;
use printing::{
    MediaReady, Overscan, Printer, PrinterError, PrinterReason, PrinterState, PrinterStatus,
    media_for,
};
use tokio::sync::mpsc;
use tokio::time::sleep;
use wire::heartbeat::{PrinterCondition, PrinterCounter};

use super::Message;
use super::sheets::hold;
use crate::brain::{Input, PrinterSight};
use crate::view::Bleed;

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
            bleeds: Vec::new(),
            prints_left: None,
            counter: None,
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
        // Where pictures share a sheet, their outer edges are continued over it, and the cut shows
        // all of each.
        bleeds: PrintSize::ALL
            .into_iter()
            .filter(|size| size.parts() == Parts::ONE)
            .filter_map(|size| Some((size, bleed(size, media_for(size, &status.media_ready)?))))
            .collect(),
        prints_left: status.prints_left,
        counter: status
            .identity
            .zip(status.impressions_completed)
            .map(|(printer, impressions)| PrinterCounter {
                printer,
                impressions,
            }),
    }
}

/// What is cut off of an upright print.
fn bleed(size: PrintSize, medium: &MediaReady) -> Bleed {
    let overscan = Overscan::of(size, medium);
    let trimmed = overscan.trimmed(medium.pixels);
    let share = |cut_px: u32, side_px: u32| {
        let millionths = u64::from(cut_px) * u64::from(WHOLE) / u64::from(side_px.max(1));
        u32::try_from(millionths).unwrap_or(WHOLE)
    };
    let as_fed = Bleed {
        left: share(overscan.left, trimmed.width),
        right: share(overscan.right, trimmed.width),
        top: share(overscan.top, trimmed.height),
        bottom: share(overscan.bottom, trimmed.height),
    };
    if trimmed.width > trimmed.height {
        as_fed.turned()
    } else {
        as_fed
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
