//! The watchdog's own end, polite and not.

use std::fs;

use crate::house::{House, signal, until};

#[test]
fn told_to_stop_it_asks_the_kiosk_first() {
    let mut house = House::new("well", &[]);
    house.wait_for(0, "ready said");
    let status = house.stop();
    assert_eq!(status.code(), Some(0), "told to end is an ordinary end");
    assert!(house.family().is_empty(), "the kiosk went with it");
    assert_eq!(
        house.story().last().map(String::as_str),
        Some("stopped told"),
        "and that was reported"
    );
    assert!(
        !house.path("run/kiosk.pid").exists(),
        "nobody is remembered who does not run"
    );
}

#[test]
fn a_kiosk_that_does_not_listen_is_killed() {
    let deaf = ["/usr/bin/env", "--ignore-signal=TERM"];
    let mut house = House::with_kiosk(&deaf, "well", &[("STOP_LIMIT_MS", "300")]);
    house.wait_for(0, "ready said");
    let status = house.stop();
    assert_eq!(
        status.code(),
        Some(0),
        "that is no failure of the watchdog's"
    );
    assert!(house.family().is_empty(), "it was killed");
}

#[test]
fn after_its_own_death_the_old_kiosk_is_replaced_and_not_doubled() {
    let mut house = House::new("family", &[]);
    house.wait_for(0, "ready said");
    house.wait_for_family(5);
    let old: Vec<i32> = house.family().iter().map(|p| p.pid.number()).collect();
    house.watchdog.kill().expect("it is our child");
    house.watchdog.wait().expect("it is our child");
    assert!(!house.family().is_empty(), "the kiosk lives on without it");

    let before = house.lines().len();
    house.watchdog = house.another_watchdog();
    house.wait_for(before, "ready said");
    let family = house.family();
    let survivors: Vec<_> = family
        .iter()
        .filter(|p| old.contains(&p.pid.number()) && !p.dead)
        .collect();
    // The one who cleared its environment and left its parent cannot be known again; under
    // systemd it is in the unit's control group.
    assert!(
        survivors.len() <= 1 && survivors.iter().all(|p| p.name == "sleep"),
        "the old kiosk and who can be known to be its went: {survivors:#?}"
    );
}

#[test]
fn a_number_that_was_given_to_somebody_else_is_left_alone() {
    let mut house = House::new("well", &[]);
    let (_, started) = house.wait_for(0, "ready said");
    house.stop();
    let mut bystander = std::process::Command::new("/bin/sleep")
        .arg("600")
        .spawn()
        .expect("coreutils are installed");
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").expect("a boot has a name");
    let file = house.path("run/kiosk.pid");
    fs::write(&file, format!("{} 1 {boot}", bystander.id())).expect("there is room");
    let before = house.lines().len();
    house.watchdog = house.another_watchdog();
    house.wait_for(before, "ready said");
    let alive = bystander.try_wait().expect("it is our child").is_none();
    bystander.kill().expect("it is our child");
    bystander.wait().expect("it is our child");
    assert!(
        alive,
        "the number was the kiosk's ({}), the start was not",
        started.field("pid")
    );
}

#[test]
fn a_second_watchdog_is_turned_away() {
    let house = House::new("well", &[]);
    house.wait_for(0, "ready said");
    let mut second = house.another_watchdog();
    let status = until(|| second.try_wait().expect("it is our child"));
    let status = status.expect("it does not stay");
    assert_eq!(status.code(), Some(69), "the folder is taken");
    assert_eq!(house.family().len(), 1, "and the kiosk was not touched");
}

#[test]
fn killed_in_the_middle_of_a_start_it_never_leaves_two_kiosks() {
    let mut house = House::new("crash:20", &[("FIRST_WAIT_MS", "100")]);
    for turn in 0..12 {
        std::thread::sleep(std::time::Duration::from_millis(7 * turn));
        signal("KILL", house.watchdog.id());
        house.watchdog.wait().expect("it is our child");
        let before = house.lines().len();
        house.watchdog = house.another_watchdog();
        until(|| (house.lines().len() > before).then_some(()));
        let kiosks = house.family().iter().filter(|p| !p.dead).count();
        assert!(kiosks <= 1, "two kiosks after turn {turn}");
    }
}
