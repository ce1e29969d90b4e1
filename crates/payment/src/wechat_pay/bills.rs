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

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use order::Money;
    use serde_json::Value;

    use super::*;
    use crate::{BillEntry, RefundState};

    struct Vector {
        plain: Vec<u8>,
        gzip: Vec<u8>,
        sha1: String,
    }

    fn vector() -> Vector {
        let vectors: Value =
            serde_json::from_str(include_str!("../../tests/wechat_pay_vectors.json"))
                .expect("the vectors are JSON");
        let text = |name: &str| vectors["trade_bill"][name].as_str().expect("a text");
        let bytes = |name: &str| STANDARD.decode(text(name)).expect("base64");
        Vector {
            plain: bytes("plain_base64"),
            gzip: bytes("gzip_base64"),
            sha1: text("plain_sha1").to_owned(),
        }
    }

    #[test]
    fn a_bill_reads_the_same_packed_and_plain() {
        let vector = vector();
        let read = open(&vector.gzip, &vector.sha1).expect("packed");
        assert_eq!(
            open(&vector.plain, &vector.sha1.to_ascii_uppercase()),
            Ok(read.clone()),
            "packed or not, and however the hash is written"
        );
        let entries: Vec<BillEntry> = read.into_iter().map(|line| line.entry).collect();
        assert_eq!(
            entries,
            [
                BillEntry::Payment {
                    amount: Money::from_minor(600)
                },
                BillEntry::Refund {
                    out_refund_no: "K0012026112200000001-R1".to_owned(),
                    amount: Money::from_minor(10),
                    state: RefundState::Success,
                },
                BillEntry::Reversal {
                    amount: Money::from_minor(123_456)
                },
            ],
            "prices before coupons, in fen"
        );
    }

    #[test]
    fn a_changed_or_broken_file_is_no_bill() {
        let vector = vector();
        let mut changed = vector.plain.clone();
        let digit = changed.len() - 3;
        changed[digit] ^= 1;
        for (file, what) in [
            (changed, "one digit was changed"),
            (
                vector.plain[..vector.plain.len() / 2].to_vec(),
                "it broke off",
            ),
            (
                vector.gzip[..vector.gzip.len() / 2].to_vec(),
                "the packed file broke off",
            ),
            (vec![0x1F, 0x8B, 8, 0], "it only begins like gzip"),
            (Vec::new(), "it is empty"),
        ] {
            assert!(open(&file, &vector.sha1).is_err(), "{what}");
        }
    }

    #[test]
    fn a_bill_that_unpacks_without_end_is_cut_off() {
        use std::io::Write as _;
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..=LONGEST_BILL / zeros.len() {
            packed.write_all(&zeros).expect("into memory");
        }
        let packed = packed.finish().expect("into memory");
        assert_eq!(
            unpack(&packed),
            Err("the bill is too long"),
            "{} bytes must not become more than {LONGEST_BILL}",
            packed.len()
        );
    }
}
