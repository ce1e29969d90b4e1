//! Below a systemd that is played by a socket.

use std::os::unix::net::UnixDatagram;
use std::time::Duration;

use crate::house::{House, signal, until};

#[test]
fn it_says_that_it_works_feeds_and_takes_its_leave() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("systemd.sock");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    socket
        .set_read_timeout(Some(Duration::from_secs(30)))
        .expect("a socket has a timeout");
    let hear = || {
        let mut buffer = [0; 512];
        let length = socket.recv(&mut buffer).unwrap_or(0);
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    };
    let hear_until = |wanted: &str| {
        until(|| hear().starts_with(wanted).then_some(()))
            .unwrap_or_else(|| panic!("{wanted:?} was not said"));
    };

    let path = path.display().to_string();
    let mut house = House::below_systemd("well", &path, "200000");
    assert_eq!(hear(), "READY=1", "first of all");
    house.wait_for(0, "ready said");
    for _ in 0..5 {
        hear_until("WATCHDOG=1");
    }
    // A watchdog that stands still feeds no more: systemd would start it again.
    signal("STOP", house.watchdog.id());
    socket.set_nonblocking(true).expect("a socket");
    std::thread::sleep(Duration::from_millis(100));
    while !hear().is_empty() {}
    std::thread::sleep(Duration::from_millis(700));
    assert_eq!(hear(), "", "nothing is said in its name");
    signal("CONT", house.watchdog.id());
    socket.set_nonblocking(false).expect("a socket");
    hear_until("WATCHDOG=1");

    let (_, started) = house.wait_for(0, "started due normal");
    signal("KILL", started.field("pid").parse().expect("a number"));
    hear_until("STATUS=restart (normal) in 0 ms: died by signal 9");
    signal("TERM", house.watchdog.id());
    hear_until("STOPPING=1");
    let ended = until(|| house.watchdog.try_wait().expect("it is our child"));
    assert!(ended.is_some_and(|status| status.success()), "{ended:?}");
}
