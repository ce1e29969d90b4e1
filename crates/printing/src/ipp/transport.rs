//! Requests out, answers in, each with a deadline.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::StatusCode as HttpStatus;
use ipp::attribute::IppAttribute;
use ipp::model::{DelimiterTag, IppVersion, Operation, StatusCode};
use ipp::parser::{IppParseError, IppParser};
use ipp::reader::IppReader;
use ipp::request::IppRequestResponse;
use ipp::value::IppValue;
use reqwest::header::CONTENT_TYPE;

use super::address::PrinterAddress;
use super::attributes::Attributes;
use super::framing;
use crate::error::{PrinterError, SubmitError};

/// A printer on the same network accepts a connection in milliseconds; one that wakes its network
/// card up takes a second or two. Shorter than both other deadlines, so that "nobody there" is
/// told from "no answer".
const CONNECT_DEADLINE: Duration = Duration::from_secs(3);
/// A question and its answer are a few kilobytes.
const ASK_DEADLINE: Duration = Duration::from_secs(5);
/// A sheet is up to about 10 MB, and a queue may swallow it slowly.
const SEND_DEADLINE: Duration = Duration::from_secs(30);
/// The longest answer read. A full list of attributes is about 20 kB.
const MOST_ANSWER_BYTES: usize = 1 << 20;
/// Who the jobs belong to. CUPS shows a job's name only to its owner, so this must never change
/// between submitting a sheet and looking for it.
const USER: &str = "minilab";

/// Holds a question that takes more than one request to the deadline of one.
pub(super) async fn in_time<T>(
    question: impl Future<Output = Result<T, PrinterError>>,
) -> Result<T, PrinterError> {
    tokio::time::timeout(ASK_DEADLINE, question)
        .await
        .unwrap_or(Err(PrinterError::NoAnswer))
}

#[derive(Debug)]
pub(super) struct Transport {
    address: PrinterAddress,
    client: reqwest::Client,
}

/// A request being put together.
pub(super) struct Request(IppRequestResponse);

/// A whole answer, whatever its status.
pub(super) struct Answer(IppRequestResponse);

/// How an exchange failed.
enum Lost {
    /// No connection: the printer has received nothing.
    NotSent,
    /// The connection stood; what the printer received is not known.
    Underway,
    /// An HTTP answer that carries no IPP.
    Http(HttpStatus),
    /// Not IPP.
    Malformed(&'static str),
}

impl Transport {
    pub(super) fn new(address: PrinterAddress) -> Result<Self, PrinterError> {
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // Losing the race to another thread that installs one is as good as winning it.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let client = reqwest::Client::builder()
            .connect_timeout(CONNECT_DEADLINE)
            // A printer is on this network; no proxy, and no being sent elsewhere.
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            // A connection that the printer closed meanwhile would make a sheet look half sent.
            .pool_max_idle_per_host(0)
            .http1_only()
            .build()
            .map_err(PrinterError::Setup)?;
        Ok(Self { address, client })
    }

    pub(super) fn request(&self, operation: Operation) -> Result<Request, PrinterError> {
        let uri = self.address.printer().to_string();
        // IPP 1.1 is the version that every printer must answer (RFC 8011, 4.1.8).
        let message =
            IppRequestResponse::new(IppVersion::v1_1(), operation, None).map_err(unsayable)?;
        Request(message)
            .operation("printer-uri", IppValue::new_uri(uri))?
            .operation(
                "requesting-user-name",
                IppValue::new_name_without_language(USER),
            )
    }

    /// A question.
    pub(super) async fn ask(&self, request: Request) -> Result<Answer, PrinterError> {
        self.exchange(request.0.to_bytes(), ASK_DEADLINE)
            .await
            .map_err(|lost| match lost {
                Lost::NotSent => PrinterError::Offline,
                Lost::Underway => PrinterError::NoAnswer,
                Lost::Http(status) => refused(status.as_u16()),
                Lost::Malformed(what) => PrinterError::Malformed(what),
            })
    }

    /// A request with a document behind it.
    pub(super) async fn send(
        &self,
        request: Request,
        document: &Bytes,
    ) -> Result<Answer, SubmitError> {
        let head = request.0.to_bytes();
        let mut body = BytesMut::with_capacity(head.len() + document.len());
        body.extend_from_slice(&head);
        body.extend_from_slice(document);
        self.exchange(body.freeze(), SEND_DEADLINE)
            .await
            .map_err(|lost| match lost {
                Lost::NotSent => SubmitError::Offline,
                Lost::Http(HttpStatus::SERVICE_UNAVAILABLE) => SubmitError::Busy,
                Lost::Http(status) if status.is_client_error() => SubmitError::Refused {
                    status: status.as_u16(),
                },
                Lost::Underway | Lost::Http(_) | Lost::Malformed(_) => SubmitError::Unknown,
            })
    }

