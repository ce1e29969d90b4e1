//! A sandbox, a merchant who is Alipay's customer there, and an address that takes notifications.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use order::{Money, OutTradeNo, Timestamp};
use payment::alipay::{Alipay, Config};
use payment::{
    Acknowledgement, AuthCode, ChargeRequest, Notification, PaymentRequest, Provider,
    RefundRequest, Refused, Surroundings, Transaction, TransactionState,
};
use sandbox::alipay::Till;
use sandbox::{Options, Running, Sandbox};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{OnceCell, mpsc};

/// Longest wait for anything in these tests; the condition itself comes within milliseconds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Which way the two sides know each other's keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyMode {
    PublicKey,
    Certificates,
}

pub(crate) struct Stage {
    pub(crate) sandbox: Running,
    pub(crate) merchant: Alipay,
    clock_ahead_ms: Arc<AtomicI64>,
    letters: mpsc::Receiver<Bytes>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
    mailbox: tokio::task::JoinHandle<()>,
    _dir: TempDir,
}

#[derive(Clone)]
struct Mailbox {
    letters: mpsc::Sender<Bytes>,
    answers: Arc<Mutex<VecDeque<&'static str>>>,
}

async fn receive(State(mailbox): State<Mailbox>, body: Bytes) -> &'static str {
    let scripted = mailbox
        .answers
        .lock()
        .expect("no test panics here")
        .pop_front();
    mailbox
        .letters
        .send(body)
        .await
        .expect("the stage is still there");
    scripted.unwrap_or("success")
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_ms(jiff::Timestamp::now().as_millisecond())
}

/// Puts the keys that earlier tests made into `dir`: making RSA keys takes seconds.
async fn lend_keys(dir: &Path) {
    static MADE: OnceCell<()> = OnceCell::const_new();
    let shelf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("alipay-sandbox-keys");
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

/// A sandbox that tells and decides quickly.
pub(crate) async fn quick_sandbox(dir: &Path) -> Running {
    lend_keys(dir).await;
    let mut options = Options::new(dir);
    options.notify_delay = Duration::from_millis(5);
    options.retry_second = Duration::from_micros(100);
    options.refund_delay = Duration::from_millis(20);
    Sandbox::start(options).await.expect("the sandbox starts")
}

impl Stage {
    pub(crate) async fn set() -> Self {
        Self::set_in(KeyMode::PublicKey).await
    }

    pub(crate) async fn set_in(mode: KeyMode) -> Self {
        let dir = TempDir::new().expect("a temporary directory");
        let sandbox = quick_sandbox(dir.path()).await;

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

        let file = match mode {
            KeyMode::PublicKey => sandbox.alipay().merchant_config_file(),
            KeyMode::Certificates => sandbox.alipay().certificates_config_file(),
        };
        let text = std::fs::read_to_string(file).expect("the sandbox wrote the settings");
        let mut config: Config = toml::from_str(&text).expect("the adapter reads these settings");
        config.notify_url = Some(format!("http://{address}/notify"));
        let clock_ahead_ms: Arc<AtomicI64> = Arc::default();
        let ahead = Arc::clone(&clock_ahead_ms);
        let surroundings = Surroundings::new(
            move || now().plus_ms(ahead.load(Ordering::Relaxed)),
            || [7; 16],
        );
        let merchant = Alipay::new(config, surroundings).expect("the settings are sound");
        Self {
            sandbox,
            merchant,
            clock_ahead_ms,
            letters,
            answers,
            mailbox,
            _dir: dir,
        }
    }

    pub(crate) const fn till(&self) -> &Till {
        self.sandbox.alipay()
    }

    /// Puts the merchant's clock ahead of the sandbox's.
    pub(crate) fn set_clock_ahead(&self, ms: i64) {
        self.clock_ahead_ms.store(ms, Ordering::Relaxed);
    }

    /// What the notification address answers next, instead of the acknowledgement.
    pub(crate) fn answer_next(&self, text: &'static str) {
        let mut answers = self.answers.lock().expect("no test panics here");
        answers.push_back(text);
    }

    /// The next notification, as it arrived.
    pub(crate) async fn letter(&mut self) -> Bytes {
        tokio::time::timeout(PATIENCE, self.letters.recv())
            .await
            .expect("a notification should have come by now")
            .expect("the mailbox is open")
    }

    /// The next notification, judged by the merchant.
    pub(crate) async fn notification(&mut self) -> Result<Notification, Refused> {
        let body = self.letter().await;
        assert_eq!(
            self.merchant.acknowledgement(),
            Acknowledgement::Text("success"),
            "what the mailbox answers is what the adapter says"
        );
        self.merchant
            .read_notification(&HeaderMap::new(), &body, now())
            .await
    }

    /// How the payment in the next notification stands.
    pub(crate) async fn told(&mut self) -> TransactionState {
        match self.notification().await {
            Ok(Notification::Payment(Transaction { state, .. })) => state,
            other => panic!("this should be a payment's notification: {other:?}"),
        }
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

    /// A payment of `fen` that was made and told.
    pub(crate) async fn paid(&mut self, number: &str, fen: i64) -> OutTradeNo {
        let number = self.open(number, fen).await;
        self.till().pay(number.as_str()).expect("it can be paid");
        assert_eq!(fen_of(&self.told().await), fen, "the price was paid");
        number
    }

    /// How the payment stands, by query.
    pub(crate) async fn state(&self, number: &OutTradeNo) -> TransactionState {
        self.merchant
            .query(number)
            .await
            .expect("the query is answered")
            .state
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
        description: "照片打印 4/6寸 x2 & 100%, \"家\"".to_owned(),
        expires_at: now().plus_ms(180_000),
        terminal: None,
    }
}

pub(crate) fn charge(number: &str, fen: i64, barcode: &str) -> ChargeRequest {
    let request = request(number, fen);
    ChargeRequest {
        out_trade_no: request.out_trade_no,
        amount: request.amount,
        description: request.description,
        auth_code: AuthCode::parse(barcode).expect("a barcode of Alipay's"),
        terminal: None,
    }
}

pub(crate) fn refund(number: &OutTradeNo, sequence: u32, fen: i64, total: i64) -> RefundRequest {
    RefundRequest {
        out_trade_no: number.clone(),
        out_refund_no: number.out_refund_no(sequence),
        amount: Money::from_minor(fen),
        total: Money::from_minor(total),
        reason: "未打印的照片退款".to_owned(),
    }
}

/// What was paid.
pub(crate) fn fen_of(state: &TransactionState) -> i64 {
    let capture = state.capture().expect("it was paid");
    capture.amount.minor()
}
