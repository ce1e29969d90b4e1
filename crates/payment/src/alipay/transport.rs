//! Bytes out, bytes in.

use std::time::Duration;

use http::StatusCode;
use http::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, Url};

use super::ConfigError;
use super::signing::Parameters;
use crate::UnknownCause;

/// How long connecting may take.
const CONNECT_DEADLINE: Duration = Duration::from_secs(10);

/// What one exchange may cost us.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// From connecting to the last byte.
    deadline: Duration,
    /// Longest answer read, in bytes.
    longest_answer: usize,
}

impl Limits {
    /// An ordinary answer: some hundred bytes, a few thousand with vouchers.
    const ANSWER: Self = Self {
        deadline: Duration::from_secs(10),
        longest_answer: 256 * 1024,
    };
    /// A bill, zipped. Nobody waits in front of a screen for it.
    const FILE: Self = Self {
        deadline: Duration::from_secs(120),
        longest_answer: 64 * 1024 * 1024,
    };
}

/// The way to Alipay.
#[derive(Debug)]
pub(super) struct Line {
    client: Client,
    gateway: Url,
}

/// An answer nobody has proven yet.
#[derive(Debug)]
pub(super) struct Unproven {
    pub(super) status: StatusCode,
    pub(super) body: Vec<u8>,
}

impl Line {
    pub(super) fn new(gateway: Url) -> Result<Self, ConfigError> {
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
        Ok(Self { client, gateway })
    }

    /// Posts one signed request.
    pub(super) async fn call(&self, parameters: &Parameters) -> Result<Unproven, UnknownCause> {
        exchange(self.post(parameters), Limits::ANSWER).await
    }

    /// What says how to read a request stands in the query, since the gateway must know the
    /// character set before it reads the body, and what was asked in the body.
    fn post(&self, parameters: &Parameters) -> RequestBuilder {
        let mut url = self.gateway.clone();
        let mut body = form_urlencoded::Serializer::new(String::new());
        for (name, value) in parameters {
            if name == "biz_content" {
                body.append_pair(name, value);
            } else {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        self.client
            .post(url)
            .header(
                CONTENT_TYPE,
                "application/x-www-form-urlencoded;charset=utf-8",
            )
            .body(body.finish())
    }

    /// Fetches a file. Nothing of ours is shown to whoever serves it.
    pub(super) async fn download(&self, url: Url) -> Result<Unproven, UnknownCause> {
        exchange(self.client.get(url), Limits::FILE).await
    }
}

async fn exchange(request: RequestBuilder, limits: Limits) -> Result<Unproven, UnknownCause> {
    let mut response = request
        .timeout(limits.deadline)
        .send()
        .await
        .map_err(|error| cause(&error))?;
    let status = response.status();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| cause(&error))? {
        if body.len() + chunk.len() > limits.longest_answer {
            return Err(UnknownCause::Unintelligible("the answer is too long"));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Unproven { status, body })
}

fn cause(error: &reqwest::Error) -> UnknownCause {
    if error.is_timeout() {
        UnknownCause::TimedOut
    } else {
        UnknownCause::Line
    }
}
