//! A manager's browser, as far as the pages can tell: cookies, forms, no redirects followed.

use std::collections::HashMap;

use dashboard::broker::Providers;
use dashboard::clock::Clock;
use dashboard::pages::account;
use dashboard::{App, Config, Dashboard, Parts, Running};
use reqwest::header::{COOKIE, SET_COOKIE};
use reqwest::{Client, RequestBuilder, Response, StatusCode, redirect};

pub(crate) const PASSWORD: &str = "correct horse battery";

/// A running dashboard and one browser in front of it.
pub(crate) struct Browser {
    pub(crate) server: Running,
    pub(crate) base: String,
    client: Client,
    cookies: HashMap<String, String>,
    _folder: tempfile::TempDir,
}

/// What came back.
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) location: String,
    pub(crate) policy: String,
    pub(crate) text: String,
}

impl Browser {
    /// A dashboard on an empty database.
    pub(crate) async fn fresh() -> Self {
        Self::with(Providers::default()).await
    }

    /// The same with somebody to pay through.
    async fn with(providers: Providers) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name).display().to_string();
        let config = Config::load(None, |key| match key {
            "MINILAB_LISTEN" => Some("127.0.0.1:0".to_owned()),
            "MINILAB_PUBLIC_URL" => Some("http://127.0.0.1".to_owned()),
            "MINILAB_DATABASE_URL" => Some(format!("sqlite:{}", path("dashboard.db"))),
            "MINILAB_PHOTO_STORE" => Some(path("photos")),
            "MINILAB_DATA_DIR" => Some(path("data")),
            _ => None,
        })
        .expect("a configuration");
        let parts = Parts {
            clock: Clock::system(),
            providers,
        };
        let server = Dashboard::start_with(config, parts).await.expect("starts");
        Self {
            base: format!("http://{}", server.address()),
            client: Client::builder()
                .redirect(redirect::Policy::none())
                .build()
                .expect("a client"),
            cookies: HashMap::new(),
            server,
            _folder: folder,
        }
    }

    /// A dashboard with the manager `ada`, who is signed in.
    pub(crate) async fn signed_in() -> Self {
        Self::signed_in_with(Providers::default()).await
    }

    /// The same with somebody to pay through.
    pub(crate) async fn signed_in_with(providers: Providers) -> Self {
        let mut browser = Self::with(providers).await;
        let app = browser.app().clone();
        account::add_user(app.store(), "ada", PASSWORD.to_owned(), app.now())
            .await
            .expect("adds ada");
        let page = browser.sign_in("ada", PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "ada signs in");
        browser
    }

    pub(crate) fn app(&self) -> &App {
        self.server.app()
    }

    pub(crate) async fn get(&mut self, path: &str) -> Page {
        let request = self.client.get(format!("{}{path}", self.base));
        self.send(request).await
    }

    /// Posts a form as a page of the dashboard would, token included.
    pub(crate) async fn submit(&mut self, from: &str, to: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.get(from).await.token();
        let mut fields = fields.to_vec();
        fields.push(("csrf", &token));
        self.post(to, "same-origin", &fields).await
    }

    /// Posts a form from a page of that kind of site.
    pub(crate) async fn post(&mut self, to: &str, site: &str, fields: &[(&str, &str)]) -> Page {
        let request = self
            .client
            .post(format!("{}{to}", self.base))
            .header("sec-fetch-site", site)
            .form(&fields);
        self.send(request).await
    }

    pub(crate) async fn sign_in(&mut self, name: &str, password: &str) -> Page {
        let fields = [("name", name), ("password", password)];
        self.submit("/sign-in", "/sign-in", &fields).await
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies.get(name).map(String::as_str)
    }

    async fn send(&mut self, request: RequestBuilder) -> Page {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let response = request
            .header(COOKIE, cookies.join("; "))
            .header("accept-language", "en")
            .send()
            .await
            .expect("answers");
        self.keep_cookies(&response);
        let header = |name: &str| {
            let value = response.headers().get(name);
            value
                .map_or("", |value| value.to_str().expect("text"))
                .to_owned()
        };
        Page {
            status: response.status(),
            location: header("location"),
            policy: header("content-security-policy"),
            text: response.text().await.expect("a page"),
        }
    }

    fn keep_cookies(&mut self, response: &Response) {
        for line in response.headers().get_all(SET_COOKIE) {
            let line = line.to_str().expect("text");
            assert!(
                line.contains("HttpOnly") && line.contains("SameSite=Lax"),
                "no script and no other site gets a cookie: {line}"
            );
            let (name, rest) = line.split_once('=').expect("a cookie");
            let value = rest.split(';').next().unwrap_or("");
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

impl Page {
    /// The token of the page's first form.
    pub(crate) fn token(&self) -> String {
        let (_, rest) = self
            .text
            .split_once("name=\"csrf\" value=\"")
            .unwrap_or_else(|| panic!("no form in {}", self.text));
        rest.split('"').next().expect("a value").to_owned()
    }

    /// Whether the page says that.
    pub(crate) fn says(&self, text: &str) -> bool {
        self.text.contains(text)
    }
}
