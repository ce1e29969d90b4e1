//! The heartbeat: at the pace the dashboard asks for, with all it may want to know.

use std::time::Duration;

use tokio::time::sleep;
use wire::heartbeat::{Heartbeat, PrinterCondition, PrinterHealth};

use super::ids::token;
use super::line::Line;
use crate::brain::Health;

/// After a beat that was not heard, the next is tried sooner.
const RETRY: Duration = Duration::from_secs(15);

/// The range a dashboard may set the pace in.
const PACE_S: std::ops::RangeInclusive<u32> = 5..=3600;

pub(super) async fn beat(line: Line) {
    let boot_id = token();
    let mut seq = 0;
    loop {
        seq += 1;
        let beat = heartbeat(&line, &boot_id, seq);
        let answer = line.dashboard.heartbeat(&beat).await;
        let pause = match line.workshop.heard(answer).await {
            Some(answer) => {
                for hint in answer.hints {
                    line.hint(hint).await;
                }
                Duration::from_secs(
                    answer
                        .next_in_s
                        .clamp(*PACE_S.start(), *PACE_S.end())
                        .into(),
                )
            }
            None => {
                let usual = line.health.borrow().heartbeat_interval_s;
                Duration::from_secs(usual.clamp(*PACE_S.start(), *PACE_S.end()).into()).min(RETRY)
            }
        };
        sleep(pause).await;
    }
}

fn heartbeat(line: &Line, boot_id: &str, seq: u64) -> Heartbeat {
    let health = line.health.borrow();
    Heartbeat {
        boot_id: boot_id.to_owned(),
        seq,
        at: line.workshop.clock.now(),
        software_version: line.software_version.clone(),
        settings_version: health.settings_version,
        printer: printer(&health),
        facts_pending: health.facts_pending,
        orders_open: health.orders_open,
        disk_free_bytes: None,
    }
}

fn printer(health: &Health) -> PrinterHealth {
    match &health.printer {
        Some(sight) if !health.printer_offline => PrinterHealth {
            condition: sight.condition,
            reasons: sight.reasons.clone(),
            sizes_ready: sight.sizes_ready.clone(),
            prints_left: sight.prints_left,
            // Between a sheet and its fact the two disagree, so that nothing is said of the count
            // until every order has its facts.
            counter: sight.counter.clone().filter(|_| health.orders_open == 0),
        },
        _ => PrinterHealth {
            condition: PrinterCondition::Offline,
            reasons: Vec::new(),
            sizes_ready: Vec::new(),
            prints_left: None,
            counter: None,
        },
    }
}

#[cfg(test)]
mod tests {
    use wire::heartbeat::PrinterCounter;

    use super::*;
    use crate::brain::PrinterSight;

    fn health(orders_open: u32, printer_offline: bool) -> Health {
        Health {
            settings_version: 1,
            heartbeat_interval_s: 180,
            printer: Some(PrinterSight {
                condition: PrinterCondition::Working,
                hold: None,
                reasons: Vec::new(),
                sizes_ready: Vec::new(),
                bleeds: Vec::new(),
                prints_left: None,
                counter: Some(PrinterCounter {
                    printer: "urn:uuid:1".to_owned(),
                    impressions: 7,
                }),
            }),
            printer_offline,
            facts_pending: 0,
            orders_open,
        }
    }

    #[test]
    fn the_count_is_told_when_every_sheet_has_its_fact_and_not_before() {
        let told = |health: &Health| printer(health).counter.map(|counter| counter.impressions);
        assert_eq!(told(&health(0, false)), Some(7), "nothing is being printed");
        assert_eq!(told(&health(1, false)), None, "a sheet may be on its way");
        assert_eq!(told(&health(0, true)), None, "an old count is no reading");
    }
}
