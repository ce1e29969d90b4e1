//! What is said about a sheet, and what the printer's answer means.

use std::collections::BTreeMap;

use ipp::model::{DelimiterTag, StatusCode};
use ipp::parser::IppParseError;
use ipp::value::{IppName, IppValue};

use super::capabilities::{Capabilities, QUALITY_HIGH};
use super::transport::{Answer, Request};
use crate::error::{PrinterError, SubmitError};
use crate::job::JobId;
use crate::media::{MediaReady, MediaSize};
use crate::printer::Sheet;
use crate::status::PrinterStatus;

/// Every JPEG starts with it (ITU-T T.81, B.1.1.3).
const JPEG_START: [u8; 2] = [0xff, 0xd8];
/// `dpi` (RFC 8011, 5.1.16).
const DOTS_PER_INCH: i8 = 3;

/// Refuses a sheet that breaks the port's rules.
pub(super) fn check(sheet: &Sheet) -> Result<(), SubmitError> {
    if sheet.job_name.is_empty() || sheet.job_name.len() > Sheet::MAX_JOB_NAME_BYTES {
        return Err(SubmitError::BadSheet(
            "the job name must have 1 to 255 bytes",
        ));
    }
    if !sheet.jpeg.starts_with(&JPEG_START) {
        return Err(SubmitError::BadSheet("the picture is not a JPEG"));
    }
    Ok(())
}

/// An error from before the sheet was sent.
pub(super) fn not_sent(error: PrinterError) -> SubmitError {
    match error {
        PrinterError::Offline | PrinterError::NoAnswer => SubmitError::Offline,
        other => SubmitError::Unsent(other),
    }
}

/// What is loaded for this sheet. `None` from a printer that does not tell what is loaded.
pub(super) fn medium<'a>(
    sheet: &Sheet,
    status: &'a PrinterStatus,
) -> Result<Option<&'a MediaReady>, SubmitError> {
    if !status.accepting {
        return Err(SubmitError::NotAccepting);
    }
    let loaded = status
        .media_ready
        .iter()
        .find(|medium| medium.size == sheet.media);
    if loaded.is_none() && !status.media_ready.is_empty() {
        return Err(SubmitError::MediaNotReady(sheet.media));
    }
    Ok(loaded)
}

/// Describes the sheet. Everything that has a default is said explicitly: defaults are a queue's
/// own and have printed photos in black and white (OpenPrinting/cups issue 1041).
pub(super) fn describe(
    request: Request,
    sheet: &Sheet,
    medium: Option<&MediaReady>,
    capabilities: &Capabilities,
) -> Result<Request, PrinterError> {
    let mut request = request
        .operation(
            "job-name",
            IppValue::new_name_without_language(&*sheet.job_name),
        )?
        .operation(
            "document-format",
            IppValue::new_mime_media_type("image/jpeg"),
        )?
        .job("copies", Ok(IppValue::Integer(1)))?
        .job("media-col", media_col(sheet.media, medium, capabilities))?;
    if capabilities.color {
        request = request.job("print-color-mode", IppValue::new_keyword("color"))?;
    }
    if capabilities.high_quality {
        request = request.job("print-quality", Ok(IppValue::Enum(QUALITY_HIGH)))?;
    }
    if capabilities.dpi_listed {
        let dpi = i32::try_from(capabilities.dpi).unwrap_or(i32::MAX);
        let resolution = IppValue::Resolution {
            cross_feed: dpi,
            feed: dpi,
            units: DOTS_PER_INCH,
        };
        request = request.job("printer-resolution", Ok(resolution))?;
    }
    if let Some(scaling) = capabilities.scaling {
        request = request.job("print-scaling", IppValue::new_keyword(scaling))?;
    }
    Ok(request)
}

/// `media-col` (PWG 5100.7, 6.3): the size, no margins, and the paper it is printed on.
fn media_col(
    size: MediaSize,
    medium: Option<&MediaReady>,
    capabilities: &Capabilities,
) -> Result<IppValue, IppParseError> {
    let side = |hundredths: u32| IppValue::Integer(i32::try_from(hundredths).unwrap_or(i32::MAX));
    let size = collection([
        ("x-dimension", side(size.width)),
        ("y-dimension", side(size.height)),
    ])?;
    let mut members = vec![("media-size", size)];
    if medium.is_none_or(|medium| medium.borderless) {
        for margin in [
            "media-bottom-margin",
            "media-left-margin",
            "media-right-margin",
            "media-top-margin",
        ] {
            members.push((margin, IppValue::Integer(0)));
        }
    }
    if let Some(source) = medium.and_then(|medium| medium.source.as_deref()) {
        members.push(("media-source", IppValue::new_keyword(source)?));
    }
    let paper = medium
        .and_then(|medium| medium.media_type.as_deref())
        .or(capabilities.photo_type.as_deref());
    if let Some(paper) = paper {
        members.push(("media-type", IppValue::new_keyword(paper)?));
    }
    collection(members)
}

fn collection(
    members: impl IntoIterator<Item = (&'static str, IppValue)>,
) -> Result<IppValue, IppParseError> {
    members
        .into_iter()
        .map(|(name, value)| Ok((IppName::new(name)?, value)))
        .collect::<Result<BTreeMap<_, _>, _>>()
        .map(IppValue::Collection)
}

/// The job number, or what the refusal means.
pub(super) fn accepted(answer: Answer) -> Result<JobId, SubmitError> {
    let status = answer.status_number();
    match answer.status() {
        yes if yes.is_success() => answer
            .into_groups(DelimiterTag::JobAttributes)
            .ok()
            .and_then(|groups| groups.first()?.integer("job-id"))
            .and_then(JobId::new)
            // Taken, under a number that we did not get.
            .ok_or(SubmitError::Unknown),
        StatusCode::ServerErrorBusy
        | StatusCode::ServerErrorTemporaryError
        | StatusCode::ServerErrorServiceUnavailable => Err(SubmitError::Busy),
        StatusCode::ServerErrorNotAcceptingJobs => Err(SubmitError::NotAccepting),
        // It broke somewhere on the way; the job may exist.
        StatusCode::ServerErrorInternalError => Err(SubmitError::Unknown),
        _ => Err(SubmitError::Refused { status }),
    }
}
