//! What the kiosk says over the socket: the words of `sd_notify`(3), and three of its own.

/// The longest datagram that is read, in bytes. The longest that means something is a status.
pub const LONGEST: usize = 4096;

/// A status is kept up to so many characters.
const STATUS_CHARACTERS: usize = 200;

/// Something that shows that a part of the kiosk moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Witness {
    /// The process itself: it sends anything at all.
    Pulse,
    /// The web view answered a question.
    WebView,
    /// The journal wrote something down.
    Journal,
    /// The printer's work moved on.
    Printer,
}

impl Witness {
    /// All there are.
    pub const ALL: [Self; 4] = [Self::Pulse, Self::WebView, Self::Journal, Self::Printer];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pulse => "pulse",
            Self::WebView => "web_view",
            Self::Journal => "journal",
            Self::Printer => "printer",
        }
    }
}

/// What the kiosk says of one witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// It moved since the last datagram.
    Alive,
    /// It has nothing to do and is well; its clock stands still until it is spoken of again.
    Idle,
    /// It did not move; its clock runs on.
    Dead,
}

/// One line of a datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// `READY=1`: a customer could use the kiosk now.
    Ready,
    /// `STOPPING=1`: the kiosk ends by its own will.
    Stopping,
    /// `WATCHDOG=1`, or a witness by name.
    Sign(Witness, Sign),
    /// `STATUS=...`: a sentence for people.
    Status(String),
}

/// The lines that mean something to the watchdog. Others are passed over, as systemd does it:
/// above all `MAINPID`, since the watchdog knows best whom it started.
pub fn parse(datagram: &[u8]) -> Vec<Said> {
    String::from_utf8_lossy(datagram)
        .split('\n')
        .filter_map(line)
        .collect()
}

fn line(text: &str) -> Option<Said> {
    let (key, value) = text.split_once('=')?;
    match (key, value) {
        ("READY", "1") => Some(Said::Ready),
        ("STOPPING", "1") => Some(Said::Stopping),
        ("WATCHDOG", "1") => Some(Said::Sign(Witness::Pulse, Sign::Alive)),
        ("WATCHDOG", "trigger") => Some(Said::Sign(Witness::Pulse, Sign::Dead)),
        ("STATUS", status) => Some(Said::Status(printable(status))),
        ("X_MINILAB_WEB_VIEW", value) => sign(Witness::WebView, value),
        ("X_MINILAB_JOURNAL", value) => sign(Witness::Journal, value),
        ("X_MINILAB_PRINTER", value) => sign(Witness::Printer, value),
        _ => None,
    }
}

fn sign(witness: Witness, value: &str) -> Option<Said> {
    let sign = match value {
        "alive" => Sign::Alive,
        "idle" => Sign::Idle,
        "dead" => Sign::Dead,
        _ => return None,
    };
    Some(Said::Sign(witness, sign))
}

fn printable(status: &str) -> String {
    status
        .chars()
        .filter(|c| !c.is_control())
        .take(STATUS_CHARACTERS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_datagram_is_read_line_by_line() {
        let said = parse(
            b"READY=1\nMAINPID=1\nWATCHDOG=1\nX_MINILAB_WEB_VIEW=alive\nX_MINILAB_JOURNAL=dead\n\
              X_MINILAB_PRINTER=idle\nSTATUS=two = 2\n",
        );
        assert_eq!(
            said,
            [
                Said::Ready,
                Said::Sign(Witness::Pulse, Sign::Alive),
                Said::Sign(Witness::WebView, Sign::Alive),
                Said::Sign(Witness::Journal, Sign::Dead),
                Said::Sign(Witness::Printer, Sign::Idle),
                Said::Status("two = 2".to_owned()),
            ],
            "each known line counts, and MAINPID does not"
        );
    }

    #[test]
    fn what_is_not_meant_for_the_watchdog_means_nothing() {
        for hostile in [
            &b""[..],
            b"READY",
            b"READY=0",
            b"READY=11",
            b" READY=1",
            b"ready=1",
            b"X_MINILAB_WEB_VIEW=",
            b"X_MINILAB_WEB_VIEW=ALIVE",
            b"\0\0\0",
            b"====",
        ] {
            assert_eq!(parse(hostile), [], "{hostile:?} says nothing");
        }
    }

    #[test]
    fn any_bytes_are_survived_and_a_status_stays_short_and_printable() {
        let mut dice = fastrand::Rng::with_seed(9);
        for _ in 0..20_000 {
            let length = dice.usize(..200);
            let mut bytes: Vec<u8> = (0..length).map(|_| dice.u8(..)).collect();
            bytes.splice(0..0, *b"STATUS=");
            for said in parse(&bytes) {
                if let Said::Status(status) = said {
                    assert!(
                        status.chars().count() <= STATUS_CHARACTERS
                            && !status.chars().any(char::is_control),
                        "a status reaches logs and screens: {status:?}"
                    );
                }
            }
        }
    }
}
