//! The IPP adapter: a driverless printer or a CUPS queue at an `ipp:`, `ipps:`, `http:` or
//! `https:` address.
//!
//! `transport` carries bytes and knows deadlines, `attributes` turns an answer into plain look-ups, `capabilities`, `status` and `job` read what they name, and `submit` decides what is
//! said about a sheet. Messages are built and parsed by the `ipp` crate; the wire is our own HTTP
//! client, because only it can tell "never sent" from "sent, answer lost".

mod address;
mod attributes;
mod capabilities;
mod framing;
mod job;
mod status;
mod submit;
mod transport;

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use ipp::model::{DelimiterTag, Operation, StatusCode};
use ipp::value::IppValue;

pub use address::{AddressError, PrinterAddress};
use attributes::Attributes;
use capabilities::Capabilities;
use transport::{Request, Transport};

use crate::error::{PrinterError, SubmitError};
use crate::job::{JobId, JobReading};
use crate::printer::{CancelOutcome, Printer, Sheet};
use crate::status::PrinterStatus;

/// A printer that speaks IPP.
#[derive(Debug)]
pub struct IppPrinter {
    transport: Transport,
    capabilities: Mutex<Option<Capabilities>>,
}

impl IppPrinter {
    /// Prepares to talk to the printer at `address`; nothing is sent yet, so a printer that is
    /// switched off is no error here.
    ///
    /// # Errors
    /// [`PrinterError::Setup`] if the HTTP client cannot be built.
    pub fn new(address: PrinterAddress) -> Result<Self, PrinterError> {
        Ok(Self {
            transport: Transport::new(address)?,
            capabilities: Mutex::new(None),
        })
    }

    /// Reads the printer, and what it can do when that may have changed.
    async fn read(&self) -> Result<(PrinterStatus, Capabilities), PrinterError> {
        transport::in_time(async {
            let answer = self.printer_attributes(status::ATTRIBUTES).await?;
            let capabilities = self.capabilities_for(&answer).await?;
            Ok((status::read(&answer, &capabilities)?, capabilities))
        })
        .await
    }

    /// The newest job of this name among those that are not completed or those that are.
    async fn find_among(
        &self,
        which: &str,
        job_name: &str,
    ) -> Result<Option<JobReading>, PrinterError> {
        let readings = self
            .jobs(which)
            .await?
            .iter()
            .filter(|group| group.text("job-name") == Some(job_name))
            .map(job::read)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(readings.into_iter().max_by_key(|reading| reading.id.get()))
    }

    async fn capabilities_for(&self, answer: &Attributes) -> Result<Capabilities, PrinterError> {
        let known = self
            .capabilities
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(known) = known.filter(|known| known.still_hold(answer)) {
            return Ok(known);
        }
        let fresh = Capabilities::read(
            &self.printer_attributes(capabilities::ATTRIBUTES).await?,
            answer,
        );
        *self
            .capabilities
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(fresh.clone());
        Ok(fresh)
    }

    async fn printer_attributes(&self, names: &[&str]) -> Result<Attributes, PrinterError> {
        let request = self
            .transport
            .request(Operation::GetPrinterAttributes)?
            .asking_for(names)?;
        let answer = self.transport.ask(request).await?;
        answer.into_printer()
    }

    fn job_request(&self, operation: Operation, id: JobId) -> Result<Request, PrinterError> {
        self.transport
            .request(operation)?
            .operation("job-id", Ok(IppValue::Integer(id.get())))
    }

    async fn jobs(&self, which: &str) -> Result<Vec<Attributes>, PrinterError> {
        let request = self
            .transport
            .request(Operation::GetJobs)?
            .operation("which-jobs", IppValue::new_keyword(which))?
            .operation("limit", Ok(IppValue::Integer(job::MOST_JOBS_SEARCHED)))?
            .asking_for(job::ATTRIBUTES)?;
        let answer = self.transport.ask(request).await?;
        answer.into_groups(DelimiterTag::JobAttributes)
    }
}

#[async_trait]
impl Printer for IppPrinter {
    async fn status(&self) -> Result<PrinterStatus, PrinterError> {
        self.read().await.map(|(status, _)| status)
    }

    async fn submit(&self, sheet: &Sheet) -> Result<JobId, SubmitError> {
        submit::check(sheet)?;
        let (status, capabilities) = self.read().await.map_err(submit::not_sent)?;
        let medium = submit::medium(sheet, &status)?;
        let request = self
            .transport
            .request(Operation::PrintJob)
            .and_then(|request| submit::describe(request, sheet, medium, &capabilities))
            .map_err(submit::not_sent)?;
        let answer = self.transport.send(request, &sheet.jpeg).await?;
        submit::accepted(answer)
    }

    async fn job(&self, id: JobId) -> Result<JobReading, PrinterError> {
        let request = self
            .job_request(Operation::GetJobAttributes, id)?
            .asking_for(job::ATTRIBUTES)?;
        let answer = self.transport.ask(request).await?;
        let groups = answer.into_groups(DelimiterTag::JobAttributes)?;
        let group = groups
            .first()
            .ok_or(PrinterError::Malformed("no job in the answer"))?;
        job::read(group)
    }

    async fn find_job(&self, job_name: &str) -> Result<Option<JobReading>, PrinterError> {
        // A job moves from the first list to the second, so asked in this order it cannot slip
        // between the two.
        transport::in_time(async {
            match self.find_among("not-completed", job_name).await? {
                Some(found) => Ok(Some(found)),
                None => self.find_among("completed", job_name).await,
            }
        })
        .await
    }

    async fn cancel(&self, id: JobId) -> Result<CancelOutcome, PrinterError> {
        let request = self.job_request(Operation::CancelJob, id)?;
        let answer = self.transport.ask(request).await?;
        match answer.status() {
            StatusCode::ClientErrorNotPossible => Ok(CancelOutcome::TooLate),
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => {
                Ok(CancelOutcome::NoSuchJob)
            }
            _ => answer.into_success().map(|_| CancelOutcome::Accepted),
        }
    }

    async fn resume(&self) -> Result<(), PrinterError> {
        let request = self.transport.request(Operation::ResumePrinter)?;
        let answer = self.transport.ask(request).await?;
        match answer.status() {
            StatusCode::ServerErrorOperationNotSupported => Ok(()),
            _ => answer.into_success().map(|_| ()),
        }
    }
}
