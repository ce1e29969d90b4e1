//! What one customer does, from scanning the code to taking the phone away.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::qr;
use super::report::Report;
use super::selectors::{kiosk, phone, sandbox};
use super::till;
use crate::webdriver::Browser;

/// How long a screen may take to change. On an idle machine it takes a tenth of a second; a debug
/// build on a busy one is given time.
const SCREEN_DEADLINE: Duration = Duration::from_secs(30);
/// How long all photos may take from the phone to the kiosk's screen.
const PHOTOS_DEADLINE: Duration = Duration::from_secs(120);
/// How long all sheets may take from the payment to the last screen.
const PRINTING_DEADLINE: Duration = Duration::from_secs(240);

/// A customer with a phone in front of a kiosk.
pub(super) struct Customer<'a> {
    pub(super) report: &'a mut Report,
    pub(super) window: &'a Browser,
    pub(super) phone: &'a Browser,
    pub(super) sandbox: &'a str,
}

/// How a customer pays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Scans WeChat Pay's code.
    WechatPay,
    /// Scans Alipay's code.
    Alipay,
    /// Shows the barcode of the own wallet to the kiosk's scanner.
    Barcode,
}

/// What was ordered.
pub(super) struct Ordered {
    /// How many sheets must come out.
    pub(super) sheets: usize,
}

