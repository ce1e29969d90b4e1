//! What a printer can do: read once, and again when it says that something changed.

use ipp::value::IppValue;

use super::attributes::Attributes;

/// The attributes asked for. `printer-type` is CUPS' own and betrays a queue.
pub(super) const ATTRIBUTES: &[&str] = &[
    "ipp-features-supported",
    "media-bottom-margin-supported",
    "media-left-margin-supported",
    "media-right-margin-supported",
    "media-top-margin-supported",
    "media-type-supported",
    "print-color-mode-supported",
    "print-quality-supported",
    "print-scaling-supported",
    "printer-make-and-model",
    "printer-resolution-default",
    "printer-resolution-supported",
    "printer-type",
];

/// The resolution of every dye-sub head, and enough for a photo on any printer.
const PHOTO_DPI: i32 = 300;
/// `high` (RFC 8011, 5.2.13).
pub(super) const QUALITY_HIGH: i32 = 5;
/// `dpi` and `dpcm` (RFC 8011, 5.1.16).
const DOTS_PER_INCH: i8 = 3;
const DOTS_PER_CM: i8 = 4;

#[derive(Clone, Debug)]
pub(super) struct Capabilities {
    /// Dots per inch that sheets are rendered at.
    pub(super) dpi: u32,
    /// Whether `dpi` is one the printer lists, so that it can be asked for.
    pub(super) dpi_listed: bool,
    /// Whether the printer prints to the edge where a medium does not say.
    pub(super) borderless: bool,
    /// `color`, unless the printer lists its modes without it.
    pub(super) color: bool,
    /// Whether it lists high quality.
    pub(super) high_quality: bool,
    /// The `print-scaling` that keeps pixels as they are, where it may be sent at all.
    pub(super) scaling: Option<&'static str>,
    /// The photo paper it lists, for a medium that does not name its own type.
    pub(super) photo_type: Option<String>,
    config_change_time: Option<i32>,
    up_time: Option<i32>,
}

impl Capabilities {
    pub(super) fn read(answer: &Attributes, status: &Attributes) -> Self {
        let resolution = resolution(answer);
        let edge = |name| answer.integers(name).contains(&0);
        Self {
            dpi: resolution.unwrap_or(PHOTO_DPI).unsigned_abs(),
            dpi_listed: resolution.is_some(),
            borderless: edge("media-bottom-margin-supported")
                && edge("media-left-margin-supported")
                && edge("media-right-margin-supported")
                && edge("media-top-margin-supported"),
            color: !answer.has("print-color-mode-supported")
                || answer.lists("print-color-mode-supported", "color"),
            high_quality: answer
                .integers("print-quality-supported")
                .contains(&QUALITY_HIGH),
            scaling: scaling(answer),
            photo_type: answer
                .texts("media-type-supported")
                .into_iter()
                .find(|name| name.starts_with("photographic"))
                .map(str::to_owned),
            config_change_time: status.integer("printer-config-change-time"),
            up_time: status.integer("printer-up-time"),
        }
    }

    /// Whether these are still true of the printer that gave this status: it has neither been
    /// restarted nor set up anew since.
    pub(super) fn still_hold(&self, status: &Attributes) -> bool {
        self.config_change_time == status.integer("printer-config-change-time")
            && self.up_time <= status.integer("printer-up-time")
    }
}

/// The resolution to render at: 300 dpi if the printer lists it, else its default.
fn resolution(answer: &Attributes) -> Option<i32> {
    let square = |name| {
        answer.all(name).filter_map(|value| match *value {
            IppValue::Resolution {
                cross_feed,
                feed,
                units,
            } if cross_feed == feed && cross_feed > 0 => match units {
                DOTS_PER_INCH => Some(cross_feed),
                DOTS_PER_CM => Some(i32::try_from(i64::from(cross_feed) * 254 / 100).ok()?),
                _ => None,
            },
            _ => None,
        })
    };
    square("printer-resolution-supported")
        .find(|dpi| *dpi == PHOTO_DPI)
        .or_else(|| square("printer-resolution-default").next())
        // A sheet at more than this would not fit into memory.
        .filter(|dpi| *dpi <= 1200)
}

/// A queue with a driver resamples the picture when it is told any scaling and prints it pixel by
/// pixel when told none; a driverless printer must be told. `none` is pixel by pixel by
/// definition (PWG 5100.13, 5.2.6), `fill` is for a picture with the medium's own proportions.
fn scaling(answer: &Attributes) -> Option<&'static str> {
    let model = answer.text("printer-make-and-model").unwrap_or_default();
    let queue = answer.has("printer-type") || model.contains("Gutenprint");
    let driverless = answer.lists("ipp-features-supported", "ipp-everywhere");
    if queue || !driverless {
        return None;
    }
    ["none", "fill"]
        .into_iter()
        .find(|way| answer.lists("print-scaling-supported", way))
}
