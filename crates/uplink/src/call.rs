//! One request: built, signed, sent, and its answer sorted into use and error.

use std::time::Duration;

use bytes::Bytes;
use reqwest::{Method, Response, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wire::problem::Problem;
use wire::signature::{Request, Signing};

use crate::{Stamp, UplinkError};

/// The kiosk's name and key, and where moments and nonces come from.
pub(crate) struct Signer {
    pub(crate) kiosk: String,
    pub(crate) seed: [u8; 32],
    pub(crate) stamp: Box<dyn Fn() -> Stamp + Send + Sync>,
}

/// A request before it is signed.
pub(crate) struct Call<'a> {
    pub(crate) name: &'static str,
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) body: Bytes,
    pub(crate) if_none_match: Option<String>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) signer: Option<&'a Signer>,
}

/// How long an ordinary call may take.
const DEADLINE: Duration = Duration::from_secs(10);

impl<'a> Call<'a> {
    pub(crate) fn new(name: &'static str, method: Method, path: String) -> Self {
        Self {
            name,
            method,
            path,
            body: Bytes::new(),
            if_none_match: None,
            deadline: Some(DEADLINE),
            signer: None,
        }
    }

    pub(crate) fn json(mut self, body: &impl Serialize) -> Result<Self, UplinkError> {
        let text = serde_json::to_vec(body).map_err(|e| UplinkError::Unsendable(e.to_string()))?;
        self.body = text.into();
        Ok(self)
    }

    pub(crate) fn signed_by(mut self, signer: &'a Signer) -> Self {
        self.signer = Some(signer);
        self
    }

    /// Sends the request; an answer that is no success becomes its error.
    pub(crate) async fn send(
        self,
        client: &reqwest::Client,
        base_url: &str,
    ) -> Result<Response, UplinkError> {
        let mut request = client.request(self.method.clone(), format!("{base_url}{}", self.path));
        if let Some(signer) = self.signer {
            let stamp = (signer.stamp)();
            let signing = Signing {
                key_id: &signer.kiosk,
                created_s: stamp.created_s,
                nonce: &stamp.nonce,
            };
            let signed = Request {
                method: self.method.as_str(),
                path: &self.path,
                query: "",
                body: &self.body,
            };
            let headers = wire::signature::sign(signed, signing, &signer.seed)
                .map_err(|error| UplinkError::Unsendable(error.to_string()))?;
            request = request
                .header("content-digest", headers.content_digest)
                .header("signature-input", headers.signature_input)
                .header("signature", headers.signature);
        }
        if let Some(etag) = self.if_none_match {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        if !self.body.is_empty() {
            request = request
                .header(header::CONTENT_TYPE, "application/json")
                .body(self.body);
        }
        if let Some(deadline) = self.deadline {
            request = request.timeout(deadline);
        }
        let response = request.send().await.map_err(UplinkError::Unreachable)?;
        sort(response, self.name).await
    }

    /// Sends the request and reads its JSON answer.
    pub(crate) async fn answer<T: DeserializeOwned>(
        self,
        client: &reqwest::Client,
        base_url: &str,
    ) -> Result<T, UplinkError> {
        let call = self.name;
        let response = self.send(client, base_url).await?;
        let body = response.bytes().await.map_err(UplinkError::Unreachable)?;
        serde_json::from_slice(&body).map_err(|_| UplinkError::Unreadable { call })
    }
}

async fn sort(response: Response, call: &'static str) -> Result<Response, UplinkError> {
    let status = response.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Ok(response);
    }
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        let status = status.as_u16();
        return Err(UplinkError::Busy { status });
    }
    let body = response.bytes().await.map_err(UplinkError::Unreachable)?;
    let problem: Problem =
        serde_json::from_slice(&body).map_err(|_| UplinkError::Unreadable { call })?;
    Err(UplinkError::Refused {
        status: status.as_u16(),
        code: problem.code,
        title: problem.title,
    })
}
