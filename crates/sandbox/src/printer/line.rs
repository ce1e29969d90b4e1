//! The little that the sandbox itself says to its printer: "do you answer?", the paper trays of
//! its web form, and the job by which supplies are reported.

use std::time::Duration;

/// The printer is on this machine.
const DEADLINE: Duration = Duration::from_secs(5);

/// `print-job`, `get-printer-attributes` (RFC 8011, 5.4.15).
const PRINT_JOB: u16 = 0x0002;
const GET_PRINTER_ATTRIBUTES: u16 = 0x000b;
/// Tags of RFC 8010, section 3.5.
const OPERATION_ATTRIBUTES: u8 = 0x01;
const END_OF_ATTRIBUTES: u8 = 0x03;
const CHARSET: u8 = 0x47;
const NATURAL_LANGUAGE: u8 = 0x48;
const URI: u8 = 0x45;
const NAME: u8 = 0x42;
const MIME_TYPE: u8 = 0x49;

#[derive(Debug)]
pub(super) struct Line {
    port: u16,
    client: reqwest::Client,
}

impl Line {
    pub(super) fn new(port: u16) -> Result<Self, reqwest::Error> {
        // The client wants one even where nothing is encrypted; a second choice changes nothing.
        let _already_chosen = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(DEADLINE)
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { port, client })
    }

    /// Whether the printer answers what printers are asked first.
    pub(super) async fn answers(&self) -> bool {
        let request = self.request(GET_PRINTER_ATTRIBUTES, &[], &[]);
        match self.post(request).await {
            // Version, then the status: 0 is successful-ok.
            Ok(answer) => answer.get(2..4) == Some(&[0, 0]),
            Err(_) => false,
        }
    }

    pub(super) async fn take_paper_out(&self) -> Result<(), reqwest::Error> {
        self.set_trays(0).await
    }

    pub(super) async fn put_paper_in(&self) -> Result<(), reqwest::Error> {
        self.set_trays(250).await
    }

    /// Has the script report the supplies; while another job is printing this is refused, which
    /// does not matter, as that job reports them.
    pub(super) async fn report_supplies(&self) -> Result<(), reqwest::Error> {
        let request = self.request(
            PRINT_JOB,
            &[
                (NAME, "job-name", "sandbox-report-supplies"),
                (MIME_TYPE, "document-format", "application/octet-stream"),
            ],
            b"supplies",
        );
        self.post(request).await.map(drop)
    }

    /// Fills in the printer's web form, which it offers for exactly this.
    async fn set_trays(&self, sheets: u32) -> Result<(), reqwest::Error> {
        let form = format!(
            "http://localhost:{}/media?size0=na_index-4x6_4x6in&type0=photographic-glossy&level0={sheets}\
             &size1=om_6x8_6x8in&type1=photographic-glossy&level1={sheets}",
            self.port
        );
        let answer = self.client.get(form).send().await?.error_for_status()?;
        answer.bytes().await.map(drop)
    }

    async fn post(&self, body: Vec<u8>) -> Result<Vec<u8>, reqwest::Error> {
        let answer = self
            .client
            .post(format!("http://localhost:{}/ipp/print", self.port))
            .header(reqwest::header::CONTENT_TYPE, "application/ipp")
            .body(body)
            .send()
            .await?
            .error_for_status()?;
        answer.bytes().await.map(Vec::from)
    }

    fn request(&self, operation: u16, more: &[(u8, &str, &str)], document: &[u8]) -> Vec<u8> {
        let printer = format!("ipp://localhost:{}/ipp/print", self.port);
        let mut request = vec![1, 1];
        request.extend(operation.to_be_bytes());
        request.extend(1_u32.to_be_bytes());
        request.push(OPERATION_ATTRIBUTES);
        let always = [
            (CHARSET, "attributes-charset", "utf-8"),
            (NATURAL_LANGUAGE, "attributes-natural-language", "en"),
            (URI, "printer-uri", printer.as_str()),
            (NAME, "requesting-user-name", "sandbox"),
        ];
        for (tag, name, value) in always.iter().chain(more) {
            request.push(*tag);
            for text in [name, value] {
                let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
                request.extend(length.to_be_bytes());
                request.extend(text.as_bytes());
            }
        }
        request.push(END_OF_ATTRIBUTES);
        request.extend(document);
        request
    }
}
