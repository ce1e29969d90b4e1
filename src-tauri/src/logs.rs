//! Where words about what happens go: standard error, which systemd or a file keeps.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::exit::Exit;

/// Writes logs to standard error: what `RUST_LOG` says, or else `filter`.
pub(crate) fn start(filter: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(filter));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal())
        .init();
}

/// From now on a panic anywhere is logged and ends the program, so that whoever started it starts
/// it again: half a kiosk looks well and serves nobody.
pub(crate) fn end_at_a_panic() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        let reason = panic.payload_as_str().unwrap_or("no reason given");
        tracing::error!(
            place,
            reason,
            "a promise within the program is broken; it ends"
        );
        std::process::exit(Exit::Software.code());
    }));
}
