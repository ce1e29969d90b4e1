//! The stage: a running dashboard, a kiosk that signs, a phone.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dashboard::clock::Clock;
use dashboard::config::DatabaseUrl;
use dashboard::{Config, Dashboard, Parts, Running, pairing};
use ed25519_dalek::SigningKey;
use order::{KioskId, SessionId, Timestamp};
use payment::Provider;
use payment::fake::FakeProvider;
use reqwest::{Client, Method, Response, StatusCode};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::{Connection as _, Executor as _};
use tempfile::TempDir;
use wire::problem::Problem;
use wire::signature::{self, Signing};

static NONCES: AtomicU64 = AtomicU64::new(1);

/// A running dashboard with a clock that a test can turn.
pub(crate) struct Stage {
    pub(crate) running: Running,
    pub(crate) provider: Arc<FakeProvider>,
    pub(crate) folder: TempDir,
    pub(crate) client: Client,
    ahead_ms: Arc<AtomicI64>,
}

impl Stage {
    pub(crate) async fn new() -> Self {
        // An error means that another test was first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::load(None, |_| None).unwrap();
        config.listen = ([127, 0, 0, 1], 0).into();
        config.database_url = match std::env::var("MINILAB_TEST_POSTGRES") {
            Ok(server) => DatabaseUrl::new(schema_of_its_own(&server).await),
            Err(_) => DatabaseUrl::new(format!("sqlite:{}/db", folder.path().display())),
        };
        config.photo_store = folder.path().join("photos");
        config.data_dir = folder.path().join("data");
        let provider = Arc::new(FakeProvider::new());
        let ahead_ms = Arc::new(AtomicI64::new(0));
        let clock = {
            let system = Clock::system();
            let ahead_ms = Arc::clone(&ahead_ms);
            Clock::new(move || system.now().plus_ms(ahead_ms.load(Ordering::SeqCst)))
        };
        let parts = Parts {
            clock,
            providers: [provider.clone() as Arc<dyn Provider>]
                .into_iter()
                .collect(),
        };
        Self {
            running: Dashboard::start_with(config, parts).await.unwrap(),
            provider,
            folder,
            client: Client::builder()
                .timeout(Duration::from_secs(60))
                .build()
                .unwrap(),
            ahead_ms,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.running.app().now()
    }

    pub(crate) fn turn_clock_ms(&self, ms: i64) {
        self.ahead_ms.fetch_add(ms, Ordering::SeqCst);
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.running.address())
    }

    /// A kiosk of the fleet, paired as kiosks are.
    pub(crate) async fn kiosk(&self, seed: u8) -> Kiosk<'_> {
        let code = self.pairing_code(seed).await;
        let id = pairing::claim(self.running.app(), &code, "Kiosk 1", "Library", "North")
            .await
            .unwrap();
        Kiosk {
            stage: self,
            id,
            seed: [seed; 32],
        }
    }

    /// The code that the kiosk of that key shows.
    pub(crate) async fn pairing_code(&self, seed: u8) -> String {
        let seed = [seed; 32];
        let public_key = SigningKey::from_bytes(&seed).verifying_key();
        let request =
            json!({"public_key": URL_SAFE_NO_PAD.encode(public_key), "software_version": "1.0.0"});
        let offer: Value = self
            .client
            .post(self.url("/api/v1/pairing"))
            .json(&request)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap();
        offer["code"].as_str().unwrap().to_owned()
    }

    /// Waits until `reading` gives something; the deadline says what was hoped for.
    pub(crate) async fn eventually<T>(
        &self,
        hope: &str,
        mut reading: impl AsyncFnMut() -> Option<T>,
    ) -> T {
        let waiting = async {
            loop {
                if let Some(found) = reading().await {
                    return found;
                }
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
        };
        match tokio::time::timeout(Duration::from_secs(20), waiting).await {
            Ok(found) => found,
            Err(_) => panic!("in 20 seconds it did not happen that {hope}"),
        }
    }
}

/// An address of an empty schema at a PostgreSQL server.
async fn schema_of_its_own(server: &str) -> String {
    sqlx::any::install_default_drivers();
    let name = format!(
        "test_{}",
        hex::encode(dashboard::secrets::random::<8>().unwrap())
    );
    let mut connection = sqlx::AnyConnection::connect(server).await.unwrap();
    let create = sqlx::AssertSqlSafe(format!("create schema {name}"));
    connection.execute(sqlx::query(create)).await.unwrap();
    connection.close().await.unwrap();
    format!("{server}?options[search_path]={name}")
}

