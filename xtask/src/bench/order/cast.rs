//! The processes of the bench: sandbox, dashboard, and the rush of customers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use ureq::Agent;

use super::cpu;
use crate::demo::Stage;
use crate::workspace::{self, Build};
use crate::{shell, webdriver};

/// Kiosks that the customers share: few enough for their event streams, more than a fleet of today.
const KIOSKS: u16 = 300;

/// From the code on the screen to the payment: longer than the poller waits before its first
/// question, so that every payment is queried once, as it is with a real customer.
const PHONE_MS: u64 = 2_600;

/// How long a server may take to be there.
const START_DEADLINE: Duration = Duration::from_secs(120);

/// Everybody, up and running.
pub(super) struct Cast {
    stage: Stage,
    rush: PathBuf,
    dashboard: String,
    sandbox: String,
    key: PathBuf,
    agent: Agent,
}

/// What everybody had spent at a moment.
#[derive(Debug)]
pub(super) struct Readings {
    at: Instant,
    dashboard_s: f64,
    sandbox_s: f64,
}

/// What was spent between two moments.
#[derive(Debug)]
pub(super) struct Spent {
    pub(super) wall_s: f64,
    pub(super) dashboard_s: f64,
    pub(super) sandbox_s: f64,
}

impl Readings {
    pub(super) fn since(&self, before: &Self) -> Spent {
        Spent {
            wall_s: (self.at - before.at).as_secs_f64(),
            dashboard_s: self.dashboard_s - before.dashboard_s,
            sandbox_s: self.sandbox_s - before.sandbox_s,
        }
    }
}

impl Cast {
    /// Everybody in an empty folder of their own, in order.
    pub(super) fn assemble(build: Build) -> Result<Self> {
        let folder = workspace::memory().join("bench-order");
        if folder.exists() {
            fs::remove_dir_all(&folder).context("emptying the bench's folder")?;
        }
        let mut stage = Stage::new(&folder.join("logs"))?;
        let shop = folder.join("sandbox");
        let sandbox = start_sandbox(&mut stage, &shop, build)?;
        let own = folder.join("dashboard");
        fs::create_dir_all(&own).with_context(|| format!("making {}", own.display()))?;
        let database = own.join("dashboard.db");
        let rush = build.example("rush");
        let mut prepare = shell::program(&rush.to_string_lossy(), &["prepare", "--database"]);
        prepare
            .arg(&database)
            .args(["--kiosks", &KIOSKS.to_string()]);
        shell::read(&mut prepare)?;
        let dashboard = format!("http://127.0.0.1:{}", webdriver::free_port()?);
        let config = write_config(&own, &database, &dashboard, &shop)?;
        let mut command = Command::new(build.binary("minilab-dashboard"));
        command.arg("serve").arg("--config").arg(&config);
        stage.start("dashboard", &command)?;
        let agent: Agent = Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(20)))
            .build()
            .into();
        let ready = format!("{dashboard}/readyz");
        stage.wait(
            "dashboard",
            "the dashboard is ready",
            START_DEADLINE,
            || agent.get(&ready).call().ok().map(drop),
        )?;
        Ok(Self {
            key: shop.join("merchant_private_key.pem"),
            stage,
            rush,
            dashboard,
            sandbox,
            agent,
        })
    }

    /// What a signature and a verification cost here and now, in microseconds.
    pub(super) fn rsa(&self) -> Result<Value> {
        let mut command = self.command(&["rsa", "--key"]);
        command.arg(&self.key);
        json(&mut command)
    }

    /// Lets customers come, and says how they fared.
    pub(super) fn rush(&self, per_second: u32, lasting: Duration) -> Result<Value> {
        json(&mut self.command(&[
            "drive",
            "--dashboard",
            &self.dashboard,
            "--sandbox",
            &self.sandbox,
            "--kiosks",
            &KIOSKS.to_string(),
            "--rate",
            &per_second.to_string(),
            "--seconds",
            &lasting.as_secs().to_string(),
            "--phone-ms",
            &PHONE_MS.to_string(),
        ]))
    }

    /// What the servers have spent so far.
    pub(super) fn readings(&self) -> Result<Readings> {
        let of = |name: &str| {
            let id = self.stage.id(name);
            cpu::seconds(id.with_context(|| format!("{name} does not run"))?)
        };
        Ok(Readings {
            at: Instant::now(),
            dashboard_s: of("dashboard")?,
            sandbox_s: of("sandbox")?,
        })
    }

    /// How long the dashboard let the sandbox wait for the answer to each notification, in
    /// milliseconds, sorted. Each must have been taken at once.
    pub(super) fn answers_ms(&self) -> Result<Vec<f64>> {
        let url = format!("{}/sandbox/api/deliveries", self.sandbox);
        let mut answer = self.agent.get(&url).call().context("asking the sandbox")?;
        let said: Value = answer
            .body_mut()
            .with_config()
            .limit(64 * 1024 * 1024)
            .read_json()
            .context("reading what the sandbox delivered")?;
        let deliveries = said["deliveries"].as_array().context("no deliveries")?;
        let mut answers = Vec::new();
        for delivery in deliveries {
            ensure!(
                delivery["status"] == 204,
                "a notification was not taken: {delivery}"
            );
            let took = delivery["answered_us"].as_f64().context("no time")?;
            answers.push(took / 1000.0);
        }
        answers.sort_by(f64::total_cmp);
        Ok(answers)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        shell::program(&self.rush.to_string_lossy(), arguments)
    }
}

fn start_sandbox(stage: &mut Stage, shop: &Path, build: Build) -> Result<String> {
    let port = webdriver::free_port()?;
    let mut sandbox = Command::new(build.binary("minilab-sandbox"));
    sandbox
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(["--notify-delay-ms", "0", "--dir"])
        .arg(shop);
    stage.start("sandbox", &sandbox)?;
    stage.wait_for_line("sandbox", "the sandbox opens", START_DEADLINE, |line| {
        line.starts_with("Pay here:").then_some(())
    })?;
    Ok(format!("http://127.0.0.1:{port}"))
}

fn write_config(own: &Path, database: &Path, address: &str, shop: &Path) -> Result<PathBuf> {
    let merchant = shop.join("wechat_pay.toml");
    let merchant =
        fs::read_to_string(&merchant).with_context(|| format!("reading {}", merchant.display()))?;
    let listen = address.strip_prefix("http://").unwrap_or(address);
    let config = format!(
        "listen = \"{listen}\"\npublic_url = \"{address}\"\ndatabase_url = \"sqlite:{}\"\n\
         photo_store = \"{own}/photos\"\ndata_dir = \"{own}/data\"\n\n[wechat_pay]\n{merchant}",
        database.display(),
        own = own.display(),
    );
    let file = own.join("dashboard.toml");
    fs::write(&file, config).with_context(|| format!("writing {}", file.display()))?;
    Ok(file)
}

fn json(command: &mut Command) -> Result<Value> {
    let said = shell::read(command)?;
    serde_json::from_str(&said).with_context(|| format!("reading {said}"))
}
