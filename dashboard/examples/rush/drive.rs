//! Customers who come at a steady rate, whatever the dashboard makes of it.
//!
//! Each lets a kiosk open a payment, takes out the phone, pays at the sandbox, and leaves when the
//! kiosk, woken by its hint, has heard from the dashboard that it is paid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context as _, bail};
use clap::Args;
use futures_util::StreamExt as _;
use order::machine::PaymentStatus;
use order::{
    IndexPrint, OrderId, OrderLine, OutTradeNo, PhotoId, PrintSize, ProviderId, Quote, Recipe,
    Settings,
};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use uplink::http::{Line, PairedLine};
use uplink::{Dashboard as _, Stamp};
use wire::kiosk::Hint;
use wire::payment::OpenPayment;

use crate::kiosks;

/// How long a customer waits for the kiosk before it counts as failed, and how often a kiosk asks
/// that no hint has reached.
const PATIENCE: Duration = Duration::from_secs(30);
const ASK_AGAIN: Duration = Duration::from_secs(3);

#[derive(Clone, Debug, Args)]
pub(crate) struct Plan {
    /// The dashboard's address.
    #[arg(long)]
    dashboard: String,
    /// The sandbox's.
    #[arg(long)]
    sandbox: String,
    /// Kiosks, as many as were prepared.
    #[arg(long)]
    kiosks: u16,
    /// Customers a second.
    #[arg(long)]
    rate: f64,
    /// How long they come.
    #[arg(long)]
    seconds: u32,
    /// Milliseconds from the code on the screen to paying.
    #[arg(long)]
    phone_ms: u64,
}

/// Kiosks' hints, for whoever waits for one.
type Waiting = Arc<Mutex<HashMap<OutTradeNo, Arc<Notify>>>>;

struct Rush {
    plan: Plan,
    lines: Vec<PairedLine>,
    customer: reqwest::Client,
    waiting: Waiting,
    opening: OpenPayment,
}

/// How one payment went.
struct Paid {
    opened: Duration,
    known: Duration,
    at: Instant,
}

pub(crate) async fn run(plan: Plan) -> anyhow::Result<Value> {
    let rush = Arc::new(Rush::new(plan).await?);
    let first = SystemTime::UNIX_EPOCH.elapsed()?.as_millis() as u64;
    let count = (rush.plan.rate * f64::from(rush.plan.seconds)) as u64;
    let mut customers = JoinSet::new();
    let began = Instant::now();
    for index in 0..count {
        let due = Duration::from_secs_f64(index as f64 / rush.plan.rate);
        tokio::time::sleep_until((began + due).into()).await;
        let rush = Arc::clone(&rush);
        customers.spawn(async move { rush.serve(index, first).await });
    }
    let came = Instant::now();
    let mut paid = Vec::new();
    let mut failures: HashMap<String, u64> = HashMap::new();
    for outcome in customers.join_all().await {
        match outcome {
            Ok(one) => paid.push(one),
            // The cause without its numbers: each would be a kind of its own.
            Err(error) => *failures.entry(error.to_string()).or_default() += 1,
        }
    }
    let last = paid.iter().map(|one| one.at).max().unwrap_or(came);
    Ok(json!({
        "customers": count,
        "paid": paid.len(),
        "failures": failures,
        "payments_per_second": per_second(&paid, began, came),
        "seconds_after_the_last_customer": (last - came).as_secs_f64(),
        "opened_ms": milestones(paid.iter().map(|one| one.opened)),
        "cpu_seconds": cpu_seconds().context("the kernel says nothing of our processor time")?,
        "known_ms": milestones(paid.iter().map(|one| one.known)),
    }))
}

/// Payments that ended in the second half of the rush, a second: by then as many end as begin, if
/// they can.
fn per_second(paid: &[Paid], began: Instant, came: Instant) -> f64 {
    let half = began + (came - began) / 2;
    let ended = paid.iter().filter(|one| one.at >= half && one.at < came);
    ended.count() as f64 / (came - half).as_secs_f64()
}

