//! A customer's phone: scans the code, joins, seals photos as the page does, and sends them.

use std::time::Duration;

use aes_gcm::aead::{Aead as _, Payload};
use aes_gcm::{Aes256Gcm, KeyInit as _};
use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use order::{PhotoId, SessionId};
use reqwest::{RequestBuilder, StatusCode};
use serde::Deserialize;
use url::Url;
use wire::phone::{Join, PHONE_HEADER, PhoneView};
use wire::sealed_photo::{KEY_BYTES, Label, MARK, NONCE_BYTES, associated_data};

use crate::photographs::File;
use crate::world::browser;

/// A phone with the kiosk's page open.
#[derive(Clone, Debug)]
pub struct Phone {
    client: reqwest::Client,
    origin: String,
    token: String,
    key: [u8; KEY_BYTES],
    secret: String,
}

/// What the dashboard said to a phone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The problem's code, if it was one.
    pub code: Option<String>,
}

#[derive(Deserialize)]
struct Problem {
    code: String,
}

impl Phone {
    /// Opens what the QR code says.
    pub fn scan(phone_url: &str) -> Result<Self> {
        let url = Url::parse(phone_url)?;
        let key = url
            .fragment()
            .and_then(|fragment| fragment.strip_prefix("k="));
        let key = URL_SAFE_NO_PAD.decode(key.context("the key is in the fragment")?)?;
        let token = url.path().strip_prefix("/p/").context("a phone link")?;
        Ok(Self {
            client: browser(Duration::from_secs(60))?,
            origin: url.origin().ascii_serialization(),
            token: token.to_owned(),
            key: key.as_slice().try_into().context("32 bytes of key")?,
            secret: fresh_name()?,
        })
    }

    /// The same phone with another link in its address bar, as somebody who guesses would.
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            ..self.clone()
        }
    }

    /// The link's token.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Says hello. The first phone is let in, another waits.
    pub async fn join(&self) -> Result<PhoneView> {
        let join = Join {
            phone_secret: self.secret.clone(),
        };
        let request = self.client.post(self.address("/join")).json(&join);
        let response = request.send().await?.error_for_status()?;
        Ok(response.json().await?)
    }

    /// What the page shows.
    pub async fn view(&self) -> Result<PhoneView> {
        let request = self.signed(self.client.get(self.address("")));
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    /// What the dashboard answers when the page is opened anew.
    pub async fn knock(&self) -> Result<Answer> {
        answer(self.signed(self.client.get(self.address("")))).await
    }

    /// Seals a file and sends it; it must be taken.
    pub async fn send(&self, file: &File) -> Result<PhotoId> {
        let (photo, answer) = self.offer(file).await?;
        ensure!(
            answer.status == 204,
            "{} was answered {answer:?}",
            file.name
        );
        Ok(photo)
    }

    /// Seals a file, sends it, and says what the dashboard answered.
    pub async fn offer(&self, file: &File) -> Result<(PhotoId, Answer)> {
        let session = self.view().await?.session;
        self.offer_to(&session, file).await
    }

    /// As [`Self::offer`], sealed for a visit whose name the phone knew before.
    pub async fn offer_to(&self, session: &SessionId, file: &File) -> Result<(PhotoId, Answer)> {
        let photo = PhotoId::parse(&fresh_name()?)?;
        let sealed = self.seal(session, &photo, file)?;
        let address = self.address(&format!("/photos/{photo}"));
        let request = self
            .signed(self.client.put(address))
            .header("content-type", "application/octet-stream")
            .body(sealed);
        Ok((photo, answer(request).await?))
    }

    /// The head of a request that announces a photo of `bytes`, for a phone that sends on without
    /// looking at its size.
    pub fn announcement(&self, bytes: u64) -> Result<String> {
        let path = format!("/api/v1/phone/{}/photos/{}", self.token, fresh_name()?);
        Ok(format!(
            "PUT {path} HTTP/1.1\r\nhost: {}\r\n{PHONE_HEADER}: {}\r\n\
             content-type: application/octet-stream\r\ncontent-length: {bytes}\r\n\r\n",
            self.host(),
            self.secret
        ))
    }

    /// Host and port of the dashboard.
    pub fn host(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    fn seal(&self, session: &SessionId, photo: &PhotoId, file: &File) -> Result<Vec<u8>> {
        let label = serde_json::to_vec(&Label {
            name: file.name.clone(),
            media_type: file.media_type.to_owned(),
        })?;
        let mut plaintext = u32::try_from(label.len())?.to_be_bytes().to_vec();
        plaintext.extend_from_slice(&label);
        plaintext.extend_from_slice(&file.bytes);
        let mut nonce = [0; NONCE_BYTES];
        getrandom::fill(&mut nonce)?;
        let payload = Payload {
            msg: &plaintext,
            aad: &associated_data(session, photo),
        };
        let cipher = Aes256Gcm::new((&self.key).into());
        let ciphertext = cipher
            .encrypt((&nonce).into(), payload)
            .map_err(|_| anyhow::anyhow!("sealing failed"))?;
        Ok([MARK.as_slice(), &nonce, &ciphertext].concat())
    }

    fn address(&self, path: &str) -> String {
        format!("{}/api/v1/phone/{}{path}", self.origin, self.token)
    }

    fn signed(&self, request: RequestBuilder) -> RequestBuilder {
        request.header(PHONE_HEADER, &self.secret)
    }
}

async fn answer(request: RequestBuilder) -> Result<Answer> {
    let response = request.send().await?;
    let status = response.status();
    let code = if status.is_success() || status == StatusCode::NOT_MODIFIED {
        None
    } else {
        response.json::<Problem>().await.ok().map(|said| said.code)
    };
    Ok(Answer {
        status: status.as_u16(),
        code,
    })
}

/// 128 random bits as text.
fn fresh_name() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}
