//! The older way of verification: platform certificates, downloaded and chosen by serial.
//!
//! They are fetched when a message names a serial that we do not hold, so a certificate that
//! WeChat Pay rolls in is picked up by the first message signed with it, and again when the ones
//! held are half a day old.

use std::collections::HashMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use http::Method;
use order::Timestamp;
use serde::Deserialize;
use tokio::sync::Mutex;
use x509_parser::pem::parse_x509_pem;

use super::resource::Sealed;
use super::signing::seconds;
use super::transport::{Limits, Outgoing};
use super::verification::{Seal, VerifyingKey};
use super::{WeChatPay, errors};
use crate::{Call, Error, Refused, UnknownCause};

/// Shortest time between two downloads, in milliseconds: a stranger who invents serials must not
/// make us call WeChat Pay for each.
const QUIET_MS: i64 = 60_000;
/// Longest time that a list is used, in milliseconds: WeChat Pay asks for a refresh every 12 hours
/// at least.
const LIFE_MS: i64 = 12 * 3_600_000;

/// The certificates held.
#[derive(Default)]
pub(super) struct Certificates {
    held: RwLock<HashMap<String, Held>>,
    /// The lock makes callers who miss the same serial wait for one download.
    downloads: Mutex<Downloads>,
}

/// When the list was last asked for, and last had.
#[derive(Debug, Default)]
struct Downloads {
    began: Option<Timestamp>,
    succeeded: Option<Timestamp>,
}

#[derive(Clone)]
struct Held {
    key: VerifyingKey,
    not_before: i64,
    not_after: i64,
}

#[derive(Deserialize)]
struct Listing {
    data: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    encrypt_certificate: Sealed,
}

impl Certificates {
    /// The key of the certificate with that serial, if it is held and valid at `now`.
    pub(super) fn find(&self, serial: &str, now: Timestamp) -> Option<VerifyingKey> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.get(serial)
            .filter(|held| (held.not_before..=held.not_after).contains(&seconds(now)))
            .map(|held| held.key.clone())
    }

    fn is_empty(&self) -> bool {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.is_empty()
    }

    /// Whether the certificates held are due for a refresh. Not while one is under way: they are
    /// good enough until it ends.
    pub(super) fn are_old(&self, now: Timestamp) -> bool {
        let past = |moment: Option<Timestamp>, limit_ms| {
            moment.is_some_and(|moment| now.ms_since(moment) >= limit_ms)
        };
        self.downloads.try_lock().is_ok_and(|downloads| {
            past(downloads.succeeded, LIFE_MS) && past(downloads.began, QUIET_MS)
        })
    }

    /// Adds certificates, and forgets those that have expired.
    fn keep(&self, found: HashMap<String, Held>, now: Timestamp) {
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        held.retain(|_, held| held.not_after >= seconds(now));
        held.extend(found);
    }
}

impl WeChatPay {
    /// Downloads the certificates once, unless that was done within the last minute. A failure is
    /// logged: the message that asked for it is then refused for want of a key.
    pub(super) async fn refresh_certificates(&self, now: Timestamp) {
        let mut downloads = self.certificates.downloads.lock().await;
        if downloads
            .began
            .is_some_and(|began| now.ms_since(began) < QUIET_MS)
        {
            return;
        }
        downloads.began = Some(now);
        match self.download_certificates(now).await {
            Ok(found) => {
                self.certificates.keep(found, now);
                downloads.succeeded = Some(now);
            }
            Err(error) => tracing::warn!(%error, "platform certificates could not be refreshed"),
        }
    }

