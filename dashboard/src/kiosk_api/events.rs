//! Hints as server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, StreamExt as _};
use tokio_stream::wrappers::BroadcastStream;
use wire::kiosk::HINT_EVENT;

use super::authentication::Caller;
use crate::App;

/// A comment this often shows both ends that the line is alive.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(super) async fn listen(
    State(app): State<App>,
    caller: Caller,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut stopping = app.stopping();
    let stop = async move {
        // An error means that the server is gone already.
        let _ = stopping.wait_for(|stop| *stop).await;
    };
    let hints = BroadcastStream::new(app.hints().listen(caller.id().clone()))
        // A listener that fell behind lost hints: the next heartbeat brings them.
        .filter_map(|hint| async move { hint.ok() })
        .filter_map(|hint| async move { Event::default().event(HINT_EVENT).json_data(hint).ok() })
        .map(Ok)
        .take_until(stop);
    Sse::new(hints).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
}
