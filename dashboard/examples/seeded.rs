//! The dashboard with a fleet that has a past, to look at its pages:
//! `cargo run -p dashboard --example seeded -- 12 127.0.0.1:8099`. Sign in as `ada` with
//! `correct horse battery`.

#[path = "../tests/pages/seed.rs"]
mod seed;

use anyhow::Context as _;
use dashboard::pages::account;
use dashboard::{Config, Dashboard};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let kiosks = arguments.next().map_or(Ok(12), |text| text.parse())?;
    let listen = arguments.next().unwrap_or("127.0.0.1:8099".to_owned());
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name).display().to_string();
    let config = Config::load(None, |key| match key {
        "MINILAB_LISTEN" => Some(listen.clone()),
        "MINILAB_PUBLIC_URL" => Some(format!("http://{listen}")),
        "MINILAB_DATABASE_URL" => Some(format!("sqlite:{}", path("dashboard.db"))),
        "MINILAB_PHOTO_STORE" => Some(path("photos")),
        "MINILAB_DATA_DIR" => Some(path("data")),
        _ => None,
    })?;
    let running = Dashboard::start(config).await?;
    let app = running.app().clone();
    account::add_user(
        app.store(),
        "ada",
        "correct horse battery".into(),
        app.now(),
    )
    .await?;
    seed::fleet(&app, kiosks, 12, 15).await;
    tracing::info!("seeded");
    tokio::signal::ctrl_c().await.context("no Ctrl-C here")?;
    running.stop().await;
    Ok(())
}
