//! A sandbox, a merchant that is its customer, and an address that takes notifications.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use order::{Money, OutTradeNo, Timestamp};
use payment::wechat_pay::{Config, WeChatPay};
use payment::{Notification, PaymentRequest, Provider, Refused, Surroundings, TransactionState};
use sandbox::{Options, Running, Sandbox};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{OnceCell, mpsc};

/// Longest wait for anything in these tests; the condition itself comes within milliseconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// One notification as it arrived.
pub(crate) type Letter = (HeaderMap, Bytes);

pub(crate) struct Stage {
    pub(crate) sandbox: Running,
    pub(crate) merchant: WeChatPay,
    clock_ahead_ms: Arc<AtomicI64>,
    letters: mpsc::Receiver<Letter>,
    answers: Arc<Mutex<VecDeque<StatusCode>>>,
    mailbox: tokio::task::JoinHandle<()>,
    _dir: TempDir,
}

#[derive(Clone)]
struct Mailbox {
    letters: mpsc::Sender<Letter>,
    answers: Arc<Mutex<VecDeque<StatusCode>>>,
}

async fn receive(State(mailbox): State<Mailbox>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let scripted = mailbox
        .answers
        .lock()
        .expect("no test panics here")
        .pop_front();
    mailbox
        .letters
        .send((headers, body))
        .await
        .expect("the stage is still there");
    scripted.unwrap_or(StatusCode::NO_CONTENT)
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_ms(jiff::Timestamp::now().as_millisecond())
}

/// Puts the keys that earlier tests made into `dir`: making RSA keys takes seconds.
pub(crate) async fn lend_keys(dir: &Path) {
    static MADE: OnceCell<()> = OnceCell::const_new();
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sandbox-keys");
    MADE.get_or_init(|| async {
        let sandbox = Sandbox::start(Options::new(&shelf)).await;
        sandbox.expect("the sandbox makes its keys").stop().await;
    })
    .await;
    for entry in std::fs::read_dir(&shelf).expect("the shelf is there") {
        let entry = entry.expect("the shelf can be read");
        std::fs::copy(entry.path(), dir.join(entry.file_name())).expect("a key can be copied");
    }
}

fn surroundings(clock_ahead_ms: Arc<AtomicI64>) -> Surroundings {
    let clock = move || now().plus_ms(clock_ahead_ms.load(Ordering::Relaxed));
    Surroundings::new(clock, || {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).expect("the system has randomness");
        bytes
    })
}

impl Stage {
    pub(crate) async fn set() -> Self {
        Self::set_with(|_| {}).await
    }

    /// A stage whose merchant's settings are changed first.
    pub(crate) async fn set_with(change: impl FnOnce(&mut Config)) -> Self {
        let dir = TempDir::new().expect("a temporary directory");
        lend_keys(dir.path()).await;
        let mut options = Options::new(dir.path());
        options.notify_delay = Duration::from_millis(5);
        options.retry_second = Duration::from_millis(2);
        options.refund_delay = Duration::from_millis(20);
        let sandbox = Sandbox::start(options).await.expect("the sandbox starts");

        let (letters_in, letters) = mpsc::channel(100);
        let answers = Arc::default();
        let mailbox = Mailbox {
            letters: letters_in,
            answers: Arc::clone(&answers),
        };
        let router = Router::new()
            .route("/notify", post(receive))
            .with_state(mailbox);
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let mailbox = tokio::spawn(async move {
            axum::serve(listener, router)
                .await
                .expect("the mailbox serves");
        });

        let text = std::fs::read_to_string(sandbox.merchant_config_file())
            .expect("the sandbox wrote the merchant's settings");
        let mut config: Config = toml::from_str(&text).expect("the adapter reads these settings");
        config.notify_url = Some(format!("http://{address}/notify"));
        change(&mut config);
        let clock_ahead_ms = Arc::default();
        let merchant = WeChatPay::new(config, surroundings(Arc::clone(&clock_ahead_ms)))
            .expect("the settings are sound");
        Self {
            clock_ahead_ms,
            sandbox,
            merchant,
            letters,
            answers,
            mailbox,
            _dir: dir,
        }
    }

    /// Puts the merchant's clock ahead of the sandbox's.
    pub(crate) fn set_clock_ahead(&self, ms: i64) {
        self.clock_ahead_ms.store(ms, Ordering::Relaxed);
    }

    /// What the notification address answers next, instead of 204.
    pub(crate) fn answer_next(&self, status: StatusCode) {
        let mut answers = self.answers.lock().expect("no test panics here");
        answers.push_back(status);
    }

    /// The next notification, as it arrived.
    pub(crate) async fn letter(&mut self) -> Letter {
        tokio::time::timeout(PATIENCE, self.letters.recv())
            .await
            .expect("a notification should have come by now")
            .expect("the mailbox is open")
    }

    /// The next notification, judged by the merchant.
    pub(crate) async fn notification(&mut self) -> Result<Notification, Refused> {
        let (headers, body) = self.letter().await;
        self.merchant
            .read_notification(&headers, &body, now())
            .await
    }

    /// Opens a payment of `fen` under `number` and returns its number.
    pub(crate) async fn open(&self, number: &str, fen: i64) -> OutTradeNo {
        let request = request(number, fen);
        self.merchant
            .open(&request)
            .await
            .expect("the order is sound");
        request.out_trade_no
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.mailbox.abort();
    }
}

pub(crate) fn request(number: &str, fen: i64) -> PaymentRequest {
    PaymentRequest {
        out_trade_no: OutTradeNo::parse(number).expect("a merchant order number"),
        amount: Money::from_minor(fen),
        description: "照片打印 6寸 x2".to_owned(),
        expires_at: now().plus_ms(180_000),
        terminal: None,
    }
}

/// The price in a notification that says paid.
pub(crate) fn paid_fen(notification: Result<Notification, Refused>) -> i64 {
    match notification {
        Ok(Notification::Payment(transaction)) => match transaction.state {
            TransactionState::Success(capture) => capture.amount.minor(),
            other => panic!("a payment notification must say success, not {other:?}"),
        },
        other => panic!("this should be a payment notification: {other:?}"),
    }
}
