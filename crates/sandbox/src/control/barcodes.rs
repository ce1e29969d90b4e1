//! Barcodes to hold before a scanner: a page for people, JSON for scripts.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Form, Json};
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;
use serde_json::{Value, json};

use super::pages::render;
use crate::alipay::{Barcode as AlipayBarcode, Till};
use crate::wechat_pay::{Barcode, Shop};

/// White border that a scanner needs around the code, in modules.
const QUIET_ZONE: usize = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    fate: Barcode,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedOfAlipay {
    fate: AlipayBarcode,
}

#[derive(Template)]
#[template(path = "barcodes.html")]
struct BarcodesPage {
    fates: Vec<Fate>,
    alipay: Vec<Fate>,
    shown: Option<Shown>,
}

/// One button.
struct Fate {
    name: &'static str,
    words: &'static str,
}

/// A barcode on the screen.
struct Shown {
    words: &'static str,
    /// In groups of four, as the app prints it.
    digits: String,
    /// Side of the drawing, in modules.
    side: usize,
    /// One square a dark module, as an SVG path.
    path: String,
}

/// The buttons.
pub(super) async fn choose() -> Response {
    page(None)
}

/// A fresh barcode, drawn.
pub(super) async fn show(State(shop): State<Arc<Shop>>, Form(wanted): Form<Wanted>) -> Response {
    let code = shop.hand_out_barcode(wanted.fate);
    page(Shown::draw(&code, words(wanted.fate)))
}

/// A fresh barcode of Alipay's, drawn.
pub(super) async fn show_alipay(
    State(till): State<Till>,
    Form(wanted): Form<WantedOfAlipay>,
) -> Response {
    let code = till.hand_out_barcode(wanted.fate);
    page(Shown::draw(&code, alipay_words(wanted.fate)))
}

/// `{"fate": "pays"}` is answered with `{"auth_code": "13..."}`.
pub(super) async fn hand_out(
    State(shop): State<Arc<Shop>>,
    Json(wanted): Json<Wanted>,
) -> (StatusCode, Json<Value>) {
    let code = shop.hand_out_barcode(wanted.fate);
    (StatusCode::CREATED, Json(json!({"auth_code": code})))
}

fn page(shown: Option<Shown>) -> Response {
    let fates = [
        ("pays", Barcode::Pays),
        ("asks_password", Barcode::AsksPassword),
        ("not_enough", Barcode::NotEnough),
        ("not_allowed", Barcode::NotAllowed),
        ("expired", Barcode::Expired),
        ("used", Barcode::Used),
    ];
    let fates = fates.map(|(name, fate)| Fate {
        name,
        words: words(fate),
    });
    let alipay = [
        ("pays", AlipayBarcode::Pays),
        ("asks_password", AlipayBarcode::AsksPassword),
        ("not_enough", AlipayBarcode::NotEnough),
        ("not_allowed", AlipayBarcode::NotAllowed),
        ("expired", AlipayBarcode::Expired),
    ];
    let alipay = alipay.map(|(name, fate)| Fate {
        name,
        words: alipay_words(fate),
    });
    render(&BarcodesPage {
        fates: fates.into(),
        alipay: alipay.into(),
        shown,
    })
}

const fn alipay_words(fate: AlipayBarcode) -> &'static str {
    match fate {
        AlipayBarcode::Pays => "Alipay pays at once",
        AlipayBarcode::AsksPassword => "Alipay asks for the password",
        AlipayBarcode::NotEnough => "Alipay has not enough money",
        AlipayBarcode::NotAllowed => "Alipay account may not pay",
        AlipayBarcode::Expired => "Alipay code shown too long ago",
    }
}

const fn words(fate: Barcode) -> &'static str {
    match fate {
        Barcode::Pays => "Pays at once",
        Barcode::AsksPassword => "Asks for the password",
        Barcode::NotEnough => "Has not enough money",
        Barcode::NotAllowed => "Has a card that may not pay",
        Barcode::Expired => "Was shown too long ago",
        Barcode::Used => "Was used before",
    }
}

impl Shown {
    fn draw(code: &str, words: &'static str) -> Option<Self> {
        let drawn = QrCode::with_error_correction_level(code, EcLevel::M).ok()?;
        let width = drawn.width();
        let path = drawn
            .to_colors()
            .iter()
            .enumerate()
            .filter(|(_, color)| **color == Color::Dark)
            .map(|(index, _)| {
                let (x, y) = (index % width + QUIET_ZONE, index / width + QUIET_ZONE);
                format!("M{x} {y}h1v1h-1z")
            })
            .collect();
        let groups: Vec<&str> = code
            .as_bytes()
            .chunks(4)
            .filter_map(|group| std::str::from_utf8(group).ok())
            .collect();
        Some(Self {
            words,
            digits: groups.join(" "),
            side: width + 2 * QUIET_ZONE,
            path,
        })
    }
}
