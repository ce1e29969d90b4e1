//! A day's bill: asking for its address, downloading and unpacking it.
//!
//! Source: `https://opendocs.alipay.com/open/02e7go`. The file comes without a signature: what
//! vouches for it is the signed answer that names its address, TLS, and a host from the settings.

use std::io::{Cursor, Read as _};

use order::Timestamp;
use reqwest::Url;
use serde::{Deserialize, Serialize};
use zip::ZipArchive;

use super::answer::unintelligible;
use super::config::is_loopback;
use super::{Alipay, statement};
use crate::{BillDay, BillLine, Call, Error, Refusal, UnknownCause};

/// From the end of a day to the moment when a missing bill means that nothing was traded, in
/// milliseconds. Bills are made until 9 o'clock, sometimes later; "there is none" is said of a late
/// one too.
const SURELY_MADE_AFTER_MS: i64 = 12 * 3_600_000;
/// Most files in the archive. There are two: the lines, and their summary.
const MOST_FILES: usize = 32;
/// Longest bill read, in bytes, unpacked: some 200,000 lines.
const LONGEST_BILL: u64 = 64 * 1024 * 1024;

#[derive(Serialize)]
struct Asking {
    bill_type: &'static str,
    bill_date: String,
}

#[derive(Deserialize)]
struct Ready {
    bill_download_url: String,
}

impl Alipay {
    pub(super) async fn fetch_bill(&self, day: BillDay) -> Result<Vec<BillLine>, Error> {
        let call = Call::Bill;
        let asking = Asking {
            bill_type: "trade",
            bill_date: day.to_string(),
        };
        let method = "alipay.data.dataservice.bill.downloadurl.query";
        let answer = match self.call(call, method, &asking).await {
            Ok(answer) => answer,
            Err(Error::Refused {
                reason: Refusal::NoTrades,
                code,
                ..
            }) => return no_bill(day, self.surroundings.now(), code),
            Err(error) => return Err(error),
        };
        let ready: Ready = answer.read("not the address of a bill")?;
        // The address is good for 30 seconds, so it is used at once and never kept.
        let url = self.bill_address(&ready.bill_download_url)?;
        let file = self
            .line
            .download(url)
            .await
            .map_err(|cause| Error::Unknown { call, cause })?;
        if !file.status.is_success() {
            return Err(Error::Unknown {
                call,
                cause: UnknownCause::ProviderFault {
                    status: file.status.as_u16(),
                    code: String::new(),
                },
            });
        }
        // A bill of many megabytes would keep a thread of the host from answering notifications.
        tokio::task::spawn_blocking(move || open(&file.body))
            .await
            .unwrap_or(Err("reading the bill broke off"))
            .map_err(|what| unintelligible(call, what))
    }

    /// Where the bill lies, if that is a host from the settings. Alipay still writes `http` there
    /// now and then; we ask by `https`, except on loopback.
    fn bill_address(&self, text: &str) -> Result<Url, Error> {
        let elsewhere = unintelligible(Call::Bill, "the bill lies at a host that is not allowed");
        let mut url = Url::parse(text).map_err(|_| elsewhere.clone())?;
        let host = url.host_str().ok_or_else(|| elsewhere.clone())?;
        let named = match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        };
        if !self.bill_hosts.contains(&named) {
            return Err(elsewhere);
        }
        match url.scheme() {
            "https" => {}
            "http" if is_loopback(&url) => {}
            "http" => url.set_scheme("https").map_err(|()| elsewhere)?,
            _ => return Err(elsewhere),
        }
        Ok(url)
    }
}

/// What "there is no bill" means at this time.
fn no_bill(day: BillDay, now: Timestamp, code: String) -> Result<Vec<BillLine>, Error> {
    if now.ms_since(day.end()) < SURELY_MADE_AFTER_MS {
        return Err(Error::TryLater {
            call: Call::Bill,
            code,
        });
    }
    Ok(Vec::new())
}

/// Unpacks and reads a downloaded archive. Which of its files hold lines is read from the files:
/// their names are GBK too, and have changed over the years.
fn open(archive: &[u8]) -> Result<Vec<BillLine>, &'static str> {
    let mut archive =
        ZipArchive::new(Cursor::new(archive)).map_err(|_| "the bill is no archive")?;
    if archive.len() > MOST_FILES {
        return Err("the bill holds too many files");
    }
    let mut left = LONGEST_BILL;
    let mut bills = Vec::new();
    for index in 0..archive.len() {
        let file = archive
            .by_index(index)
            .map_err(|_| "the bill cannot be unpacked")?;
        let mut plain = Vec::new();
        file.take(left + 1)
            .read_to_end(&mut plain)
            .map_err(|_| "the bill cannot be unpacked")?;
        left = left
            .checked_sub(plain.len() as u64)
            .ok_or("the bill is too long")?;
        if let Some(lines) = statement::read(&plain)? {
            bills.push(lines);
        }
    }
    if bills.is_empty() {
        return Err("the bill holds no lines");
    }
    Ok(bills.concat())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn archive(files: usize, size: usize) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..files {
            let name = format!("{index}.csv");
            zip.start_file(name, SimpleFileOptions::default())
                .expect("a file");
            zip.write_all(&vec![b'0'; size]).expect("its bytes");
        }
        zip.finish().expect("an archive").into_inner()
    }

    #[test]
    fn an_archive_made_to_fill_memory_is_refused() {
        let bomb = archive(1, LONGEST_BILL as usize + 1);
        assert!(bomb.len() < 1_000_000, "small on the line");
        assert_eq!(
            open(&bomb),
            Err("the bill is too long"),
            "and never unpacked whole"
        );
        assert_eq!(
            open(&archive(MOST_FILES + 1, 1)),
            Err("the bill holds too many files"),
            "nor are its files counted for ever"
        );
    }

    #[test]
    fn what_is_no_archive_is_no_bill() {
        for bytes in [
            &b""[..],
            b"PK\x03\x04",
            b"<html>not here</html>",
            &[0xFF; 4096],
        ] {
            assert!(open(bytes).is_err(), "{bytes:?} is no archive");
        }
        assert_eq!(
            open(&archive(2, 10)),
            Err("the bill holds no lines"),
            "files of another kind are no bill"
        );
    }

    #[test]
    fn a_missing_bill_is_empty_only_from_noon_of_the_next_day_on() {
        let day = BillDay::parse("2026-11-22").expect("a day");
        let noon = day.end().plus_ms(SURELY_MADE_AFTER_MS);
        let code = || "isp.bill_not_exist".to_owned();
        assert!(
            matches!(
                no_bill(day, noon.plus_ms(-1), code()),
                Err(Error::TryLater { .. })
            ),
            "it may be late"
        );
        assert_eq!(
            no_bill(day, noon, code()),
            Ok(Vec::new()),
            "nothing was traded"
        );
    }
}
