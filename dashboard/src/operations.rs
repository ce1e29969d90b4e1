//! What operators and their tools ask: is it alive, is it ready, how much is there, what can be
//! asked.

use std::fmt::Write as _;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{MethodRouter, get};
use http::{StatusCode, header};

use crate::App;
use crate::broker::Broker;
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
    let mut text = exposition(&counts::read(app.store(), app.now()).await?);
    text += &money_counters(app.broker());
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

/// What came from outside and was not as it should be. These begin at nought with the process, as
/// counters may.
fn money_counters(broker: &Broker) -> String {
    let mut text = String::from(
        "# HELP minilab_notifications_total Notifications of payment providers by verdict.\n\
         # TYPE minilab_notifications_total counter\n",
    );
    for (provider, verdict, count) in broker.counters().notifications(&broker.providers()) {
        let provider = provider.as_str();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "minilab_notifications_total{{provider=\"{provider}\",verdict=\"{verdict}\"}} {count}"
        );
    }
    text += "# HELP minilab_money_oddities_total What must not happen with money, and did.\n\
             # TYPE minilab_money_oddities_total counter\n";
    for (kind, count) in broker.counters().oddities() {
        let _ = writeln!(
            text,
            "minilab_money_oddities_total{{kind=\"{kind}\"}} {count}"
        );
    }
    text
}
