//! Where a printer is.

use std::fmt;
use std::str::FromStr;

use http::Uri;
use http::uri::{Authority, Scheme};

/// The port of IPP (RFC 8010, section 4).
const IPP_PORT: u16 = 631;

/// A printer's address as a person writes it into the configuration, such as
/// `ipp://192.168.1.20/ipp/print` or `http://localhost:631/printers/photo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterAddress {
    printer: Uri,
    post: Uri,
}

/// Why a text is no printer address.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    /// Not a URI at all.
    #[error("not a URI")]
    NotAUri(#[from] http::uri::InvalidUri),
    /// The parts do not make a URI.
    #[error("not a URI")]
    NotPutTogether(#[from] http::Error),
    /// A scheme that no printer is reached by.
    #[error("the address must start with ipp://, ipps://, http:// or https://")]
    Scheme,
    /// No host.
    #[error("the address names no host")]
    NoHost,
    /// A user name or password, which would end up in logs.
    #[error("the address must not contain a user name or password")]
    Credentials,
}

impl PrinterAddress {
    /// The address that goes into `printer-uri`.
    pub(super) fn printer(&self) -> &Uri {
        &self.printer
    }

    /// The address that requests are posted to (RFC 8010, section 4.1; RFC 7472 for `ipps`).
    pub(super) fn post(&self) -> &Uri {
        &self.post
    }
}

impl FromStr for PrinterAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let uri: Uri = text.trim().parse()?;
        let (post_scheme, printer_scheme, default_port) = match uri.scheme_str() {
            Some("ipp") => (Scheme::HTTP, "ipp", IPP_PORT),
            Some("ipps") => (Scheme::HTTPS, "ipps", IPP_PORT),
            Some("http") => (Scheme::HTTP, "ipp", 80),
            Some("https") => (Scheme::HTTPS, "ipps", 443),
            _ => return Err(AddressError::Scheme),
        };
        let authority = uri.authority().ok_or(AddressError::NoHost)?;
        if authority.as_str().contains('@') {
            return Err(AddressError::Credentials);
        }
        if authority.host().is_empty() {
            return Err(AddressError::NoHost);
        }
        let port = authority.port_u16().unwrap_or(default_port);
        let authority: Authority = format!("{}:{port}", authority.host()).parse()?;
        let with_scheme = |scheme: &str| {
            Uri::builder()
                .scheme(scheme)
                .authority(authority.clone())
                .path_and_query(uri.path())
                .build()
        };
        Ok(Self {
            printer: with_scheme(printer_scheme)?,
            post: with_scheme(post_scheme.as_str())?,
        })
    }
}

impl fmt::Display for PrinterAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.printer.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scheme_is_posted_where_it_belongs() {
        let cases = [
            (
                "ipp://printer/ipp/print",
                "ipp://printer:631/ipp/print",
                "http://printer:631/ipp/print",
            ),
            (
                "ipps://printer/ipp/print",
                "ipps://printer:631/ipp/print",
                "https://printer:631/ipp/print",
            ),
            (
                "http://localhost:631/printers/photo",
                "ipp://localhost:631/printers/photo",
                "http://localhost:631/printers/photo",
            ),
            (
                "ipp://[::1]:8631/ipp/print",
                "ipp://[::1]:8631/ipp/print",
                "http://[::1]:8631/ipp/print",
            ),
        ];
        for (text, printer, post) in cases {
            let address: PrinterAddress = text.parse().expect(text);
            assert_eq!(address.to_string(), printer, "printer-uri of {text}");
            assert_eq!(
                address.post().to_string(),
                post,
                "address posted to for {text}"
            );
        }
    }

    #[test]
    fn what_is_no_printer_is_refused() {
        for text in [
            "",
            "printer",
            "ftp://printer/x",
            "file:///dev/usb/lp0",
            "/ipp/print",
        ] {
            assert!(
                text.parse::<PrinterAddress>().is_err(),
                "{text:?} is no printer"
            );
        }
        assert!(
            matches!(
                "ipp://user:pass@printer/".parse::<PrinterAddress>(),
                Err(AddressError::Credentials)
            ),
            "a password in an address would be logged with it"
        );
    }
}