    async fn exchange(&self, body: Bytes, deadline: Duration) -> Result<Answer, Lost> {
        tokio::time::timeout(deadline, self.post(body))
            .await
            .unwrap_or(Err(Lost::Underway))
    }

    async fn post(&self, body: Bytes) -> Result<Answer, Lost> {
        let mut response = self
            .client
            .post(self.address.post().to_string())
            .header(CONTENT_TYPE, "application/ipp")
            .body(body)
            .send()
            .await
            .map_err(|error| {
                if error.is_connect() || error.is_builder() {
                    Lost::NotSent
                } else {
                    Lost::Underway
                }
            })?;
        if response.status() != HttpStatus::OK {
            return Err(Lost::Http(response.status()));
        }
        let mut answer = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| Lost::Underway)? {
            if answer.len() + chunk.len() > MOST_ANSWER_BYTES {
                return Err(Lost::Malformed("the answer is too long"));
            }
            answer.extend_from_slice(&chunk);
        }
        if !framing::is_sound(&answer) {
            return Err(Lost::Malformed("the answer is not IPP"));
        }
        IppParser::new(IppReader::new(std::io::Cursor::new(answer.freeze())))
            .parse()
            .map(Answer)
            .map_err(|_| Lost::Malformed("an attribute cannot be read"))
    }
}

impl Request {
    /// Adds an operation attribute.
    pub(super) fn operation(
        self,
        name: &'static str,
        value: Result<IppValue, IppParseError>,
    ) -> Result<Self, PrinterError> {
        self.with(DelimiterTag::OperationAttributes, name, value)
    }

    /// Adds a job template attribute.
    pub(super) fn job(
        self,
        name: &'static str,
        value: Result<IppValue, IppParseError>,
    ) -> Result<Self, PrinterError> {
        self.with(DelimiterTag::JobAttributes, name, value)
    }

    /// Says which attributes are wanted.
    pub(super) fn asking_for(self, names: &[&str]) -> Result<Self, PrinterError> {
        let names: Result<Vec<_>, _> = names.iter().map(|n| IppValue::new_keyword(*n)).collect();
        self.operation("requested-attributes", names.map(IppValue::Array))
    }

    fn with(
        mut self,
        group: DelimiterTag,
        name: &'static str,
        value: Result<IppValue, IppParseError>,
    ) -> Result<Self, PrinterError> {
        let attribute = value
            .and_then(|value| IppAttribute::with_name(name, value))
            .map_err(unsayable)?;
        self.0.attributes_mut().add(group, attribute);
        Ok(self)
    }
}

impl Answer {
    pub(super) fn status(&self) -> StatusCode {
        self.0.header().status_code()
    }

    /// The IPP status as a number, for logs.
    pub(super) fn status_number(&self) -> u16 {
        self.0.header().operation_or_status.cast_unsigned()
    }

    /// The answer if it says yes.
    pub(super) fn into_success(self) -> Result<Self, PrinterError> {
        match self.status() {
            status if status.is_success() => Ok(self),
            StatusCode::ClientErrorNotFound | StatusCode::ClientErrorGone => {
                Err(PrinterError::NoSuchJob)
            }
            StatusCode::ClientErrorForbidden
            | StatusCode::ClientErrorNotAuthenticated
            | StatusCode::ClientErrorNotAuthorized => Err(PrinterError::NotAllowed {
                status: self.status_number(),
            }),
            _ => Err(PrinterError::Refused {
                status: self.status_number(),
            }),
        }
    }

    pub(super) fn into_groups(self, tag: DelimiterTag) -> Result<Vec<Attributes>, PrinterError> {
        Ok(self
            .into_success()?
            .0
            .attributes_mut()
            .groups_mut()
            .drain(..)
            .filter(|group| group.tag() == tag)
            .map(Attributes::of_group)
            .collect())
    }

    pub(super) fn into_printer(self) -> Result<Attributes, PrinterError> {
        // Here "not found" means that there is no queue of that name.
        let status = self.status_number();
        self.into_groups(DelimiterTag::PrinterAttributes)
            .map_err(|error| match error {
                PrinterError::NoSuchJob => PrinterError::Refused { status },
                other => other,
            })?
            .into_iter()
            .next()
            .ok_or(PrinterError::Malformed("no printer in the answer"))
    }
}

fn refused(status: u16) -> PrinterError {
    match status {
        401 | 403 | 426 => PrinterError::NotAllowed { status },
        _ => PrinterError::Refused { status },
    }
}

/// A value of our own that IPP cannot carry: an address of more than 1023 bytes.
fn unsayable(_: IppParseError) -> PrinterError {
    PrinterError::Malformed("a request does not fit into IPP")
}
