//! The trade bill: a file made of the books when it is asked for, under an address that lasts five
//! minutes.
//!
//! The real service makes yesterday's bill from nine in the morning on. Here the bill of any day
//! up to today can be had at once, so that nobody has to wait for tomorrow to try it.

use std::collections::VecDeque;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::civil::Date;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde_json::{Value, json};

use super::Fault;
use super::complaint::Complaint;
use super::keys::{hex, random};
use super::shop::{Shop, now_ms};
use super::statement::{beijing, statement};

/// How long a file can be downloaded, in milliseconds.
const FILE_LIFE_MS: i64 = 5 * 60 * 1000;
/// Most files kept; the oldest give way.
const MOST_FILES: usize = 20;

/// Files that wait to be downloaded.
#[derive(Debug, Default)]
pub(super) struct BillFiles(VecDeque<BillFile>);

#[derive(Debug)]
struct BillFile {
    token: String,
    made_at_ms: i64,
    bytes: Vec<u8>,
}

/// What a merchant asks in the query of `GET /v3/bill/tradebill`.
struct Asked {
    day: Date,
    gzip: bool,
}

impl Shop {
    /// Makes the bill of a day. `host` is where the merchant reached us, and so where the file is.
    pub(super) fn make_bill(
        &self,
        query: Option<&str>,
        host: Option<&str>,
    ) -> Result<Value, Complaint> {
        let asked = Asked::parse(query.unwrap_or_default())?;
        let now_ms = now_ms();
        if asked.day > beijing(now_ms).date() {
            return Err(Complaint::parameter("bill_date lies in the future"));
        }
        if self.faults.strikes(&Fault::BillNotReady) {
            let why = "the bill is being made; ask again later";
            return Err(Complaint::new(400, "STATEMENT_CREATING", why));
        }
        let mut rows = self.ledger().rows(asked.day);
        if self.faults.strikes(&Fault::BillMissingRow) {
            rows.remove_first();
        }
        if self.faults.strikes(&Fault::BillExtraRow) {
            rows.add_stranger();
        }
        if rows.is_empty() {
            let why = "there were no trades on that day";
            return Err(Complaint::new(400, "NO_STATEMENT_EXIST", why));
        }
        let plain = statement(&rows);
        let sha1 = hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, &plain).as_ref()).to_ascii_lowercase();
        let mut bytes = match asked.gzip {
            true => gzip(&plain)?,
            false => plain,
        };
        if self.faults.strikes(&Fault::BillDamaged) {
            bytes.truncate(bytes.len() / 2);
        }
        let token = hex(&random::<16>());
        let base = match self.faults.strikes(&Fault::BillElsewhere) {
            true => "http://127.0.0.2:9".to_owned(),
            false => format!("http://{}", host.unwrap_or("127.0.0.1")),
        };
        let download_url = format!("{base}/v3/billdownload/file?token={token}");
        self.bill_files().keep(BillFile {
            token,
            made_at_ms: now_ms,
            bytes,
        });
        Ok(json!({"hash_type": "SHA1", "hash_value": sha1, "download_url": download_url}))
    }

    pub(super) fn bill_file(&self, query: Option<&str>) -> Result<Vec<u8>, Complaint> {
        let token = value_of(query.unwrap_or_default(), "token").unwrap_or_default();
        self.bill_files()
            .find(token, now_ms())
            .ok_or_else(|| Complaint::new(404, "RESOURCE_NOT_EXISTS", "no such file any more"))
    }
}

impl BillFiles {
    fn keep(&mut self, file: BillFile) {
        if self.0.len() == MOST_FILES {
            self.0.pop_front();
        }
        self.0.push_back(file);
    }

    fn find(&self, token: &str, now_ms: i64) -> Option<Vec<u8>> {
        self.0
            .iter()
            .find(|file| file.token == token && now_ms - file.made_at_ms <= FILE_LIFE_MS)
            .map(|file| file.bytes.clone())
    }
}

impl Asked {
    fn parse(query: &str) -> Result<Self, Complaint> {
        let day = value_of(query, "bill_date")
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| Complaint::parameter("bill_date must be like 2026-11-22"))?;
        match value_of(query, "bill_type") {
            None | Some("ALL") => {}
            Some(_) => {
                let why = "this sandbox makes bills of type ALL only";
                return Err(Complaint::parameter(why));
            }
        }
        let gzip = match value_of(query, "tar_type") {
            None => false,
            Some("GZIP") => true,
            Some(_) => return Err(Complaint::parameter("tar_type must be GZIP")),
        };
        Ok(Self { day, gzip })
    }
}

fn value_of<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}

fn gzip(plain: &[u8]) -> Result<Vec<u8>, Complaint> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(plain)
        .and_then(|()| encoder.finish())
        .map_err(|_| Complaint::new(500, "SYSTEM_ERROR", "the bill cannot be packed"))
}
