//! A day's bill: asking for it, downloading it, and proving that it is whole.
//!
//! Source: `https://pay.weixin.qq.com/doc/v3/merchant/4012556654`. The file itself comes without a
//! signature; what proves it is the SHA-1 in the signed answer that names its address.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use http::Method;
use reqwest::Url;
use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use serde::Deserialize;

use super::orders::unintelligible;
use super::statement;
use super::transport::{Limits, Outgoing};
use super::{OFFICIAL_BACKUP_BASE, OFFICIAL_BASE, WeChatPay, errors};
use crate::{BillDay, BillLine, Call, Error, Refusal};

/// Longest bill read, in bytes, uncompressed: some 200,000 lines, more than a large fleet sells in
/// a day.
const LONGEST_BILL: usize = 64 * 1024 * 1024;

#[derive(Deserialize)]
struct Ready {
    hash_type: String,
    hash_value: String,
    download_url: String,
}

impl WeChatPay {
    pub(super) async fn fetch_bill(&self, day: BillDay) -> Result<Vec<BillLine>, Error> {
        let call = Call::Bill;
        let path = format!("/v3/bill/tradebill?bill_date={day}&bill_type=ALL&tar_type=GZIP");
        let answer = match self.call(call, Method::GET, &path, Vec::new()).await {
            Ok(answer) => answer,
            Err(Error::Refused {
                reason: Refusal::NoTrades,
                ..
            }) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let ready: Ready = serde_json::from_slice(&answer.body)
            .map_err(|_| unintelligible(call, "not the address of a bill"))?;
        if !ready.hash_type.eq_ignore_ascii_case("SHA1") {
            return Err(unintelligible(
                call,
                "the bill's hash is of an unknown type",
            ));
        }
        let path = self.path_of(&ready.download_url)?;
        let file = self.download(&path).await?;
        // A bill of many megabytes would keep a thread of the host from answering notifications.
        tokio::task::spawn_blocking(move || open(&file, &ready.hash_value))
            .await
            .unwrap_or(Err("reading the bill broke off"))
            .map_err(|what| unintelligible(call, what))
    }

    /// Path and query of the address, if it lies with WeChat Pay. The request then goes to the
    /// configured addresses alone: our signature is shown to nobody else, whatever the answer
    /// says.
    fn path_of(&self, download_url: &str) -> Result<String, Error> {
        let elsewhere = unintelligible(Call::Bill, "the bill lies at an address not WeChat Pay's");
        let url = Url::parse(download_url).map_err(|_| elsewhere.clone())?;
        let official = [OFFICIAL_BASE, OFFICIAL_BACKUP_BASE]
            .into_iter()
            .filter_map(|base| Url::parse(base).ok());
        let known = self.line.bases().iter().cloned().chain(official);
        if !known.into_iter().any(|base| base.origin() == url.origin()) {
            return Err(elsewhere);
        }
        Ok(match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        })
    }

    async fn download(&self, path_and_query: &str) -> Result<Vec<u8>, Error> {
        let outgoing = Outgoing {
            call: Call::Bill,
            method: Method::GET,
            path_and_query,
            body: &[],
            limits: Limits::FILE,
        };
        let answer = self.line.exchange(&outgoing, &self.surroundings).await?;
        if !answer.status.is_success() {
            return Err(errors::classify(Call::Bill, answer.status, &answer.body));
        }
        Ok(answer.body)
    }
}

/// Unpacks, proves and reads a downloaded file.
fn open(file: &[u8], announced_sha1: &str) -> Result<Vec<BillLine>, &'static str> {
    let plain = unpack(file)?;
    let sha1: String = digest(&SHA1_FOR_LEGACY_USE_ONLY, &plain)
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    if !announced_sha1.eq_ignore_ascii_case(&sha1) {
        return Err("the bill's SHA-1 is not the announced one");
    }
    statement::read(&plain)
}

/// Undoes gzip where it was used: the hash is that of the file inside.
fn unpack(file: &[u8]) -> Result<Vec<u8>, &'static str> {
    if !file.starts_with(&[0x1F, 0x8B]) {
        return Ok(file.to_vec());
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(file)
        .take(LONGEST_BILL as u64 + 1)
        .read_to_end(&mut plain)
        .map_err(|_| "the bill cannot be unpacked")?;
    if plain.len() > LONGEST_BILL {
        return Err("the bill is too long");
    }
    Ok(plain)
}