impl Customer<'_> {
    pub(super) fn travel(&mut self, photos: &[PathBuf]) -> Result<Ordered> {
        self.scan_the_code()?;
        self.send(photos)?;
        self.choose(photos.len())?;
        let ordered = self.set_sizes_and_copies(photos.len())?;
        self.crop_one()?;
        self.review()?;
        self.pay(Way::WechatPay)?;
        self.wait_for_the_prints()?;
        self.take_the_receipt()?;
        Ok(ordered)
    }

    /// The next one has one photo, takes it as it is, and pays in that way.
    pub(super) fn follow(&mut self, photo: &Path, way: Way) -> Result<Ordered> {
        self.window.click(kiosk::FINISH, SCREEN_DEADLINE)?;
        self.scan_the_code()?;
        self.send(&[photo.to_owned()])?;
        self.choose(1)?;
        self.review()?;
        self.pay(way)?;
        self.wait_for_the_prints()?;
        Ok(Ordered { sheets: 1 })
    }

    fn scan_the_code(&mut self) -> Result<()> {
        let (window, phone) = (self.window, self.phone);
        self.report.step("scan the kiosk's code", |report| {
            window.wait_for(kiosk::ATTRACT, SCREEN_DEADLINE)?;
            // The code appears a moment after the screen.
            let mut last = PathBuf::new();
            let link = window.wait("the screen shows a phone link", SCREEN_DEADLINE, || {
                if last.as_os_str().is_empty() {
                    last = report.screen(window, "kiosk-attract")?;
                } else {
                    window.screenshot(&last)?;
                }
                qr::scan(&last, |code| code.contains("/p/")).map(Some)
            })?;
            phone.go(&link)?;
            phone.wait_for(phone::KIOSK_NAME, SCREEN_DEADLINE)?;
            report.screen(phone, "phone-connected")?;
            window.wait_for(kiosk::COLLECT, SCREEN_DEADLINE)?;
            report.screen(window, "kiosk-connected").map(drop)
        })
    }

    fn send(&mut self, photos: &[PathBuf]) -> Result<()> {
        let (window, phone) = (self.window, self.phone);
        self.report.step("send the photos", |report| {
            let paths: Vec<_> = photos.iter().map(|path| path.to_string_lossy()).collect();
            phone
                .wait_for(phone::FILE_FIELD, SCREEN_DEADLINE)?
                .type_text(&paths.join("\n"))?;
            report.screen(phone, "phone-sending")?;
            wait_for_count(window, kiosk::READY_TILE, photos.len(), PHOTOS_DEADLINE)?;
            report.screen(window, "kiosk-photos")?;
            wait_for_count(phone, phone::SENT, photos.len(), PHOTOS_DEADLINE)?;
            report.screen(phone, "phone-sent").map(drop)
        })
    }

    fn choose(&mut self, photos: usize) -> Result<()> {
        let window = self.window;
        self.report.step("choose the photos", |report| {
            if window.all(kiosk::CHOSEN_TILE)?.len() < photos {
                window.click(kiosk::CHOOSE_ALL, SCREEN_DEADLINE)?;
            }
            wait_for_count(window, kiosk::CHOSEN_TILE, photos, SCREEN_DEADLINE)?;
            report.screen(window, "kiosk-chosen")?;
            window.click(kiosk::NEXT, SCREEN_DEADLINE)?;
            window.wait_for(kiosk::SIZES, SCREEN_DEADLINE).map(drop)
        })
    }

    /// The second photo in 8-inch, the first twice.
    fn set_sizes_and_copies(&mut self, photos: usize) -> Result<Ordered> {
        let window = self.window;
        self.report.step("set sizes and copies", |report| {
            window.click(&kiosk::line(2, kiosk::EIGHT_INCH), SCREEN_DEADLINE)?;
            window.click(&kiosk::line(1, kiosk::MORE_COPIES), SCREEN_DEADLINE)?;
            window.wait("the first photo is printed twice", SCREEN_DEADLINE, || {
                let copies = window.all(&kiosk::line(1, kiosk::COPIES))?;
                let Some(copies) = copies.first() else {
                    return Ok(None);
                };
                Ok((copies.text()? == "2").then_some(()))
            })?;
            report.screen(window, "kiosk-sizes").map(drop)
        })?;
        Ok(Ordered { sheets: photos + 1 })
    }

    fn crop_one(&mut self) -> Result<()> {
        let window = self.window;
        self.report.step("crop a photo", |report| {
            window.click(&kiosk::line(3, kiosk::OPEN_EDITOR), SCREEN_DEADLINE)?;
            window.wait_for(kiosk::EDIT, SCREEN_DEADLINE)?;
            let frame = window.wait_for(kiosk::CROP, SCREEN_DEADLINE)?;
            report.screen(window, "kiosk-edit")?;
            window.click(kiosk::ZOOM_IN, SCREEN_DEADLINE)?;
            let place = frame.place()?;
            let middle = (
                pixels(place.x + place.width / 2.0),
                pixels(place.y + place.height / 2.0),
            );
            window.drag(middle, (middle.0 - pixels(place.width / 8.0), middle.1))?;
            report.screen(window, "kiosk-cropped")?;
            window.click(kiosk::NEXT, SCREEN_DEADLINE)?;
            window.wait_for(kiosk::SIZES, SCREEN_DEADLINE).map(drop)
        })
    }

    fn review(&mut self) -> Result<()> {
        let window = self.window;
        self.report.step("review the order", |report| {
            window.click(kiosk::NEXT, SCREEN_DEADLINE)?;
            window.wait_for(kiosk::REVIEW, SCREEN_DEADLINE)?;
            report.screen(window, "kiosk-review")?;
            window.click(kiosk::PAY, SCREEN_DEADLINE)?;
            window.wait_for(kiosk::PAY_CODE, SCREEN_DEADLINE)?;
            window
                .wait_for(kiosk::PAY_CODE_ALIPAY, SCREEN_DEADLINE)
                .map(drop)
        })
    }

    fn pay(&mut self, way: Way) -> Result<()> {
        match way {
            Way::WechatPay => self.scan_and_pay("pay with WeChat", "weixin://"),
            Way::Alipay => self.scan_and_pay("pay with Alipay", "https://qr.alipay.com/"),
            Way::Barcode => self.show_a_barcode(),
        }
    }

    fn scan_and_pay(&mut self, name: &'static str, code: &str) -> Result<()> {
        let (window, phone, sandbox_url) = (self.window, self.phone, self.sandbox);
        self.report.step(name, |report| {
            let screen = report.screen(window, "kiosk-pay")?;
            let code = qr::scan(&screen, |read| read.starts_with(code))?;
            // The wallet is another program on the phone, so the visit's page stays open.
            let visit = phone.url()?;
            phone.go(&format!(
                "{sandbox_url}/sandbox/pay?code_url={}",
                escape(&code)
            ))?;
            report.screen(phone, "phone-wallet")?;
            phone.click(sandbox::PAY, SCREEN_DEADLINE)?;
            report.screen(phone, "phone-paid")?;
            window.wait_for(kiosk::PRINTING, SCREEN_DEADLINE)?;
            phone.go(&visit)
        })
    }

    /// Holds the wallet's own barcode under the scanner.
    fn show_a_barcode(&mut self) -> Result<()> {
        let (window, sandbox_url) = (self.window, self.sandbox);
        self.report.step("pay by barcode", |report| {
            report.screen(window, "kiosk-pay")?;
            window.scan_barcode(&till::barcode(sandbox_url)?)?;
            window.wait_for(kiosk::PRINTING, SCREEN_DEADLINE).map(drop)
        })
    }

    fn wait_for_the_prints(&mut self) -> Result<()> {
        let (window, phone) = (self.window, self.phone);
        self.report.step("wait for the prints", |report| {
            report.screen(window, "kiosk-printing")?;
            report.screen(phone, "phone-printing")?;
            window
                .wait_for(kiosk::DONE, PRINTING_DEADLINE)
                .context("waiting for the last screen")?;
            report.screen(window, "kiosk-done")?;
            phone.wait_for(phone::ENDED, SCREEN_DEADLINE)?;
            report.screen(phone, "phone-done")?;
            let left = phone.run("return document.querySelectorAll('img').length", &[])?;
            ensure!(
                left == json!(0),
                "the phone still shows photos after the visit"
            );
            Ok(())
        })
    }

    fn take_the_receipt(&mut self) -> Result<()> {
        let (window, phone) = (self.window, self.phone);
        self.report.step("take the receipt along", |report| {
            let last = report.screen(window, "kiosk-receipt")?;
            phone.go(&qr::scan(&last, |code| code.contains("/r/"))?)?;
            // It follows by itself as the kiosk reports.
            phone.wait_for(phone::RECEIPT_DONE, SCREEN_DEADLINE)?;
            report.screen(phone, "phone-receipt").map(drop)
        })
    }
}

fn wait_for_count(browser: &Browser, css: &str, count: usize, deadline: Duration) -> Result<()> {
    browser.wait(&format!("there are {count} of `{css}`"), deadline, || {
        Ok((browser.all(css)?.len() >= count).then_some(()))
    })
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "places on a screen are far below 2^31 pixels, and part of one does not matter"
)]
fn pixels(length: f64) -> i32 {
    length as i32
}

/// For a query string.
fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}
