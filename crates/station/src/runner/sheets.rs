//! A sheet's way to paper: rendered, sent once, and watched until its fate is known.

use std::sync::PoisonError;
use std::time::Duration;

use order::machine::{Event, NotPrintedReason, Order, Search, SheetContent, SheetOutcome, State};
use printing::{
    CounterBaseline, Failure, JobId, JobOutcome, JobSighting, JobWatch, Obstacle, Sheet, Stage,
    SubmitError, media_for,
};
use tokio::time::{Instant, sleep};

use super::deeds::Workshop;
use crate::brain::Input;
use crate::view::Hold;

/// How long one try to hand a sheet over goes on before the brain is asked again whether it still
/// wants it.
const TRY_FOR: Duration = Duration::from_secs(5);

/// Between two tries at a printer that is busy or away.
const PAUSE: Duration = Duration::from_millis(300);

/// Between two looks at a sheet that is being printed: quick enough that "sheet 2 of 3" is true.
const LOOK: Duration = Duration::from_millis(250);

/// Between two looks at the counters of a printer whose job has ended; they are refreshed about
/// once a second.
const SETTLE: Duration = Duration::from_secs(1);

/// A watch ends by itself after this; the brain starts another while it wants one.
const WATCH_FOR: Duration = Duration::from_secs(120);

impl Workshop {
    pub(super) async fn print_sheet(
        &self,
        order: &Order,
        number: u32,
        search: Search,
    ) -> Option<Event> {
        let name = order.id.job_name(number);
        let mut look_first = search == Search::First && !self.surely_never_sent(&name);
        if search == Search::NotNeeded {
            self.lock_never_sent().insert(name.clone());
        }
        let until = Instant::now() + TRY_FOR;
        while Instant::now() < until {
            if look_first {
                match self.printer.find_job(&name).await {
                    Ok(Some(job)) => return Some(sent(number, job.id)),
                    Ok(None) => return Some(Event::SheetMissing { sheet: number }),
                    Err(error) => {
                        tracing::debug!(%error, "the printer cannot be asked for a sheet");
                        self.held(order, Some(Hold::Offline)).await;
                        sleep(PAUSE).await;
                        continue;
                    }
                }
            }
            match self.hand_over(order, number, &name).await {
                Ok(job) => {
                    self.lock_never_sent().remove(&name);
                    return Some(sent(number, job));
                }
                Err(NotHandedOver::Never(reason)) => return Some(not_printed(number, reason)),
                Err(NotHandedOver::Perhaps) => {
                    self.lock_never_sent().remove(&name);
                    look_first = true;
                }
                Err(NotHandedOver::Later(hold)) => {
                    self.held(order, Some(hold)).await;
                    sleep(PAUSE).await;
                }
            }
        }
        None
    }

    pub(super) async fn find_sheet(&self, order: &Order, number: u32) -> Option<Event> {
        let name = order.id.job_name(number);
        if self.surely_never_sent(&name) {
            return Some(Event::SheetMissing { sheet: number });
        }
        match self.printer.find_job(&name).await {
            Ok(Some(job)) => Some(sent(number, job.id)),
            Ok(None) => Some(Event::SheetMissing { sheet: number }),
            Err(error) => {
                tracing::debug!(%error, "the printer cannot be asked for a sheet");
                sleep(PAUSE).await;
                None
            }
        }
    }

    pub(super) async fn watch_sheet(&self, order: &Order, number: u32, job: i32) -> Option<Event> {
        let name = order.id.job_name(number);
        let job = JobId::new(job)?;
        let baseline = match self.journal.baseline(&name).await {
            Ok(baseline) => baseline.unwrap_or_default(),
            Err(error) => {
                tracing::error!(%error, "the counters before a sheet cannot be read");
                CounterBaseline::default()
            }
        };
        let mut watch = JobWatch::new(name, baseline);
        let until = Instant::now() + WATCH_FOR;
        while Instant::now() < until {
            let sighting = JobSighting::from(self.printer.job(job).await);
            let status = self.printer.status().await.ok();
            match watch.observe(&sighting, status.as_ref()) {
                JobOutcome::Printed(evidence) => {
                    tracing::info!(order.id = %order.id, sheet = number, ?evidence, "a sheet is printed");
                    let outcome = SheetOutcome::Printed;
                    return Some(Event::SheetSettled {
                        sheet: number,
                        outcome,
                    });
                }
                JobOutcome::NotPrinted(failure) => {
                    tracing::warn!(order.id = %order.id, sheet = number, ?failure, "a sheet was not printed");
                    return Some(not_printed(number, reason(failure)));
                }
                JobOutcome::Unknown => {
                    tracing::warn!(order.id = %order.id, sheet = number, "nobody can say whether a sheet was printed");
                    return Some(not_printed(number, NotPrintedReason::Unprovable));
                }
                JobOutcome::Held(obstacle) => {
                    self.held(order, Some(hold(obstacle))).await;
                    if obstacle == Obstacle::Paused {
                        self.resume().await;
                    }
                    sleep(LOOK).await;
                }
                JobOutcome::Pending(stage) => {
                    self.held(order, None).await;
                    sleep(if stage == Stage::Settling {
                        SETTLE
                    } else {
                        LOOK
                    })
                    .await;
                }
            }
        }
        None
    }

