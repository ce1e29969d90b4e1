//! Starting the sandbox, steering it from the same process, and stopping it.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::alipay::{self, Till};
use crate::control::{self, Tills};
use crate::key_files::KeyFileError;
use crate::server;
use crate::wechat_pay::{
    self, Barcode, Delivery, Fault, Keys, KeysError, MerchantConfig, OrderView, PayRefused, Shop,
    SigningMode, Timing,
};

/// How to run the sandbox.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where to listen; port 0 takes a free one. Keep it on loopback.
    pub listen: SocketAddr,
    /// Where keys and the merchant's files are kept; made if missing, reused if present.
    pub dir: PathBuf,
    /// From a payment to its first notification.
    pub notify_delay: Duration,
    /// How long one second of the providers' retry schedules lasts here.
    pub retry_second: Duration,
    /// From accepting a refund to deciding it.
    pub refund_delay: Duration,
}

impl Options {
    /// A free port on loopback, and delays that suit a demonstration: the schedule runs at a
    /// tenth of its true length.
    pub fn new(dir: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            dir: dir.into(),
            notify_delay: Duration::from_millis(200),
            retry_second: Duration::from_millis(100),
            refund_delay: Duration::from_millis(500),
        }
    }
}

/// Why the sandbox did not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The address is taken or not ours.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The keys could not be made, read or kept.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// A file of Alipay's could not be made, read or kept.
    #[error(transparent)]
    KeyFiles(#[from] KeyFileError),
    /// No HTTP client for notifications.
    #[error("cannot set up the client that sends notifications: {0}")]
    Client(#[from] reqwest::Error),
}

/// Entry point.
#[derive(Debug)]
pub struct Sandbox;

impl Sandbox {
    /// Listens, makes or reads the keys, and writes what a merchant needs into `options.dir`.
    /// The first start in a directory takes some seconds to make RSA keys.
    pub async fn start(options: Options) -> Result<Running, StartError> {
        let failed = |source| StartError::Listen {
            address: options.listen,
            source,
        };
        let listener = TcpListener::bind(options.listen).await.map_err(failed)?;
        let base_url = format!("http://{}", listener.local_addr().map_err(failed)?);

        let keys = Keys::load_or_make(&options.dir).await?;
        let config = keys.write_merchant_files(&options.dir, &base_url)?;
        let timing = Timing {
            notify_delay: options.notify_delay,
            retry_second: options.retry_second,
            refund_delay: options.refund_delay,
        };
        let shop = Arc::new(Shop::new(keys, timing)?);
        let (alipay_shop, alipay) = open_alipay(&options, &base_url).await?;
        let router = Router::new()
            .merge(wechat_pay::router(Arc::clone(&shop)))
            .merge(alipay::router(alipay_shop))
            .merge(control::router(Tills {
                wechat_pay: Arc::clone(&shop),
                alipay: alipay.clone(),
            }));
        let (stop, stopped) = watch::channel(());
        let serving = tokio::spawn(server::serve(listener, router, stopped));
        tracing::info!(%base_url, "the sandbox is up");
        Ok(Running {
            base_url,
            config_file: options.dir.join(wechat_pay::CONFIG_FILE),
            config,
            shop,
            alipay,
            stop,
            serving: Some(serving),
        })
    }
}

async fn open_alipay(
    options: &Options,
    base_url: &str,
) -> Result<(Arc<alipay::Shop>, Till), StartError> {
    let keys = alipay::Keys::load_or_make(&options.dir).await?;
    let config = keys.write_merchant_files(&options.dir, base_url)?;
    let timing = alipay::Timing {
        notify_delay: options.notify_delay,
        retry_second: options.retry_second,
    };
    let shop = Arc::new(alipay::Shop::new(keys, timing, base_url.to_owned())?);
    let till = Till::new(Arc::clone(&shop), config, &options.dir);
    Ok((shop, till))
}

/// A sandbox that is up. Dropping it takes it down.
#[derive(Debug)]
pub struct Running {
    base_url: String,
    config_file: PathBuf,
    config: MerchantConfig,
    shop: Arc<Shop>,
    alipay: Till,
    stop: watch::Sender<()>,
    serving: Option<JoinHandle<()>>,
}

impl Running {
    /// `http://address:port`, without a trailing slash.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// The hand on Alipay. Everything else here is WeChat Pay's.
    pub const fn alipay(&self) -> &Till {
        &self.alipay
    }

    /// What a merchant must configure to be a customer of this sandbox.
    pub const fn merchant_config(&self) -> &MerchantConfig {
        &self.config
    }

    /// The same as a TOML file.
    pub fn merchant_config_file(&self) -> &Path {
        &self.config_file
    }

    /// The customer scans the code of `out_trade_no` and pays, or gives the password for the
    /// barcode that was charged.
    pub fn pay(&self, out_trade_no: &str) -> Result<(), PayRefused> {
        self.shop.pay(out_trade_no)
    }

    /// A customer opens the app and shows a barcode, which fares as told when it is charged. It is
    /// good for one minute; the text is what a scanner reads.
    pub fn hand_out_barcode(&self, fate: Barcode) -> String {
        self.shop.hand_out_barcode(fate)
    }

    /// The customer scans the code and turns away, or gives no password. WeChat Pay tells nobody.
    pub fn decline(&self, out_trade_no: &str) -> Result<(), PayRefused> {
        self.shop.decline(out_trade_no)
    }

    /// Queues a fault; it strikes once, at the next call or message it fits.
    pub fn fault(&self, fault: Fault) {
        self.shop.faults.queue(fault);
    }

    /// Faults that have not struck yet.
    pub fn faults(&self) -> Vec<Fault> {
        self.shop.faults.waiting()
    }

    /// Which key answers and notifications are signed with.
    pub fn sign_with(&self, mode: SigningMode) {
        self.shop.keys.set_mode(mode);
    }

    /// Replaces the platform certificate: from now on messages name a serial nobody has seen.
    pub fn roll_certificate(&self) -> Result<(), KeysError> {
        self.shop.keys.roll_certificate()
    }

    /// Every order, the newest first.
    pub fn orders(&self) -> Vec<OrderView> {
        self.shop.orders()
    }

    /// Every attempt to deliver a notification so far, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shop.deliveries()
    }

    /// Answers what is under way (for at most two seconds) and returns when the port is free.
    pub async fn stop(mut self) {
        self.shop.stop();
        self.alipay.stop();
        self.stop.send_replace(());
        if let Some(serving) = self.serving.take() {
            // The server task ends by itself; a panic in it has been reported by the runtime.
            let _ended = serving.await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shop.stop();
        self.alipay.stop();
        if let Some(serving) = self.serving.take() {
            serving.abort();
        }
    }
}
