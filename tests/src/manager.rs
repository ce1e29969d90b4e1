//! The fleet manager: a browser without a window, which keeps cookies, reads forms and sends them
//! back as a person would have filled them in.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{RequestBuilder, StatusCode};

use crate::world::browser;

/// A manager at the dashboard.
#[derive(Debug)]
pub struct Manager {
    client: reqwest::Client,
    origin: String,
    cookies: BTreeMap<String, String>,
}

/// The fields of a page's form.
type Fields = BTreeMap<String, String>;

impl Manager {
    /// Follows the one-time link and becomes the first manager, signed in.
    pub async fn set_up(origin: &str, path: &str, password: &str) -> Result<Self> {
        let mut manager = Self {
            client: browser(Duration::from_secs(60))?,
            origin: origin.to_owned(),
            cookies: BTreeMap::new(),
        };
        let filled = [
            ("name", "manager"),
            ("password", password),
            ("again", password),
        ];
        manager.fill(path, path, &filled).await?;
        Ok(manager)
    }

    /// Leaves, and comes back through the door.
    pub async fn sign_in_again(&mut self, password: &str) -> Result<()> {
        self.cookies.clear();
        let filled = [("name", "manager"), ("password", password)];
        self.fill("/sign-in", "/sign-in", &filled).await
    }

    /// Takes in the kiosk that shows `code`.
    pub async fn pair(&mut self, code: &str) -> Result<()> {
        let filled = [
            ("code", code),
            ("name", "Story kiosk"),
            ("site", "Loopback"),
            ("region", "Here"),
        ];
        self.fill("/pair", "/pair", &filled).await
    }

    /// Changes some fields of the prices page and saves it for the whole fleet.
    pub async fn set_prices(&mut self, changed: &[(&str, &str)]) -> Result<()> {
        self.fill("/prices", "/prices", changed).await
    }

    /// Issues discount codes: by what the form begins with, one that counts for one order.
    pub async fn issue_codes(&mut self, filled: &[(&str, &str)]) -> Result<()> {
        self.fill("/codes", "/codes", filled).await
    }

    /// Reads a page as text; it must be there.
    pub async fn read(&mut self, path: &str) -> Result<String> {
        let request = self.client.get(format!("{}{path}", self.origin));
        let response = self.send(request).await?;
        let status = response.status();
        ensure!(status == StatusCode::OK, "{path} answered {status}");
        Ok(response.text().await?)
    }

    /// Opens the page, fills its form in and sends it; the dashboard must be content.
    async fn fill(&mut self, page: &str, action: &str, filled: &[(&str, &str)]) -> Result<()> {
        let html = self.read(page).await?;
        let mut fields = fields_of(&html, action)
            .with_context(|| format!("{page} has a form that goes to {action}"))?;
        for (name, value) in filled {
            fields.insert((*name).to_owned(), (*value).to_owned());
        }
        let request = self.client.post(format!("{}{action}", self.origin));
        let response = self.send(request.form(&fields)).await?;
        let status = response.status();
        if !status.is_redirection() {
            bail!("{action} answered {status}: {}", response.text().await?);
        }
        let onward = response.headers().get(LOCATION);
        let onward = onward.and_then(|onward| onward.to_str().ok());
        ensure!(onward.is_some(), "{action} leads nowhere");
        Ok(())
    }

    async fn send(&mut self, request: RequestBuilder) -> Result<reqwest::Response> {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let response = request.header(COOKIE, cookies.join("; ")).send().await?;
        for line in response.headers().get_all(SET_COOKIE) {
            let pair = line.to_str()?.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').context("a cookie has a value")?;
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(response)
    }
}

/// The inputs of the form that posts to `action`, with what stands in them.
fn fields_of(html: &str, action: &str) -> Option<Fields> {
    let forms = html.split("<form").skip(1);
    let mut ours = forms.filter(|form| {
        let head = form.split('>').next().unwrap_or_default();
        attribute(head, "method").as_deref() == Some("post")
            && attribute(head, "action").is_none_or(|found| found == action)
    });
    let form = ours.next()?.split("</form>").next()?;
    let inputs = form.split("<input").skip(1);
    let fields = inputs.filter_map(|input| {
        let tag = input.split('>').next()?;
        Some((attribute(tag, "name")?, attribute(tag, "value")))
    });
    Some(
        fields
            .map(|(name, value)| (name, value.unwrap_or_default()))
            .collect(),
    )
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    let value = rest.split('"').next()?;
    Some(value.replace("&#34;", "\"").replace("&amp;", "&"))
}
