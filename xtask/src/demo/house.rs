//! The parts of the demo, each with its folder, its generated configuration and its address.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use ureq::Agent;

use super::display::Display;
use super::manager::{self, Manager};
use super::stage::Stage;
use crate::webdriver::{self, Browser, Driver};
use crate::workspace::Build;

/// How long a server may take to answer its first request. The sandbox makes RSA keys at its
/// first start, which takes some seconds in a debug build on a busy machine.
const START_DEADLINE: Duration = Duration::from_secs(120);
/// How long the kiosk may take to its first screen. It needs one or two seconds.
const WINDOW_DEADLINE: Duration = Duration::from_secs(60);
/// How long the dashboard's first line about a set-up link may be behind its readiness.
const ASK_DEADLINE: Duration = Duration::from_secs(2);

/// How long a kiosk whose window was closed may take to end, and how often that is looked at.
const GONE_DEADLINE: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// Dashboard, sandbox and printer, up and running.
#[derive(Debug)]
pub(crate) struct House {
    /// The dashboard's address, without a slash at the end.
    pub(crate) dashboard: String,
    /// The sandbox's.
    pub(crate) sandbox: String,
    /// Where the printer keeps what it received, a file a sheet.
    pub(crate) sheets: PathBuf,
    /// While nobody manages the fleet yet: where one begins.
    pub(crate) set_up_link: Option<String>,
    kiosk_config: PathBuf,
    build: Build,
}

impl House {
    /// Starts payment and printer, then the dashboard, and waits until they answer.
    pub(crate) fn open(
        stage: &mut Stage,
        folder: &Path,
        display: &Display,
        build: Build,
    ) -> Result<Self> {
        let sandbox_folder = folder.join("sandbox");
        let sandbox_port = webdriver::free_port()?;
        let mut sandbox = Command::new(build.binary("minilab-sandbox"));
        sandbox
            .args([
                "--listen",
                &format!("127.0.0.1:{sandbox_port}"),
                "--printer",
            ])
            .arg("--dir")
            .arg(&sandbox_folder);
        stage.start("sandbox", &sandbox)?;
        let printer = stage.wait_for_line(
            "sandbox",
            "the sandbox names its printer",
            START_DEADLINE,
            |line| find_address(line, "ipp://"),
        )?;

        let dashboard = format!("http://127.0.0.1:{}", webdriver::free_port()?);
        let config = write_dashboard_config(folder, &dashboard, &sandbox_folder)?;
        let mut command = Command::new(build.binary("minilab-dashboard"));
        command.arg("serve").arg("--config").arg(&config);
        stage.start("dashboard", &command)?;
        wait_until_ready(stage, &dashboard)?;
        let log = stage.log("dashboard");
        let set_up_link = stage
            .wait(
                "dashboard",
                "a set-up link is printed",
                ASK_DEADLINE,
                || {
                    let text = fs::read_to_string(&log).ok()?;
                    text.lines().find_map(|line| set_up_link(line, &dashboard))
                },
            )
            .ok();

        Ok(Self {
            build,
            kiosk_config: write_kiosk_config(folder, &dashboard, &printer, display)?,
            sheets: sandbox_folder.join("printer/sheets"),
            sandbox: format!("http://127.0.0.1:{sandbox_port}"),
            dashboard,
            set_up_link,
        })
    }

    /// Does what a manager does once: set the dashboard up, price every product and take the kiosk
    /// in, with the code that the kiosk's screen shows.
    pub(crate) fn take_over(
        &self,
        stage: &mut Stage,
        display: &Display,
        link: &str,
    ) -> Result<Manager> {
        let chromium = Driver::of_chromium(stage)?;
        let windows = Driver::of_windows(stage, display, &[])?;
        let desk = chromium.open(&webdriver::wide_browser())?;
        let manager = Manager::set_up(&desk, link)?;
        manager::sell_everything(&desk, &self.dashboard)?;
        let window = windows.open(&self.window())?;
        self.pair(&desk, &window)?;
        drop((desk, window));
        stage.stop("chromedriver");
        stage.stop("windowdriver");
        Ok(manager)
    }

    /// Takes the kiosk in: types the code that its window shows into the dashboard's page.
    pub(crate) fn pair(&self, desk: &Browser, window: &Browser) -> Result<()> {
        manager::pair(desk, &self.dashboard, window)
    }

    /// Starts the kiosk as it is started in a cabinet.
    pub(crate) fn start_kiosk(&self, stage: &mut Stage, display: &Display) -> Result<()> {
        let mut command = Command::new(self.build.binary("minilab-kiosk"));
        command
            .arg("--config")
            .arg(&self.kiosk_config)
            .env("DISPLAY", &display.name);
        if display.own {
            command.env("GDK_BACKEND", "x11");
        }
        stage.start("kiosk", &command)?;
        stage.wait_for_line(
            "kiosk",
            "its window shows something",
            WINDOW_DEADLINE,
            |line| line.contains("the page has its first view").then_some(()),
        )
    }

