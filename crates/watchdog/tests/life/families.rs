//! Whatever the kiosk started ends with it.

use crate::house::{House, signal};

fn kiosk_of(house: &House) -> u32 {
    let (_, started) = house.wait_for(0, "started due normal");
    started.field("pid").parse().expect("a number")
}

/// After a death, only the new kiosk's family is there, and no zombie is left of the old one's.
fn only_the_new_family(house: &House, before: &[i32]) {
    let left: Vec<_> = house
        .family()
        .into_iter()
        .filter(|process| before.contains(&process.pid.number()))
        .collect();
    assert!(left.is_empty(), "these outlived their kiosk: {left:#?}");
    let zombies: Vec<_> = watchdog::processes::all()
        .expect("/proc can be read")
        .into_iter()
        .filter(|p| p.dead && u32::try_from(p.parent).ok() == Some(house.watchdog.id()))
        .filter(|p| before.contains(&p.pid.number()))
        .collect();
    assert!(zombies.is_empty(), "nobody buried these: {zombies:#?}");
}

fn numbers(house: &House) -> Vec<i32> {
    house.family().iter().map(|p| p.pid.number()).collect()
}

#[test]
fn relatives_in_other_groups_and_sessions_go_too() {
    let house = House::new("family", &[]);
    let kiosk = kiosk_of(&house);
    house.wait_for(0, "ready said");
    house.wait_for_family(5);
    let before = numbers(&house);
    signal("KILL", kiosk);
    let (at, _) = house.wait_for(0, "restart died normal");
    only_the_new_family(&house, &before);
    house.wait_for(at, "ready said");
}

#[test]
fn a_bomb_of_processes_is_cleared_away() {
    let house = House::new("bomb:5", &[]);
    let kiosk = kiosk_of(&house);
    house.wait_for_family(63);
    let before = numbers(&house);
    signal("KILL", kiosk);
    house.wait_for(0, "restart died normal");
    only_the_new_family(&house, &before);
}

#[test]
fn a_weed_that_always_grows_again_is_pulled_out() {
    let mut house = House::new("weed", &[]);
    house.wait_for(0, "ready said");
    house.wait_for_family(8);
    let status = house.stop();
    assert!(status.success(), "told to stop: {status}");
    let left = house.family();
    assert!(left.is_empty(), "it grew on: {left:#?}");
}
