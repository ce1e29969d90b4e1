//! Facts on their way to the dashboard: oldest first, until it has them.

use std::time::Duration;

use tokio::time::{sleep, timeout};
use wire::fact::{FactUpload, MOST_FACTS};

use super::line::Line;
use crate::brain::Input;

/// Without news, the journal is looked at this often all the same.
const LOOK: Duration = Duration::from_secs(60);

/// Between tries at a dashboard that does not answer.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

pub(super) async fn upload(line: Line) {
    let mut pause = FIRST_PAUSE;
    loop {
        match upload_some(&line).await {
            Uploaded::Some => pause = FIRST_PAUSE,
            Uploaded::Nothing => {
                pause = FIRST_PAUSE;
                // Either news or the time is over; both mean to look.
                let _ = timeout(LOOK, line.workshop.facts.notified()).await;
            }
            Uploaded::NotYet => {
                sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

enum Uploaded {
    Some,
    Nothing,
    NotYet,
}

async fn upload_some(line: &Line) -> Uploaded {
    let journal = &line.workshop.journal;
    let facts = match journal
        .pending_facts(&line.identity.kiosk, MOST_FACTS)
        .await
    {
        Ok(facts) if facts.is_empty() => return Uploaded::Nothing,
        Ok(facts) => facts,
        Err(error) => {
            tracing::error!(%error, "facts cannot be read");
            return Uploaded::NotYet;
        }
    };
    let answer = line.dashboard.facts(&FactUpload { facts }).await;
    let Some(receipt) = line.workshop.heard(answer).await else {
        return Uploaded::NotYet;
    };
    let noted = journal.facts_stored(receipt.stored_up_to).await;
    match (noted, journal.facts_pending().await) {
        (Ok(()), Ok(pending)) => {
            line.workshop.tell(Input::FactsPending(pending)).await;
            Uploaded::Some
        }
        (Err(error), _) | (_, Err(error)) => {
            tracing::error!(%error, "the dashboard's receipt cannot be noted");
            Uploaded::NotYet
        }
    }
}
