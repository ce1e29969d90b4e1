//! The running program: the station and the window, from start to end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use darkroom::Darkroom;
use station::ports::Ports;
use station::runner::Station;
use tauri::{AppHandle, Manager as _};
use tokio::runtime::{Builder, Runtime};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::commands::{self, Reception};
use crate::config::Config;
use crate::exit::Exit;
use crate::introductions::Introductions;
use crate::photos::{self, Wanted};
use crate::window;

/// How long tasks may take to notice the end. The journal loses nothing when they are cut off.
const END_LIMIT: Duration = Duration::from_secs(3);

/// Runs until the window is closed, a signal comes or something is beyond repair. The answer is
/// the exit code.
pub(crate) fn run(
    config: Config,
    introductions: Introductions,
    program_start: Instant,
) -> Result<i32, tauri::Error> {
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    tauri::async_runtime::set(runtime.handle().clone());
    // The station reads its journal while the window opens.
    let (announce, station) = watch::channel(None);
    runtime.spawn(start_station(
        introductions.config,
        introductions.ports,
        introductions.darkroom,
        announce,
    ));
    let app = tauri::Builder::default()
        .manage(Reception::new(station.clone(), program_start))
        .invoke_handler(tauri::generate_handler![commands::send, commands::view])
        .register_asynchronous_uri_scheme_protocol(photos::SCHEME, |context, request, responder| {
            let reception = context.app_handle().state::<Reception>();
            match photos::wanted(&request) {
                None => responder.respond(photos::answer(None)),
                Some(Wanted::Preview(photo)) => {
                    responder.respond(photos::answer(reception.preview(&photo)));
                }
                Some(Wanted::Proof {
                    photo,
                    retouching,
                    side_px,
                }) => {
                    let proof = reception.proof(photo, retouching, side_px);
                    tauri::async_runtime::spawn(async move {
                        responder.respond(photos::answer(proof.await));
                    });
                }
            }
        })
        .setup(move |app| {
            let looks = (config.window, config.painting);
            window::open(app.handle(), looks, &config.data_dir, station)?;
            tauri::async_runtime::spawn(end_at_a_signal(app.handle().clone()));
            Ok(())
        })
        .build(tauri::generate_context!())?;
    let code = app.run_return(|_, _| {});
    tracing::info!(code, "the kiosk ends");
    end(runtime);
    Ok(code)
}

fn end(runtime: Runtime) {
    runtime.shutdown_timeout(END_LIMIT);
}

async fn start_station(
    config: station::runner::Config,
    ports: Ports,
    darkroom: Darkroom,
    announce: watch::Sender<Option<Arc<Station>>>,
) {
    match Station::start(config, ports).await {
        Ok(station) => announce.send_replace(Some(Arc::new(station))),
        Err(error) => {
            tracing::error!(%error, "the station cannot start");
            std::process::exit(Exit::Disk.code());
        }
    };
    // Not before the screen has what it needs: nobody has sent a photo yet.
    if let Err(error) = darkroom.warm_up().await {
        tracing::error!(%error, "the darkroom cannot work; photos will be refused until it can");
    }
    // The station lives as long as somebody may ask for it.
    announce.closed().await;
}

/// Ends the program in order when it is told to.
async fn end_at_a_signal(app: AppHandle) {
    let kinds = [
        SignalKind::terminate(),
        SignalKind::interrupt(),
        SignalKind::hangup(),
    ];
    let Ok([mut terminate, mut interrupt, mut hangup]) = all(kinds) else {
        tracing::error!("signals cannot be heard; the default, an end without ceremony, stays");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        _ = hangup.recv() => {}
    }
    tracing::info!("told to end");
    app.exit(0);
}

fn all(kinds: [SignalKind; 3]) -> std::io::Result<[tokio::signal::unix::Signal; 3]> {
    let [first, second, third] = kinds;
    Ok([signal(first)?, signal(second)?, signal(third)?])
}
