//! Reading a printer's status.

use super::attributes::Attributes;
use super::capabilities::Capabilities;
use crate::error::PrinterError;
use crate::media::{MediaReady, MediaSize};
use crate::reason::{PrinterReason, ReportedReason};
use crate::status::{PrinterState, PrinterStatus};
use crate::supply;

/// The attributes asked for with every status.
pub(super) const ATTRIBUTES: &[&str] = &[
    "marker-levels",
    "marker-message",
    "marker-names",
    "media-col-ready",
    "media-ready",
    "printer-config-change-time",
    "printer-impressions-completed",
    "printer-is-accepting-jobs",
    "printer-name",
    "printer-state",
    "printer-state-reasons",
    "printer-supply",
    "printer-up-time",
    "printer-uuid",
    "queued-job-count",
];

pub(super) fn read(
    answer: &Attributes,
    capabilities: &Capabilities,
) -> Result<PrinterStatus, PrinterError> {
    let state = answer
        .integer("printer-state")
        .and_then(PrinterState::from_ipp)
        .ok_or(PrinterError::Malformed("no printer-state"))?;
    let reasons = answer
        .texts("printer-state-reasons")
        .into_iter()
        .filter_map(PrinterReason::parse)
        .map(|reason| ReportedReason {
            severity: reason.severity(state),
            reason,
        })
        .collect();
    Ok(PrinterStatus {
        state,
        accepting: answer.boolean("printer-is-accepting-jobs").unwrap_or(true),
        reasons,
        media_ready: media_ready(answer, capabilities),
        supplies: supply::supplies(
            &answer.texts("marker-names"),
            &answer.integers("marker-levels"),
        ),
        prints_left: supply::prints_left(
            &answer.texts("printer-supply"),
            answer.text("marker-message"),
        ),
        impressions_completed: answer.count("printer-impressions-completed"),
        identity: answer
            .text("printer-uuid")
            .or_else(|| answer.text("printer-name"))
            .filter(|identity| !identity.is_empty())
            .map(str::to_owned),
        printer_up_time_s: answer.count("printer-up-time"),
        queued_job_count: answer.count("queued-job-count"),
    })
}

/// `media-col-ready`, or the names in `media-ready` from a printer that has only those.
fn media_ready(answer: &Attributes, capabilities: &Capabilities) -> Vec<MediaReady> {
    let described: Vec<_> = answer
        .collections("media-col-ready")
        .iter()
        .filter_map(|medium| described_medium(medium, capabilities))
        .collect();
    if !described.is_empty() {
        return described;
    }
    answer
        .texts("media-ready")
        .into_iter()
        .filter_map(size_in_name)
        .map(|size| MediaReady {
            size,
            pixels: size.pixels(capabilities.dpi),
            dpi: capabilities.dpi,
            borderless: capabilities.borderless,
            source: None,
            media_type: None,
        })
        .collect()
}

fn described_medium(medium: &Attributes, capabilities: &Capabilities) -> Option<MediaReady> {
    let dimensions = medium.collections("media-size").into_iter().next()?;
    let size = MediaSize {
        width: dimensions.count("x-dimension").filter(|side| *side > 0)?,
        height: dimensions.count("y-dimension").filter(|side| *side > 0)?,
    };
    let margins: Vec<_> = ["bottom", "left", "right", "top"]
        .iter()
        .filter_map(|side| medium.integer(&format!("media-{side}-margin")))
        .collect();
    Some(MediaReady {
        size,
        pixels: size.pixels(capabilities.dpi),
        dpi: capabilities.dpi,
        borderless: if margins.is_empty() {
            capabilities.borderless
        } else {
            margins.iter().all(|margin| *margin == 0)
        },
        source: medium.text("media-source").map(str::to_owned),
        media_type: medium.text("media-type").map(str::to_owned),
    })
}

/// The size in a self-describing media name (PWG 5101.1, section 5), such as
/// `na_index-4x6_4x6in` or `om_small-photo_100x150mm`.
fn size_in_name(name: &str) -> Option<MediaSize> {
    let last = name.rsplit('_').next()?;
    let (dimensions, hundredths_per_unit) = match last.strip_suffix("in") {
        Some(inches) => (inches, 2540.0),
        None => (last.strip_suffix("mm")?, 100.0),
    };
    let (width, height) = dimensions.split_once('x')?;
    let side = |text: &str| {
        let hundredths = (text.parse::<f64>().ok()? * hundredths_per_unit).round();
        // Nothing a kiosk holds is wider than 10 m; the cast is exact below that.
        (1.0..=1_000_000.0)
            .contains(&hundredths)
            .then_some(hundredths as u32)
    };
    Some(MediaSize {
        width: side(width)?,
        height: side(height)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_media_name_tells_its_size() {
        let cases = [
            ("na_index-4x6_4x6in", Some((10160, 15240))),
            ("oe_photo-l_3.5x5in", Some((8890, 12700))),
            ("om_small-photo_100x150mm", Some((10000, 15000))),
            ("iso_a4_210x297mm", Some((21000, 29700))),
            ("custom_max_NaNxinfin", None),
            ("roll", None),
            ("", None),
        ];
        for (name, expected) in cases {
            let size = size_in_name(name).map(|size| (size.width, size.height));
            assert_eq!(size, expected, "{name:?}");
        }
    }
}
