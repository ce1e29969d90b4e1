//! What kiosks ask: see [`wire::kiosk`] for the table of addresses. Everything but pairing is
//! signed, and a kiosk sees and changes its own rows only.

pub(crate) mod authentication;
pub(crate) mod codes;
mod events;
mod facts;
mod heartbeats;
mod pairing;
mod payments;
mod photos;
mod sessions;
mod settings;

use axum::routing::{MethodRouter, delete, get, post, put};

use crate::App;

/// The addresses of pairing, which nobody can sign yet.
pub(crate) fn pairing_routes() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/api/v1/pairing", post(pairing::offer)),
        ("/api/v1/pairing/{pairing_id}", get(pairing::read)),
    ]
}

/// The signed addresses.
pub(crate) fn signed_routes() -> Vec<(&'static str, MethodRouter<App>)> {
    vec![
        ("/api/v1/kiosk/settings", get(settings::read)),
        ("/api/v1/kiosk/heartbeats", post(heartbeats::record)),
        ("/api/v1/kiosk/facts", post(facts::append)),
        ("/api/v1/kiosk/events", get(events::listen)),
        (
            "/api/v1/kiosk/sessions/{session}",
            put(sessions::open)
                .get(sessions::read)
                .merge(delete(sessions::end)),
        ),
        (
            "/api/v1/kiosk/sessions/{session}/stage",
            put(sessions::set_stage),
        ),
        (
            "/api/v1/kiosk/sessions/{session}/phones/{phone}",
            put(sessions::decide_phone),
        ),
        (
            "/api/v1/kiosk/sessions/{session}/photos/{photo}",
            get(photos::read),
        ),
        (
            "/api/v1/kiosk/sessions/{session}/photos/{photo}/outcome",
            put(photos::settle),
        ),
        ("/api/v1/kiosk/code-checks", post(codes::check)),
        (
            "/api/v1/kiosk/payments/{out_trade_no}",
            put(payments::open).get(payments::read),
        ),
        (
            "/api/v1/kiosk/payments/{out_trade_no}/charge",
            post(payments::charge),
        ),
        (
            "/api/v1/kiosk/payments/{out_trade_no}/close",
            post(payments::close),
        ),
        (
            "/api/v1/kiosk/payments/{out_trade_no}/refunds/{out_refund_no}",
            put(payments::refund),
        ),
    ]
}
