//! What operators and their tools ask: is it alive, is it ready, how much is there, what can be
//! asked.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use http::{StatusCode, header};

use crate::App;
use crate::problem::Answer;
use crate::store::counts::{self, Counts};

/// The kiosks' and phones' addresses, described for programs.
pub(crate) const OPENAPI: &str = include_str!("../openapi.json");

/// The addresses of this file.
pub(crate) fn routes() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/healthz", get(async || "ok\n")),
        ("/readyz", get(ready)),
        ("/metrics", get(metrics)),
        ("/api/openapi.json", get(openapi)),
    ]
}

async fn ready(State(app): State<App>) -> Response {
    match counts::ping(app.store()).await {
        Ok(()) => "ready\n".into_response(),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database does not answer\n",
            )
                .into_response()
        }
    }
}

async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}

async fn metrics(State(app): State<App>) -> Answer<Response> {
    let text = exposition(&counts::read(app.store(), app.now()).await?);
    let headers = [(header::CONTENT_TYPE, "text/plain; version=0.0.4")];
    Ok((headers, text).into_response())
}

fn exposition(counts: &Counts) -> String {
    let mut text = String::new();
    let gauges = [
        ("minilab_kiosks", "Kiosks of the fleet.", counts.kiosks),
        ("minilab_facts", "Facts stored.", counts.facts),
        (
            "minilab_sessions",
            "Customers' visits under way.",
            counts.sessions,
        ),
        (
            "minilab_photos_waiting",
            "Sealed photos waiting for a kiosk.",
            counts.photos_waiting,
        ),
    ];
    for (name, help, value) in gauges {
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {value}\n"
        );
    }
    for (name, help, by_state) in [
        (
            "minilab_payments",
            "Payment attempts by state.",
            &counts.payments,
        ),
        ("minilab_refunds", "Refunds by state.", &counts.refunds),
    ] {
        let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n");
        for (state, value) in by_state {
            let _ = writeln!(text, "{name}{{state=\"{state}\"}} {value}");
        }
    }
    text
}
