//! Time: the wall clock, and the tick that moves everything with a deadline.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use order::Timestamp;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use super::Message;
use crate::brain::Input;
use crate::ports::Clock;

/// Half a second: countdowns on the screen do not skip, and nothing is asked of anyone more often
/// than it can bear.
const TICK: Duration = Duration::from_millis(500);

/// The system's clock.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let ms = since.map_or(0, |since| {
            i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
        });
        Timestamp::from_ms(ms)
    }
}

pub(super) async fn tick(inbox: mpsc::Sender<Message>) {
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if inbox.send(Message::Input(Input::Tick)).await.is_err() {
            return;
        }
    }
}
