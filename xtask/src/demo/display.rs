//! A display for the kiosk's window: the person's own, or one that is made for it.

use std::env;
use std::time::Duration;

use anyhow::Result;

use super::stage::Stage;
use crate::shell;

/// How long Xvfb may take; it needs a tenth of a second.
const DEADLINE: Duration = Duration::from_secs(20);
/// The name of its process and log.
const NAME: &str = "display";

/// Where windows open.
#[derive(Clone, Debug)]
pub(crate) struct Display {
    /// As in `DISPLAY`.
    pub(crate) name: String,
    /// Whether nobody sees it.
    pub(crate) own: bool,
}

/// Width and height of the kiosk's screen in pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ScreenSize {
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Display {
    /// The person's display, if there is one.
    pub(crate) fn of_this_machine() -> Option<Self> {
        let name = env::var("DISPLAY").ok().filter(|name| !name.is_empty())?;
        Some(Self { name, own: false })
    }

    /// A display in memory.
    pub(crate) fn make(stage: &mut Stage, size: ScreenSize) -> Result<Self> {
        let screen = format!("{}x{}x24", size.width, size.height);
        stage.start(
            NAME,
            &shell::program(
                "Xvfb",
                // It picks a free number and writes it to file 1, which is its log.
                &[
                    "-displayfd",
                    "1",
                    "-screen",
                    "0",
                    &screen,
                    "-nolisten",
                    "tcp",
                ],
            ),
        )?;
        let number: u32 = stage.wait_for_line(NAME, "Xvfb says its number", DEADLINE, |line| {
            line.trim().parse().ok()
        })?;
        Ok(Self {
            name: format!(":{number}"),
            own: true,
        })
    }
}