    pub(super) async fn cancel_sheet(&self, job: i32) {
        let Some(job) = JobId::new(job) else {
            return;
        };
        match self.printer.cancel(job).await {
            Ok(outcome) => tracing::info!(job = job.get(), ?outcome, "a sheet was called back"),
            Err(error) => tracing::debug!(%error, "a sheet could not be called back"),
        }
        sleep(SETTLE).await;
    }

    async fn hand_over(
        &self,
        order: &Order,
        number: u32,
        name: &str,
    ) -> Result<JobId, NotHandedOver> {
        let content = content_of(order, number)
            .ok_or(NotHandedOver::Never(NotPrintedReason::PrinterRefused))?;
        let status = self
            .printer
            .status()
            .await
            .map_err(|_| NotHandedOver::Later(Hold::Offline))?;
        if let Some(obstacle) = status.obstacle_to_new_sheet() {
            if obstacle == Obstacle::Paused {
                self.resume().await;
            }
            return Err(NotHandedOver::Later(hold(obstacle)));
        }
        let media = media_for(content.product().paper(), &status.media_ready)
            .ok_or(NotHandedOver::Later(Hold::OutOfPaper))?;
        let jpeg = self.render(order, content, media).await?;
        let kept = self
            .journal
            .keep_baseline(name, CounterBaseline::from(&status))
            .await;
        kept.map_err(|error| {
            tracing::error!(%error, "the counters before a sheet cannot be kept, so it waits");
            NotHandedOver::Later(Hold::Paused)
        })?;
        let sheet = Sheet {
            job_name: name.to_owned(),
            media: media.size,
            jpeg,
        };
        self.printer
            .submit(&sheet)
            .await
            .map_err(NotHandedOver::from)
    }

    async fn resume(&self) {
        if let Err(error) = self.printer.resume().await {
            tracing::debug!(%error, "the printer could not be resumed");
        }
    }

    async fn held(&self, order: &Order, hold: Option<Hold>) {
        let order = order.id.clone();
        self.tell(Input::SheetHeld { order, hold }).await;
    }

    fn surely_never_sent(&self, name: &str) -> bool {
        self.lock_never_sent().contains(name)
    }

    fn lock_never_sent(&self) -> std::sync::MutexGuard<'_, std::collections::HashSet<String>> {
        self.never_sent
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Why the printer does not have a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) enum NotHandedOver {
    /// It surely does not have it, and may take it later.
    Later(Hold),
    /// It may have it: look before sending again.
    Perhaps,
    /// It will never have it.
    Never(NotPrintedReason),
}

impl From<SubmitError> for NotHandedOver {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Busy => Self::Later(Hold::Paused),
            SubmitError::Offline | SubmitError::Unsent(_) => Self::Later(Hold::Offline),
            SubmitError::NotAccepting => Self::Later(Hold::Paused),
            SubmitError::MediaNotReady(_) => Self::Later(Hold::OutOfPaper),
            SubmitError::Unknown => Self::Perhaps,
            SubmitError::Refused { status } => {
                tracing::error!(status, "the printer refused a sheet for good");
                Self::Never(NotPrintedReason::PrinterRefused)
            }
            SubmitError::BadSheet(why) => {
                tracing::error!(why, "a sheet breaks the printer's rules");
                Self::Never(NotPrintedReason::PrinterRefused)
            }
        }
    }
}

/// What is on a sheet, by the machine's own list.
fn content_of(order: &Order, number: u32) -> Option<SheetContent> {
    let State::Printing { sheets, .. } = &order.state else {
        return None;
    };
    let sheet = sheets.iter().find(|sheet| sheet.number == number)?;
    Some(sheet.content)
}

fn sent(sheet: u32, job: JobId) -> Event {
    let job = job.get();
    Event::SheetSent { sheet, job }
}

fn not_printed(sheet: u32, reason: NotPrintedReason) -> Event {
    let outcome = SheetOutcome::NotPrinted { reason };
    Event::SheetSettled { sheet, outcome }
}

fn reason(failure: Failure) -> NotPrintedReason {
    match failure {
        Failure::Document => NotPrintedReason::PrinterRefused,
        Failure::Cancelled
        | Failure::Aborted
        | Failure::CompletedWithErrors
        | Failure::Obstacle(_) => NotPrintedReason::PrinterFailed,
    }
}

pub(super) fn hold(obstacle: Obstacle) -> Hold {
    match obstacle {
        Obstacle::Jam => Hold::Jam,
        Obstacle::CoverOpen => Hold::CoverOpen,
        Obstacle::OutOfPaper => Hold::OutOfPaper,
        Obstacle::SupplyEmpty => Hold::OutOfSupply,
        Obstacle::Offline => Hold::Offline,
        Obstacle::Paused | Obstacle::Other => Hold::Paused,
    }
}