    /// Waits until the kiosk that ran last has let go of its data folder, so that the next can
    /// have it.
    pub(crate) fn wait_until_kiosk_is_gone(&self) -> Result<()> {
        let lock = self.kiosk_config.with_file_name("data").join("lock");
        let lock = File::open(&lock).with_context(|| format!("opening {}", lock.display()))?;
        let start = Instant::now();
        while lock.try_lock().is_err() {
            ensure!(start.elapsed() < GONE_DEADLINE, "the kiosk does not end");
            thread::sleep(LOOK_AGAIN);
        }
        Ok(())
    }

    /// The kiosk's window, for a driver to open.
    pub(crate) fn window(&self) -> serde_json::Value {
        webdriver::window(
            &self.build.binary("minilab-kiosk"),
            &[
                "--config".to_owned(),
                self.kiosk_config.to_string_lossy().into_owned(),
            ],
        )
    }
}

fn wait_until_ready(stage: &mut Stage, dashboard: &str) -> Result<()> {
    let agent: Agent = Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(2)))
        .build()
        .into();
    let url = format!("{dashboard}/readyz");
    stage.wait(
        "dashboard",
        "the dashboard is ready",
        START_DEADLINE,
        || agent.get(&url).call().ok().map(drop),
    )
}

fn write_dashboard_config(folder: &Path, address: &str, sandbox: &Path) -> Result<PathBuf> {
    let own = folder.join("dashboard");
    fs::create_dir_all(&own).with_context(|| format!("making {}", own.display()))?;
    let merchant = |file: &str| {
        let path = sandbox.join(file);
        fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
    };
    let (wechat_pay, alipay) = (merchant("wechat_pay.toml")?, merchant("alipay.toml")?);
    let listen = address.strip_prefix("http://").unwrap_or(address);
    let config = format!(
        "# Written anew by every `cargo xtask demo`.\n\
         listen = \"{listen}\"\n\
         public_url = \"{address}\"\n\
         database_url = \"sqlite:{own}/dashboard.db\"\n\
         photo_store = \"{own}/photos\"\n\
         data_dir = \"{own}/data\"\n\n\
         [wechat_pay]\n{wechat_pay}\n\
         [alipay]\n{alipay}",
        own = own.display(),
    );
    write(&own.join("dashboard.toml"), &config)
}

fn write_kiosk_config(
    folder: &Path,
    dashboard: &str,
    printer: &str,
    display: &Display,
) -> Result<PathBuf> {
    let own = folder.join("kiosk");
    fs::create_dir_all(&own).with_context(|| format!("making {}", own.display()))?;
    // On a person's own display there is other work to be seen.
    let window = if display.own {
        "fullscreen"
    } else {
        "windowed"
    };
    let config = format!(
        "# Written anew by every `cargo xtask demo`.\n\
         dashboard_url = \"{dashboard}\"\n\
         printer = \"{printer}\"\n\
         data_dir = \"{own}/data\"\n\
         language = \"en\"\n\
         scanner = \"keyboard\"\n\
         window = \"{window}\"\n",
        own = own.display(),
    );
    write(&own.join("kiosk.toml"), &config)
}

fn write(path: &Path, text: &str) -> Result<PathBuf> {
    fs::write(path, text).with_context(|| format!("writing {}", path.display()))?;
    Ok(path.to_owned())
}

/// The first word of `line` that starts like `scheme`.
fn find_address(line: &str, scheme: &str) -> Option<String> {
    let (_, rest) = line.split_once(scheme)?;
    let end = rest
        .find(|next: char| next.is_whitespace() || next == '"' || next == ',')
        .unwrap_or(rest.len());
    Some(format!("{scheme}{}", &rest[..end]))
}

fn set_up_link(line: &str, dashboard: &str) -> Option<String> {
    find_address(line, &format!("{dashboard}/setup/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_plain_and_structured_lines() {
        assert_eq!(
            find_address("Printer: ipp://localhost:631/ipp/print", "ipp://").as_deref(),
            Some("ipp://localhost:631/ipp/print"),
            "to the end of the line"
        );
        assert_eq!(
            set_up_link(
                "open link=\"http://127.0.0.1:1/setup/abc\", once",
                "http://127.0.0.1:1"
            )
            .as_deref(),
            Some("http://127.0.0.1:1/setup/abc"),
            "to the quote"
        );
        assert_eq!(
            set_up_link("listening on http://127.0.0.1:1", "http://127.0.0.1:1"),
            None,
            "another address is none"
        );
    }
}