    async fn download_certificates(&self, now: Timestamp) -> Result<HashMap<String, Held>, Error> {
        let call = Call::Certificates;
        let unverified = |refused| Error::Unknown {
            call,
            cause: UnknownCause::Unverified(refused),
        };
        let outgoing = Outgoing {
            call,
            method: Method::GET,
            path_and_query: "/v3/certificates",
            body: &[],
            limits: Limits::ANSWER,
        };
        let answer = self.line.exchange(&outgoing, &self.surroundings).await?;
        if !answer.status.is_success() {
            return Err(errors::classify(call, answer.status, &answer.body));
        }
        let listing: Listing = serde_json::from_slice(&answer.body)
            .map_err(|_| unverified(Refused::Malformed("not a list of certificates")))?;
        let mut found = HashMap::new();
        for listed in listing.data {
            let pem = self
                .api_v3
                .open(&listed.encrypt_certificate)
                .map_err(unverified)?;
            let (serial, held) = read(&pem).map_err(unverified)?;
            found.insert(serial, held);
        }
        // The very first list is believed because only a holder of our APIv3 key can have sealed
        // it. Later lists must be signed as well, by a certificate held before or by one that the
        // same list brings.
        if !self.certificates.is_empty() {
            let seal = Seal::read(&answer.headers).map_err(unverified)?;
            seal.check_age(now).map_err(unverified)?;
            let public = self
                .public_key
                .as_ref()
                .filter(|(id, _)| *id == seal.serial)
                .map(|(_, key)| key.clone());
            let key = public
                .or_else(|| self.certificates.find(&seal.serial, now))
                .or_else(|| found.get(&seal.serial).map(|held| held.key.clone()))
                .ok_or_else(|| unverified(seal.unknown_key()))?;
            seal.check_signature(&key, &answer.body)
                .map_err(unverified)?;
        }
        Ok(found)
    }
}

/// Serial in upper-case hexadecimal, key and validity of one PEM certificate.
fn read(pem: &[u8]) -> Result<(String, Held), Refused> {
    let wrong = Refused::Malformed("a platform certificate cannot be read");
    let (_, block) = parse_x509_pem(pem).map_err(|_| wrong.clone())?;
    let certificate = block.parse_x509().map_err(|_| wrong)?;
    let serial = certificate
        .raw_serial()
        .iter()
        .skip_while(|byte| **byte == 0)
        .map(|byte| format!("{byte:02X}"))
        .collect();
    let held = Held {
        key: VerifyingKey::from_info(certificate.public_key()),
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
    };
    Ok((serial, held))
}

impl fmt::Debug for Certificates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        f.debug_list().entries(held.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::wechat_pay::ApiV3Key;

    #[test]
    fn the_published_certificate_opens_under_its_serial() {
        let vectors: Value =
            serde_json::from_str(include_str!("../../tests/wechat_pay_vectors.json"))
                .expect("the vectors are JSON");
        let published = &vectors["java_client"];
        let key = published["api_v3_key"].as_str().expect("a key");
        let download = &published["certificate_download"];
        let sealed: Sealed = serde_json::from_value(download.clone()).expect("a sealed resource");

        let pem = ApiV3Key::parse(key.as_bytes())
            .expect("32 characters")
            .open(&sealed)
            .expect("the published ciphertext opens");
        let (serial, held) = read(&pem).expect("it is a certificate");

        assert_eq!(
            serial,
            download["serial_no"].as_str().expect("a serial"),
            "the serial inside the certificate is the one it is listed under"
        );
        let certificates = Certificates::default();
        let download = Timestamp::from_ms(1_795_341_600_000);
        certificates.keep(HashMap::from([(serial.clone(), held)]), download);
        let found_in = |year_seconds: i64| {
            certificates
                .find(&serial, Timestamp::from_ms(year_seconds * 1000))
                .is_some()
        };
        assert!(found_in(1_795_341_600), "valid in November 2026");
        assert!(!found_in(1_900_000_000), "expired in March 2030");
    }

    #[tokio::test]
    async fn a_list_is_old_after_half_a_day_and_not_while_it_is_fetched() {
        let certificates = Certificates::default();
        let noon = Timestamp::from_ms(1_795_341_600_000);
        assert!(!certificates.are_old(noon), "none is held, so none is old");
        *certificates.downloads.lock().await = Downloads {
            began: Some(noon),
            succeeded: Some(noon),
        };
        let midnight = noon.plus_ms(LIFE_MS);
        assert!(!certificates.are_old(midnight.plus_ms(-1)), "not yet");
        assert!(certificates.are_old(midnight), "twelve hours are over");

        let mut downloads = certificates.downloads.lock().await;
        assert!(
            !certificates.are_old(midnight),
            "somebody is fetching it: nobody else waits"
        );
        downloads.began = Some(midnight);
        drop(downloads);
        assert!(
            !certificates.are_old(midnight.plus_ms(QUIET_MS - 1)),
            "a download that failed is not repeated for every message"
        );
        assert!(
            certificates.are_old(midnight.plus_ms(QUIET_MS)),
            "but after a minute it is"
        );
    }
}
