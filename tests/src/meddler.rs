//! Somebody between the kiosk and its dashboard, who hands everything on and changes what he
//! pleases in the dashboard's answers.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// The meddler. Dropping it cuts no line that is open, but takes no new one.
#[derive(Debug)]
pub struct Meddler {
    address: String,
    forgery: Arc<Forgery>,
    listening: JoinHandle<()>,
}

#[derive(Debug, Default)]
struct Forgery {
    /// What is replaced, and by what; both equally long, so that no length is wrong afterwards.
    words: Mutex<Option<(Vec<u8>, Vec<u8>)>>,
    strikes: AtomicU64,
}

impl Meddler {
    /// Sits down before the dashboard at `target` (`host:port`).
    pub async fn before(target: String) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let forgery = Arc::new(Forgery::default());
        let ours = Arc::clone(&forgery);
        let listening = tokio::spawn(async move {
            while let Ok((kiosk, _)) = listener.accept().await {
                if let Ok(dashboard) = TcpStream::connect(&target).await {
                    let (from_kiosk, to_kiosk) = kiosk.into_split();
                    let (from_dashboard, to_dashboard) = dashboard.into_split();
                    tokio::spawn(hand_on(from_kiosk, to_dashboard, Arc::default()));
                    tokio::spawn(hand_on(from_dashboard, to_kiosk, Arc::clone(&ours)));
                }
            }
        });
        Ok(Self {
            address,
            forgery,
            listening,
        })
    }

    /// Where the kiosk finds him.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// From now on says `lie` wherever the dashboard says `truth`; both must be equally long.
    pub fn forge(&self, truth: &str, lie: &str) {
        assert_eq!(
            truth.len(),
            lie.len(),
            "a lie of another length is found out"
        );
        self.set(Some((truth.into(), lie.into())));
    }

    /// Hands on what the dashboard says.
    pub fn be_honest(&self) {
        self.set(None);
    }

    /// How often something was forged.
    pub fn strikes(&self) -> u64 {
        self.forgery.strikes.load(Ordering::Relaxed)
    }

    fn set(&self, words: Option<(Vec<u8>, Vec<u8>)>) {
        *self.forgery.lock() = words;
    }
}

impl Drop for Meddler {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Forgery {
    fn lock(&self) -> std::sync::MutexGuard<'_, Option<(Vec<u8>, Vec<u8>)>> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn apply(&self, bytes: &mut [u8]) {
        let Some((truth, lie)) = self.lock().clone() else {
            return;
        };
        let last_start = bytes.len().saturating_sub(truth.len());
        for start in 0..=last_start {
            if bytes[start..].starts_with(&truth) {
                bytes[start..start + lie.len()].copy_from_slice(&lie);
                self.strikes.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

async fn hand_on(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, forgery: Arc<Forgery>) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from.read(&mut buffer).await {
        forgery.apply(&mut buffer[..length]);
        if to.write_all(&buffer[..length]).await.is_err() {
            return;
        }
    }
}
