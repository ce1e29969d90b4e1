//! What a fleet manager does once, through the dashboard's own pages: open the set-up link, put
//! prices on everything, and take a kiosk into the fleet by the code on its screen.

use std::fs::File;
use std::io::Read as _;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::journey::selectors::{desk, kiosk};
use crate::webdriver::Browser;

/// How long a page may take. Hashing a password takes its time on purpose, in a debug build on a
/// busy machine some seconds.
const DEADLINE: Duration = Duration::from_secs(60);
/// How long the kiosk may take from its start to the pairing code on its screen.
const CODE_DEADLINE: Duration = Duration::from_secs(60);

/// The demo's manager.
pub(crate) struct Manager {
    pub(crate) name: String,
    pub(crate) password: String,
}

impl Manager {
    /// Opens the set-up link and becomes the first manager, with a password made here.
    pub(crate) fn set_up(browser: &Browser, link: &str) -> Result<Self> {
        let manager = Self {
            name: "manager".to_owned(),
            password: random_password()?,
        };
        browser.go(link)?;
        fill(browser, desk::NAME, &manager.name)?;
        fill(browser, desk::PASSWORD, &manager.password)?;
        fill(browser, desk::PASSWORD_AGAIN, &manager.password)?;
        browser.click(desk::PRIMARY, DEADLINE)?;
        browser.wait("the set-up page is left", DEADLINE, || {
            Ok((!browser.url()?.contains("/setup/")).then_some(()))
        })?;
        if browser.url()?.contains("/sign-in") {
            manager.sign_in(browser)?;
        }
        Ok(manager)
    }

    fn sign_in(&self, browser: &Browser) -> Result<()> {
        fill(browser, desk::NAME, &self.name)?;
        fill(browser, desk::PASSWORD, &self.password)?;
        browser.click(desk::PRIMARY, DEADLINE)?;
        browser.wait("the manager is signed in", DEADLINE, || {
            Ok((!browser.url()?.contains("/sign-in")).then_some(()))
        })
    }
}

/// Puts a price on what a fresh fleet does not sell yet, so that the demo shows every product.
pub(crate) fn sell_everything(browser: &Browser, dashboard: &str) -> Result<()> {
    browser.go(&format!("{dashboard}/prices"))?;
    fill(browser, desk::FIVE_INCH, "2.00")?;
    fill(browser, desk::FOUR_SMALL, "4.00")?;
    fill(browser, desk::INDEX_PRINT, "3.00")?;
    browser.click(desk::SAVE_PRICES, DEADLINE)?;
    browser.wait("the prices are saved", DEADLINE, || {
        if let Some(problem) = browser.all(desk::PROBLEM)?.into_iter().next() {
            bail!("the dashboard says: {}", problem.text()?);
        }
        Ok(browser.url()?.contains("saved").then_some(()))
    })
}

/// Types the code that the kiosk's window shows into the dashboard's page and waits until the
/// kiosk has left its pairing screen.
pub(crate) fn pair(browser: &Browser, dashboard: &str, window: &Browser) -> Result<()> {
    let code = window.wait("the kiosk shows a pairing code", CODE_DEADLINE, || {
        let Some(element) = window.all(kiosk::PAIRING_CODE)?.into_iter().next() else {
            return Ok(None);
        };
        let text: String = element.text()?.split_whitespace().collect();
        Ok((!text.is_empty()).then_some(text))
    })?;
    browser.go(&format!("{dashboard}/pair"))?;
    fill(browser, desk::PAIRING_CODE, &code)?;
    fill(browser, desk::NAME, "Demo kiosk")?;
    fill(browser, desk::SITE, "Minilab workshop")?;
    fill(browser, desk::REGION, "Here")?;
    browser.click(desk::PRIMARY, DEADLINE)?;
    browser.wait("the pairing page is left", DEADLINE, || {
        if let Some(problem) = browser.all(desk::PROBLEM)?.into_iter().next() {
            bail!("the dashboard says: {}", problem.text()?);
        }
        Ok((!browser.url()?.ends_with("/pair")).then_some(()))
    })?;
    window
        .wait_for(kiosk::ATTRACT, DEADLINE)
        .context("waiting for the paired kiosk's first customer screen")
        .map(drop)
}

fn fill(browser: &Browser, css: &str, text: &str) -> Result<()> {
    browser.wait_for(css, DEADLINE)?.type_text(text)
}

/// 96 random bits in letters that cannot be mistaken for each other.
fn random_password() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let mut bytes = [0_u8; 20];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .context("reading random bytes")?;
    let letters = bytes.map(|byte| char::from(LETTERS[usize::from(byte % 32)]));
    let groups: Vec<String> = letters.chunks(5).map(String::from_iter).collect();
    Ok(groups.join("-"))
}