fn milestones(times: impl Iterator<Item = Duration>) -> Value {
    let mut sorted: Vec<f64> = times.map(|time| time.as_secs_f64() * 1000.0).collect();
    sorted.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let index = (sorted.len().saturating_sub(1) as f64 * share) as usize;
        sorted.get(index).copied()
    };
    json!({ "p50": at(0.5), "p99": at(0.99), "most": at(1.0) })
}

/// Our own processor time, by the kernel's books, which count in hundredths.
fn cpu_seconds() -> Option<f64> {
    let line = std::fs::read_to_string("/proc/self/stat").ok()?;
    let (_, rest) = line.rsplit_once(") ")?;
    let fields = rest.split_whitespace().skip(11).take(2);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(ticks as f64 / 100.0)
}

impl Rush {
    async fn new(plan: Plan) -> anyhow::Result<Self> {
        let line = Line::to(&plan.dashboard)?;
        let waiting = Waiting::default();
        let mut lines = Vec::new();
        for index in 0..plan.kiosks {
            let paired = line.paired(&kiosks::id(index)?, kiosks::seed(index), stamp);
            let mut hints = paired.hints().await?;
            let waiting = Arc::clone(&waiting);
            tokio::spawn(async move {
                while let Some(Ok(hint)) = hints.next().await {
                    if let Hint::Payment { out_trade_no } = hint {
                        wake(&waiting, &out_trade_no);
                    }
                }
            });
            lines.push(paired);
        }
        Ok(Self {
            opening: opening()?,
            plan,
            lines,
            customer: reqwest::Client::builder().build()?,
            waiting,
        })
    }

    async fn serve(&self, index: u64, first: u64) -> anyhow::Result<Paid> {
        let order =
            OrderId::parse(&format!("01K{:023}", first + index)).context("an order's id")?;
        let number = order.out_trade_no(1);
        let line = &self.lines[index as usize % self.lines.len()];
        let hint = Arc::new(Notify::new());
        self.waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(number.clone(), Arc::clone(&hint));
        let opening = OpenPayment {
            order,
            ..self.opening.clone()
        };
        let began = Instant::now();
        let status = line.open_payment(&number, &opening).await.context("open")?;
        if !matches!(status, PaymentStatus::Waiting { .. }) {
            bail!("no code to scan");
        }
        let opened = began.elapsed();
        tokio::time::sleep(Duration::from_millis(self.plan.phone_ms)).await;
        let till = format!("{}/sandbox/api/orders/{number}/pay", self.plan.sandbox);
        let answer = self.customer.post(till).send().await.context("pay")?;
        answer.error_for_status().context("pay")?;
        let pressed = Instant::now();
        while pressed.elapsed() < PATIENCE {
            // Without a hint the kiosk asks all the same.
            let _ = tokio::time::timeout(ASK_AGAIN, hint.notified()).await;
            let status = line.payment(&number).await.context("query")?;
            if matches!(status, PaymentStatus::Paid { .. }) {
                return Ok(Paid {
                    opened,
                    known: pressed.elapsed(),
                    at: Instant::now(),
                });
            }
        }
        bail!("the kiosk never heard of it")
    }
}

fn wake(waiting: &Waiting, number: &OutTradeNo) {
    let waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(hint) = waiting.get(number) {
        hint.notify_one();
    }
}

fn stamp() -> Stamp {
    let since_1970 = SystemTime::UNIX_EPOCH.elapsed().unwrap_or_default();
    Stamp {
        created_s: since_1970.as_secs(),
        nonce: format!("{:032x}", fastrand::u128(..)),
    }
}

fn opening() -> anyhow::Result<OpenPayment> {
    let line = OrderLine {
        photo: PhotoId::parse("photo-0001").context("a photo's id")?,
        size: PrintSize::SixInch,
        copies: 4,
        recipe: Recipe::cover((3, 2), PrintSize::SixInch),
    };
    Ok(OpenPayment {
        order: OrderId::parse("01K00000000000000000000000").context("an order's id")?,
        provider: ProviderId::WechatPay,
        way: wire::payment::PaymentWay::QrCode,
        sealed: None,
        lines: vec![(&line).into()],
        index_print: IndexPrint::Without,
        quote: Quote::of(&[line], IndexPrint::Without, &Settings::out_of_the_box())
            .context("a price")?,
    })
}
