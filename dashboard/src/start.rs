//! Starting and stopping the server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use payment::alipay::{self, Alipay};
use payment::wechat_pay::{self, WeChatPay};
use payment::{Provider, Surroundings};
use thiserror::Error;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::app::{App, Ingredients};
use crate::broker::Providers;
use crate::clock::Clock;
use crate::config::Config;
use crate::photos::{PhotoStore, PhotoStoreError};
use crate::secrets::{DashboardKey, SecretError};
use crate::store::{Store, StoreError, settings};
use crate::{broker, reconciliation, router, serve, sweeper};

/// How long requests that are being answered may go on once the server stops.
pub(crate) const STOP_LIMIT: Duration = Duration::from_secs(10);

/// The server, not yet running.
#[derive(Debug)]
pub struct Dashboard;

/// What a test or a story puts in the place of the real parts.
#[derive(Debug)]
pub struct Parts {
    /// What time it is.
    pub clock: Clock,
    /// Who takes the money; without any no payment can be opened.
    pub providers: Providers,
}

/// The running server. Dropping it without [`Running::stop`] leaves it running.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    app: App,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

/// Why the server does not start.
#[derive(Debug, Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The photo store.
    #[error(transparent)]
    Photos(#[from] PhotoStoreError),
    /// The dashboard's own key.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The merchant's settings or keys at WeChat Pay.
    #[error("wechat_pay: {0}")]
    WeChatPay(#[from] wechat_pay::ConfigError),
    /// The same at Alipay.
    #[error("alipay: {0}")]
    Alipay(#[from] alipay::ConfigError),
    /// The address is taken or not ours.
    #[error("{address} cannot be listened on: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

impl Dashboard {
    /// Opens the database, brings it up to date, and serves until [`Running::stop`].
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let clock = Clock::system();
        let providers = open_providers(&config, &clock)?;
        Self::start_with(config, Parts { clock, providers }).await
    }

    /// As [`Dashboard::start`], with parts of one's own.
    pub async fn start_with(config: Config, parts: Parts) -> Result<Running, StartError> {
        let store = Store::connect(config.database_url.expose()).await?;
        store.migrate().await?;
        let key = DashboardKey::open(&config.data_dir)?;
        let photos = PhotoStore::open_folder(&config.photo_store)?;
        let listen = |source| StartError::Listen {
            address: config.listen,
            source,
        };
        let listener = TcpListener::bind(config.listen).await.map_err(listen)?;
        let address = listener.local_addr().map_err(listen)?;
        let connections = config.limits.connections;
        let (stop, stopping) = watch::channel(false);
        let app = App::new(Ingredients {
            config,
            clock: parts.clock,
            store,
            photos,
            key,
            providers: parts.providers,
            stopping: stopping.clone(),
        });
        // Not made when the configuration is as before, or another server is quicker.
        let _ = settings::offer_providers(app.store(), app.broker().providers(), app.now()).await?;
        let tasks = vec![
            tokio::spawn(serve::run(
                listener,
                router::router(app.clone()),
                connections,
                stopping.clone(),
            )),
            tokio::spawn(sweeper::run(app.clone())),
            tokio::spawn(reconciliation::run(app.clone(), stopping.clone())),
            tokio::spawn(broker::run(app.broker().clone(), stopping)),
        ];
        tracing::info!(%address, "the dashboard serves");
        Ok(Running {
            address,
            app,
            stop,
            tasks,
        })
    }
}

impl Running {
    /// Where it listens, the port included that the system chose for port 0.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What its handlers see, for stories that act as a manager would.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Takes no new requests, finishes those under way (ten seconds at most) and closes the
    /// database.
    pub async fn stop(self) {
        // An error means that every task ended already.
        let _ = self.stop.send(true);
        for task in self.tasks {
            if tokio::time::timeout(2 * STOP_LIMIT, task).await.is_err() {
                tracing::warn!("a task did not end in time");
            }
        }
        self.app.store().close().await;
        tracing::info!("the dashboard stopped");
    }
}

/// Everybody the merchant has a contract with.
fn open_providers(config: &Config, clock: &Clock) -> Result<Providers, StartError> {
    // The first draw is outside, so that a system without randomness is a start-up error.
    crate::secrets::random::<16>()?;
    let surroundings = || {
        let clock = clock.clone();
        Surroundings::new(move || clock.now(), random_16)
    };
    let mut providers: Vec<Arc<dyn Provider>> = Vec::new();
    if let Some(merchant) = &config.wechat_pay {
        providers.push(Arc::new(WeChatPay::new(merchant.clone(), surroundings())?));
    }
    if let Some(merchant) = &config.alipay {
        providers.push(Arc::new(Alipay::new(merchant.clone(), surroundings())?));
    }
    Ok(providers.into_iter().collect())
}

/// Sixteen random bytes. A system that gave randomness at the start and then fails is broken.
fn random_16() -> [u8; 16] {
    match crate::secrets::random() {
        Ok(bytes) => bytes,
        Err(error) => panic!("{error}"),
    }
}
