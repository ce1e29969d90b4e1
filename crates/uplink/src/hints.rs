//! Server-sent events, turned into hints.

use std::time::Duration;

use eventsource_stream::{EventStreamError, Eventsource as _};
use futures_util::{StreamExt as _, future};
use reqwest::Response;
use wire::kiosk::{HINT_EVENT, Hint};

use crate::{Hints, UplinkError};

/// The dashboard sends a comment every 15 s; a line that is silent for longer than two of them
/// is dead. The HTTP client gives up on reading after this long.
pub(crate) const SILENCE_LIMIT: Duration = Duration::from_secs(35);

/// The hints of an open event stream. Events of other names and other hints, which a newer
/// dashboard may send, are passed over.
pub(crate) fn read(response: Response) -> Hints {
    response
        .bytes_stream()
        .eventsource()
        .filter_map(|event| {
            future::ready(match event {
                Ok(event) if event.event == HINT_EVENT => {
                    serde_json::from_str::<Hint>(&event.data).ok().map(Ok)
                }
                Ok(_) => None,
                Err(EventStreamError::Transport(error)) => {
                    Some(Err(UplinkError::Unreachable(error)))
                }
                Err(EventStreamError::Utf8(_) | EventStreamError::Parser(_)) => {
                    Some(Err(UplinkError::Unreadable { call: "events" }))
                }
            })
        })
        .boxed()
}
