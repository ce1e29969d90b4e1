//! Reads the kiosk's QR code off its window, as a phone's camera does: its link carries the key
//! of the customer's photos, so no log and no server could tell it.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::display::Display;
use super::stage::Stage;
use crate::shell;

/// Between two looks at the screen; each takes a moment of one core.
const LOOK_AGAIN: Duration = Duration::from_secs(3);
/// Between two looks at the processes.
const WATCH_AGAIN: Duration = Duration::from_millis(100);
/// The window's title.
const TITLE: &str = "Minilab";

/// Prints each new customer's link until somebody asks to stop.
pub(super) fn announce_links(stage: &mut Stage, display: &Display) -> Result<()> {
    let mut last = None;
    let mut looked: Option<Instant> = None;
    while !stage.asked_to_stop() {
        stage.check_actors()?;
        if looked.is_none_or(|looked| looked.elapsed() > LOOK_AGAIN) {
            let link = phone_link(display);
            if link.is_some() && link != last {
                println!("  {}", link.as_deref().unwrap_or_default());
                last = link;
            }
            looked = Some(Instant::now());
        }
        thread::sleep(WATCH_AGAIN);
    }
    Ok(())
}

/// The link in the window's QR code, if one can be seen. The picture is never stored.
fn phone_link(display: &Display) -> Option<String> {
    // Were there no such window, `import` would ask the person to choose one, and wait.
    let mut picture = shell::program(
        "timeout",
        &[
            "3",
            "import",
            "-display",
            &display.name,
            "-window",
            TITLE,
            "-silent",
            "png:-",
        ],
    )
    .stdout(Stdio::piped())
    .stderr(Stdio::null())
    .spawn()
    .ok()?;
    let codes = Command::new("zbarimg")
        .args(["--nodbus", "--quiet", "--raw", "png:-"])
        .stdin(picture.stdout.take()?)
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let _seen = picture.wait();
    let codes = String::from_utf8(codes.stdout).ok()?;
    codes
        .lines()
        .find(|code| code.contains("/p/"))
        .map(str::to_owned)
}
