//! A kiosk that is alive for the system and dead for the customer.

use std::os::unix::net::UnixDatagram;
use std::time::{Duration, Instant};

use crate::house::{House, best_of_three, signal, until};

const SHORT: &[(&str, &str)] = &[
    ("PULSE_LIMIT_MS", "700"),
    ("WEB_VIEW_LIMIT_MS", "900"),
    ("JOURNAL_LIMIT_MS", "60000"),
];

#[test]
fn silence_is_found_within_six_seconds_with_the_limits_of_every_day() {
    let limit = Duration::from_secs(6);
    let found = best_of_three(limit, || {
        let house = House::new("silent:300", &[]);
        let (at, ready) = house.wait_for(0, "ready said");
        let (_, found) = house.wait_for(at, "restart pulse_silent normal");
        let uptime = |text: &str| text.parse().map(Duration::from_millis).expect("a number");
        let ready = uptime(ready.field("uptime_ms"));
        // The last pulse came 300 ms after it was ready, or a little before.
        uptime(found.field("uptime_ms")) - ready - Duration::from_millis(250)
    });
    eprintln!("found after {found:?}");
    assert!(
        found <= limit,
        "a hang is found within {limit:?}, not {found:?}"
    );
}

#[test]
fn a_kiosk_that_was_stopped_in_its_tracks_is_found_and_replaced() {
    let house = House::new("well", SHORT);
    let (at, started) = house.wait_for(0, "started due normal");
    house.wait_for(at, "ready said");
    signal("STOP", started.field("pid").parse().expect("a number"));
    let (at, _) = house.wait_for(at, "restart pulse_silent normal");
    house.wait_for(at, "ready said");
    let left = house.family();
    assert_eq!(left.len(), 1, "a stopped process can be killed: {left:#?}");
}

#[test]
fn a_kiosk_that_says_itself_that_its_page_is_dead_gets_a_new_page_and_then_a_new_start() {
    let house = House::new("liar:200", SHORT);
    let (at, reload) = house.wait_for(0, "reload web_view_silent");
    let page = || {
        let mut family = house.family().into_iter();
        family.any(|process| process.name.starts_with("WebKitWeb") && !process.dead)
    };
    // It is not opened again: this kiosk has no care for dead pages.
    let gone = until(|| (!page()).then_some(()));
    assert!(gone.is_some(), "the page's process is ended");
    let (_, restart) = house.wait_for(at, "restart reload_in_vain clean_cache");
    assert_eq!(
        restart.field("pid"),
        "",
        "when it is written, the old kiosk has gone"
    );
    assert_ne!(
        reload.field("pid"),
        "",
        "the kiosk lived on while the page was reloaded"
    );
}

#[test]
fn a_kiosk_that_never_speaks_has_not_started() {
    let house = House::new("mute", &[("START_LIMIT_MS", "500")]);
    house.wait_for(0, "restart not_ready normal");
}

#[test]
fn strangers_and_pages_do_not_speak_for_the_kiosk() {
    let house = House::new("ventriloquist:300", SHORT);
    let (at, _) = house.wait_for(0, "ready said");
    house.wait_for(at, "restart pulse_silent normal");

    let house = House::new("mute", &[("START_LIMIT_MS", "1500")]);
    house.wait_for(0, "started due normal");
    let socket = UnixDatagram::unbound().expect("a socket");
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(500) {
        let lie = b"READY=1\nWATCHDOG=1\nSTATUS=I am the kiosk";
        // The queue may be full for a moment.
        let _ = socket.send_to(lie, house.path("run/notify.sock"));
        std::thread::sleep(Duration::from_millis(10));
    }
    house.wait_for(0, "restart not_ready normal");
    let story = house.story();
    assert!(
        !story.contains(&"ready said".to_owned()),
        "this test is no kiosk: {story:?}"
    );
}

#[test]
fn a_kiosk_below_a_compositor_is_believed_and_missed() {
    let settings = [("PULSE_LIMIT_MS", "60000"), ("PID_CHECK_MS", "200")];
    let house = House::new("compositor", &settings);
    let (at, started) = house.wait_for(0, "started due normal");
    house.wait_for(at, "ready said");
    let compositor = started.field("pid");
    let kiosk = house
        .family()
        .into_iter()
        .find(|p| p.pid.to_string() != compositor);
    let kiosk = kiosk.expect("the kiosk is below").pid.number();
    signal("KILL", u32::try_from(kiosk).expect("a number above 1"));
    house.wait_for(at, "restart vanished normal");
}
