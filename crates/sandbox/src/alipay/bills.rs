//! The trade bill: an archive made of the books when it is asked for, under an address that lasts
//! thirty seconds.
//!
//! The real service makes yesterday's bill until nine in the morning. Here the bill of any day up
//! to today can be had at once, so that nobody has to wait for tomorrow to try it.

use std::collections::VecDeque;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{Response, StatusCode, header};
use axum::response::IntoResponse;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Fault;
use super::complaint::Complaint;
use super::shop::Shop;
use super::statement::{Rows, archive};
use super::text::{beijing, hex, now_ms, random};

/// How long a file can be downloaded, in milliseconds.
const FILE_LIFE_MS: i64 = 30_000;
/// Most files kept; the oldest give way.
const MOST_FILES: usize = 20;

/// Files that wait to be downloaded.
#[derive(Debug, Default)]
pub(super) struct BillFiles(VecDeque<BillFile>);

#[derive(Debug)]
struct BillFile {
    token: String,
    good_until_ms: i64,
    bytes: Vec<u8>,
}

#[derive(Deserialize)]
struct Asked {
    bill_type: String,
    bill_date: String,
}

impl Shop {
    pub(super) fn make_bill(&self, asked: Value) -> Result<Value, Complaint> {
        let asked: Asked = serde_json::from_value(asked)
            .map_err(|error| Complaint::parameter(error.to_string()))?;
        let invalid = |what: &str| Complaint::business("isv.invalid-arguments", what);
        if asked.bill_type != "trade" {
            return Err(invalid("bill_type"));
        }
        let now_ms = now_ms();
        let day: Date = asked
            .bill_date
            .parse()
            .ok()
            .filter(|day: &Date| day.to_string() == asked.bill_date)
            .filter(|day| *day <= beijing(now_ms).date())
            .ok_or_else(|| invalid("bill_date"))?;
        let mut rows = Rows::of(&self.ledger(), day);
        if self.faults.strikes(&Fault::BillMissingRow) {
            rows.remove_first();
        }
        if self.faults.strikes(&Fault::BillExtraRow) {
            rows.add_stranger(now_ms);
        }
        if rows.is_empty() || self.faults.strikes(&Fault::BillNotReady) {
            return Err(Complaint::business("isp.bill_not_exist", "账单不存在"));
        }
        let mut bytes = archive(&rows, day)?;
        if self.faults.strikes(&Fault::BillDamaged) {
            bytes.truncate(bytes.len() / 2);
        }
        let life_ms = match self.faults.strikes(&Fault::BillTooLate) {
            true => -1,
            false => FILE_LIFE_MS,
        };
        let token = hex(&random::<16>());
        let base = match self.faults.strikes(&Fault::BillElsewhere) {
            true => "https://bills.example.com",
            false => &self.base_url,
        };
        let address = format!("{base}/alipay/bill/{token}?bizType=trade&bizDates={day}");
        let mut files = self.bill_files();
        if files.0.len() == MOST_FILES {
            files.0.pop_front();
        }
        files.0.push_back(BillFile {
            token,
            good_until_ms: now_ms + life_ms,
            bytes,
        });
        Ok(json!({"bill_download_url": address}))
    }
}

/// The file itself, to whoever knows its address in time.
pub(super) async fn file(
    State(shop): State<Arc<Shop>>,
    Path(token): Path<String>,
) -> Response<Body> {
    let files = shop.bill_files();
    let found = files
        .0
        .iter()
        .find(|file| file.token == token && now_ms() <= file.good_until_ms);
    match found {
        Some(file) => {
            let kind = [(header::CONTENT_TYPE, "application/zip")];
            (kind, file.bytes.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
