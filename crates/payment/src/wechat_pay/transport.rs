//! Bytes out, bytes in. The bytes that were signed are the bytes that are sent.

use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap};
use http::{Method, StatusCode};
use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::ConfigError;
use super::signing::{MerchantKey, Stamp};
use crate::{Call, Error, Surroundings, UnknownCause};

/// How long connecting may take. WeChat Pay's Java client allows the same.
const CONNECT_DEADLINE: Duration = Duration::from_secs(10);

/// One signed call.
pub(super) struct Outgoing<'a> {
    pub(super) call: Call,
    pub(super) method: Method,
    pub(super) path_and_query: &'a str,
    pub(super) body: &'a [u8],
    pub(super) limits: Limits,
}

/// What one address may cost us over one call.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// From connecting to the last byte.
    deadline: Duration,
    /// Longest answer read, in bytes.
    longest_answer: usize,
}

impl Limits {
    /// An ordinary answer. The longest documented one (certificates) is a few thousand bytes; the
    /// deadline is that of WeChat Pay's Java client.
    pub(super) const ANSWER: Self = Self {
        deadline: Duration::from_secs(10),
        longest_answer: 256 * 1024,
    };
    /// A bill, compressed as a rule. Nobody waits in front of a screen for it.
    pub(super) const FILE: Self = Self {
        deadline: Duration::from_secs(120),
        longest_answer: 64 * 1024 * 1024,
    };
}

/// The way to WeChat Pay.
#[derive(Debug)]
pub(super) struct Line {
    client: Client,
    /// The main address, then the backup if there is one.
    bases: Vec<Url>,
    key: MerchantKey,
    /// Sent as `Wechatpay-Serial`: it is what makes WeChat Pay answer with the public key.
    public_key_id: Option<String>,
}

/// An answer nobody has verified yet.
pub(super) struct Unverified {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Unverified {
    /// WeChat Pay's own id of the call, for its support; empty when there is none.
    pub(super) fn request_id(&self) -> &str {
        self.headers
            .get("request-id")
            .and_then(|id| id.to_str().ok())
            .unwrap_or_default()
    }
}

impl Line {
    pub(super) fn new(
        bases: Vec<Url>,
        key: MerchantKey,
        public_key_id: Option<String>,
    ) -> Result<Self, ConfigError> {
        // The HTTP client is built without a TLS provider of its own. A host that has chosen one
        // keeps it: installing a second time changes nothing.
        let _already_chosen = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(concat!("minilab/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(CONNECT_DEADLINE)
            .redirect(Policy::none())
            .no_proxy()
            .build()
            .map_err(ConfigError::Client)?;
        Ok(Self {
            client,
            bases,
            key,
            public_key_id,
        })
    }

    /// The configured addresses, the main one first.
    pub(super) fn bases(&self) -> &[Url] {
        &self.bases
    }

    /// Sends one call and reads the whole answer. When the main address cannot be reached, or the
    /// line breaks before a whole answer arrived, the backup gets the same parameters with a fresh
    /// signature: calls are idempotent by their number, so a first copy that did arrive does no
    /// harm. A charge is the exception, see [`may_be_repeated`].
    pub(super) async fn exchange(
        &self,
        outgoing: &Outgoing<'_>,
        surroundings: &Surroundings,
    ) -> Result<Unverified, Error> {
        let call = outgoing.call;
        let mut cause = UnknownCause::Line;
        for base in &self.bases {
            let stamp = Stamp::fresh(surroundings);
            let failure = match self.send(base, outgoing, &stamp).await {
                Ok(answer) => return Ok(answer),
                Err(failure) => failure,
            };
            tracing::warn!(
                %call,
                host = base.host_str().unwrap_or_default(),
                cause = %failure.cause,
                "WeChat Pay gave no whole answer"
            );
            let again = may_be_repeated(call, failure.reached);
            cause = failure.cause;
            if !again {
                break;
            }
        }
        Err(Error::Unknown { call, cause })
    }

    async fn send(
        &self,
        base: &Url,
        outgoing: &Outgoing<'_>,
        stamp: &Stamp,
    ) -> Result<Unverified, Failure> {
        let Outgoing {
            method,
            path_and_query,
            body,
            limits,
            ..
        } = outgoing;
        let url = base
            .join(path_and_query)
            .map_err(|_| Failure::senseless("the path is no URL"))?;
        let sent = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let mut request = self
            .client
            .request(method.clone(), url)
            .timeout(limits.deadline)
            .header(
                AUTHORIZATION,
                self.key.authorization(method.as_str(), &sent, stamp, body),
            )
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/json");
        if let Some(id) = &self.public_key_id {
            request = request.header("wechatpay-serial", id);
        }
        if !body.is_empty() {
            request = request.body(body.to_vec());
        }
        let mut response = request.send().await.map_err(Failure::from)?;
        let status = response.status();
        let headers = response.headers().clone();
        let mut whole = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(Failure::from)? {
            if whole.len() + chunk.len() > limits.longest_answer {
                return Err(Failure::senseless("the answer is too long"));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(Unverified {
            status,
            headers,
            body: whole,
        })
    }
}

/// Why an address gave no whole answer.
struct Failure {
    cause: UnknownCause,
    reached: Reached,
}

/// How far a call got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reached {
    /// There was no connection.
    Nothing,
    /// It may have been received, and done.
    Perhaps,
    /// It was received and answered, in a way that is no use to us.
    Answered,
}

impl Failure {
    const fn senseless(what: &'static str) -> Self {
        Self {
            cause: UnknownCause::Unintelligible(what),
            reached: Reached::Answered,
        }
    }
}

impl From<reqwest::Error> for Failure {
    fn from(error: reqwest::Error) -> Self {
        Self {
            cause: if error.is_timeout() {
                UnknownCause::TimedOut
            } else {
                UnknownCause::Line
            },
            reached: if error.is_connect() {
                Reached::Nothing
            } else {
                Reached::Perhaps
            },
        }
    }
}

/// Whether the backup may have a copy. A charge that may have arrived must not be sent again: its
/// copy would be told that the barcode is used, which reads as if nothing had been paid.
const fn may_be_repeated(call: Call, reached: Reached) -> bool {
    match (reached, call) {
        (Reached::Nothing, _) => true,
        (Reached::Perhaps, Call::Charge) | (Reached::Answered, _) => false,
        (Reached::Perhaps, _) => true,
    }
}