/// A kiosk that signs what it asks.
pub(crate) struct Kiosk<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) id: KioskId,
    pub(crate) seed: [u8; 32],
}

impl Kiosk<'_> {
    /// A signed request, not yet sent.
    pub(crate) fn request(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
    ) -> reqwest::RequestBuilder {
        let nonce = format!("nonce-{}", NONCES.fetch_add(1, Ordering::SeqCst));
        let now_s = u64::try_from(self.stage.now().ms() / 1000).unwrap();
        self.request_signed(method, path, body, &nonce, now_s)
    }

    /// As [`Self::request`], with nonce and time of one's own.
    pub(crate) fn request_signed(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        nonce: &str,
        created_s: u64,
    ) -> reqwest::RequestBuilder {
        let (bare, query) = path.split_once('?').unwrap_or((path, ""));
        let signed = signature::Request {
            method: method.as_str(),
            path: bare,
            query,
            body: &body,
        };
        let signing = Signing {
            key_id: self.id.as_str(),
            created_s,
            nonce,
        };
        let headers = signature::sign(signed, signing, &self.seed).unwrap();
        self.stage
            .client
            .request(method, self.stage.url(path))
            .header("content-digest", headers.content_digest)
            .header("signature-input", headers.signature_input)
            .header("signature", headers.signature)
            .header("content-type", "application/json")
            .body(body)
    }

    pub(crate) async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path, Vec::new())
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn delete(&self, path: &str) -> Response {
        self.request(Method::DELETE, path, Vec::new())
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn put<T: Serialize>(&self, path: &str, body: &T) -> Response {
        let body = serde_json::to_vec(body).unwrap();
        self.request(Method::PUT, path, body).send().await.unwrap()
    }

    pub(crate) async fn post<T: Serialize>(&self, path: &str, body: &T) -> Response {
        let body = serde_json::to_vec(body).unwrap();
        self.request(Method::POST, path, body).send().await.unwrap()
    }

    /// Opens a visit and returns its phone link's token.
    pub(crate) async fn open_session(&self, session: &SessionId, most_photos: u32) -> String {
        let opening = json!({
            "language": "zh",
            "most_photos": most_photos,
            "expires_at": self.stage.now().plus_ms(600_000),
        });
        let answer = self
            .put(&format!("/api/v1/kiosk/sessions/{session}"), &opening)
            .await;
        assert_eq!(answer.status(), StatusCode::OK, "a visit opens");
        let address: Value = answer.json().await.unwrap();
        let url = address["phone_url"].as_str().unwrap();
        url.rsplit_once("/p/").unwrap().1.to_owned()
    }
}

/// A customer's phone.
pub(crate) struct Phone<'a> {
    pub(crate) stage: &'a Stage,
    pub(crate) token: String,
    pub(crate) secret: String,
}

impl Phone<'_> {
    pub(crate) async fn join(&self) -> Response {
        self.stage
            .client
            .post(
                self.stage
                    .url(&format!("/api/v1/phone/{}/join", self.token)),
            )
            .json(&json!({"phone_secret": self.secret}))
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn view(&self, query: &str) -> Response {
        let path = format!("/api/v1/phone/{}{query}", self.token);
        self.stage
            .client
            .get(self.stage.url(&path))
            .header("minilab-phone", &self.secret)
            .send()
            .await
            .unwrap()
    }

    pub(crate) async fn send(&self, photo: &str, body: impl Into<reqwest::Body>) -> Response {
        let path = format!("/api/v1/phone/{}/photos/{photo}", self.token);
        self.stage
            .client
            .put(self.stage.url(&path))
            .header("minilab-phone", &self.secret)
            .body(body)
            .send()
            .await
            .unwrap()
    }
}

/// A body that looks sealed.
pub(crate) fn sealed(bytes: usize) -> Vec<u8> {
    let mut body = b"MLP1".to_vec();
    body.resize(bytes, 7);
    body
}

/// Asserts that `answer` is a problem with this status and code.
pub(crate) async fn assert_problem(answer: Response, status: StatusCode, code: &str, why: &str) {
    let found = answer.status();
    let kind = answer.headers()["content-type"]
        .to_str()
        .unwrap()
        .to_owned();
    let problem: Problem = answer.json().await.unwrap();
    assert_eq!(
        (found, problem.code.as_str(), kind.as_str()),
        (status, code, "application/problem+json"),
        "{why}: {problem:?}"
    );
}
