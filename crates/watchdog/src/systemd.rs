//! Speaks `sd_notify`(3) upwards, when systemd started the watchdog; says nothing otherwise.

use std::fmt;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};
use std::time::Duration;

use crate::processes::Pid;

/// The line to systemd.
pub(crate) struct Systemd {
    line: Option<(UnixDatagram, SocketAddr)>,
    feed_every: Option<Duration>,
    last_fed: Duration,
}

impl fmt::Debug for Systemd {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Systemd")
            .field("line", &self.line.as_ref().map(|(_, address)| address))
            .field("feed_every", &self.feed_every)
            .finish_non_exhaustive()
    }
}

impl Systemd {
    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`. What is wrong there is as if
    /// it were missing: the kiosk is more important than who looks after its watchdog.
    pub(crate) fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let line = variable("NOTIFY_SOCKET").and_then(|socket| {
            let address = match socket.strip_prefix('@') {
                Some(name) => SocketAddr::from_abstract_name(name),
                None if socket.starts_with('/') => SocketAddr::from_pathname(&socket),
                None => return None,
            };
            let socket = UnixDatagram::unbound().ok()?;
            // A systemd that does not read must not stop the watchdog.
            socket.set_nonblocking(true).ok()?;
            Some((socket, address.ok()?))
        });
        let for_us = variable("WATCHDOG_PID").is_none_or(|pid| {
            let pid = pid.parse().ok().and_then(Pid::new);
            pid.is_some() && pid == Pid::own()
        });
        let limit = variable("WATCHDOG_USEC").and_then(|text| text.parse().ok());
        Self {
            line,
            // Half the limit, as sd_watchdog_enabled(3) asks.
            feed_every: limit
                .filter(|limit| for_us && *limit > 0)
                .map(|limit: u64| Duration::from_micros(limit) / 2),
            last_fed: Duration::ZERO,
        }
    }

    /// The watchdog works now; whether the kiosk does is its own affair.
    pub(crate) fn ready(&self) {
        self.say("READY=1");
    }

    /// The watchdog goes, and the kiosk with it.
    pub(crate) fn stopping(&self) {
        self.say("STOPPING=1");
    }

    /// What `systemctl status` shows. One line.
    pub(crate) fn status(&self, sentence: &str) {
        let line: String = sentence.chars().filter(|c| !c.is_control()).collect();
        self.say(&format!("STATUS={line}"));
    }

    /// The watchdog's own proof of life, when it is due at `now`.
    pub(crate) fn feed(&mut self, now: Duration) {
        let due = |every| now.saturating_sub(self.last_fed) >= every;
        if self.feed_every.is_some_and(due) {
            self.last_fed = now;
            self.say("WATCHDOG=1");
        }
    }

    fn say(&self, text: &str) {
        if let Some((socket, address)) = &self.line {
            // Unheard is unheard; systemd draws its own conclusion.
            let _ = socket.send_to_addr(text.as_bytes(), address);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn systemd(variables: &[(&str, &str)]) -> Systemd {
        Systemd::from_environment(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn it_feeds_twice_within_the_limit_and_only_if_it_is_meant() {
        let own = Pid::own().expect("not process 1").to_string();
        let half = Some(Duration::from_secs(5));
        for (variables, feed_every) in [
            (vec![("WATCHDOG_USEC", "10000000")], half),
            (
                vec![
                    ("WATCHDOG_USEC", "10000000"),
                    ("WATCHDOG_PID", own.as_str()),
                ],
                half,
            ),
            (
                vec![("WATCHDOG_USEC", "10000000"), ("WATCHDOG_PID", "2")],
                None,
            ),
            (
                vec![("WATCHDOG_USEC", "10000000"), ("WATCHDOG_PID", "x")],
                None,
            ),
            (vec![("WATCHDOG_USEC", "0")], None),
            (vec![("WATCHDOG_USEC", "-1")], None),
            (vec![], None),
        ] {
            assert_eq!(
                systemd(&variables).feed_every,
                feed_every,
                "with {variables:?}"
            );
        }
    }

    #[test]
    fn it_speaks_to_a_path_and_to_an_abstract_name_and_to_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("systemd.sock");
        let listener = UnixDatagram::bind(&path).expect("a socket");
        let name = format!("minilab-watchdog-test-{}", std::process::id());
        let address = SocketAddr::from_abstract_name(&name).expect("a short name");
        let abstract_listener = UnixDatagram::bind_addr(&address).expect("a socket");
        let path = path.to_string_lossy().into_owned();
        for (socket, listener) in [(path, listener), (format!("@{name}"), abstract_listener)] {
            systemd(&[("NOTIFY_SOCKET", &socket)]).status("a\nREADY=1");
            let mut buffer = [0; 64];
            let length = listener.recv(&mut buffer).expect("it was said");
            assert_eq!(
                &buffer[..length],
                b"STATUS=aREADY=1",
                "on {socket}, and one line stays one line"
            );
        }
        for wrong in ["", "relative", "vsock:2:3"] {
            assert!(
                systemd(&[("NOTIFY_SOCKET", wrong)]).line.is_none(),
                "{wrong:?} is no address"
            );
        }
    }
}
