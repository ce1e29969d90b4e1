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
        },
        _ => PrinterHealth {
            condition: PrinterCondition::Offline,
            reasons: Vec::new(),
            sizes_ready: Vec::new(),
            prints_left: None,
        },
    }
}
