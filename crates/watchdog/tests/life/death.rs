//! A kiosk that dies.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::house::{House, appears, best_of_three, signal, until};

fn now_ms() -> u128 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.expect("a clock after 1970").as_millis()
}

#[test]
fn a_killed_kiosk_is_seen_and_started_again_at_once() {
    let mut restarted = Duration::MAX;
    let seen = best_of_three(Duration::from_millis(100), || {
        let house = House::new("well", &[]);
        let (at, started) = house.wait_for(0, "started due normal");
        house.wait_for(at, "ready said");
        let killed_ms = now_ms();
        signal("KILL", started.field("pid").parse().expect("a number"));
        let (at, seen) = house.wait_for(at, "restart died normal");
        assert_eq!(seen.field("end"), "signal 9", "and it says how");
        house.wait_for(at, "ready said");
        let starts = until(|| Some(house.starts_ms()).filter(|starts| starts.len() > 1));
        let again = starts.expect("it was started again")[1];
        restarted = restarted.min(Duration::from_millis(
            u64::try_from(again.saturating_sub(killed_ms)).expect("a short time"),
        ));
        let seen_ms: u128 = seen.field("at_ms").parse().expect("a number");
        Duration::from_millis(u64::try_from(seen_ms.saturating_sub(killed_ms)).expect("short"))
    });
    eprintln!("seen after {seen:?}, in its main again after {restarted:?}");
    assert!(
        seen <= Duration::from_millis(100),
        "a death is seen within 100 ms, not {seen:?}"
    );
    assert!(
        restarted <= Duration::from_secs(3),
        "and healed long before the customer leaves, not after {restarted:?}"
    );
}

#[test]
fn a_kiosk_that_always_crashes_climbs_the_whole_ladder() {
    let folder = tempfile::tempdir().expect("a folder");
    let rebooted = folder.path().join("rebooted");
    let house = House::new(
        "crash:100",
        &[
            ("FIRST_WAIT_MS", "100"),
            ("REBOOT", &format!("/usr/bin/touch {}", rebooted.display())),
            ("REBOOT_LIMIT_MS", "300"),
        ],
    );
    house.wait_for(0, "started due out_of_service");
    assert!(appears(&rebooted), "the machine was told to start anew");
    let mut story = house.story();
    story.retain(|said| said != "ready said");
    story.truncate(12);
    assert_eq!(
        story,
        [
            "started due normal",
            "restart died normal",
            "started due normal",
            "restart died clean_cache",
            "started due clean_cache",
            "restart died safe",
            "started due safe",
            "restart died safe",
            "started due safe",
            "reboot died",
            "out_of_service reboot_failed",
            "started due out_of_service",
        ],
        "step by step"
    );
    let waits: Vec<u64> = house
        .lines()
        .iter()
        .filter(|line| line.said().starts_with("restart died") && line.field("failures") < "5")
        .filter_map(|line| line.field("wait_ms").parse().ok())
        .take(4)
        .collect();
    assert!(
        waits[0] == 0 && waits.is_sorted_by(|a, b| a < b),
        "each wait is longer than the one before: {waits:?}"
    );
    let counted = std::fs::read_to_string(house.path("state/reboots")).expect("it was written");
    assert_eq!(counted.trim(), "1", "the next boot knows of this one");
}

#[test]
fn a_wrong_configuration_leads_to_the_honest_page_at_once() {
    let house = House::new("exit:78", &[]);
    house.wait_for(0, "started due out_of_service");
    assert_eq!(
        house.story()[..3],
        [
            "started due normal",
            "out_of_service died",
            "started due out_of_service"
        ],
        "no start in between can mend it"
    );
}

#[test]
fn a_program_that_is_not_there_is_a_failure_like_others() {
    let house = House::new(
        "well",
        &[
            ("KIOSK", "/usr/bin/no-such-kiosk"),
            ("FIRST_WAIT_MS", "100"),
        ],
    );
    house.wait_for(0, "out_of_service not_started");
    assert_eq!(
        house.story()[0],
        "restart not_started normal",
        "and is reported as what it is"
    );
}

#[test]
fn the_web_cache_is_empty_after_the_second_death() {
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("cache");
    std::fs::create_dir(&cache).expect("a folder");
    let page = cache.join("page");
    std::fs::write(&page, b"broken").expect("there is room");
    let cache = cache.display().to_string();
    let settings = [("WEB_CACHE_DIR", cache.as_str()), ("FIRST_WAIT_MS", "1000")];
    let house = House::new("crash:50", &settings);
    house.wait_for(0, "restart died normal");
    assert!(page.exists(), "the first death is not the cache's fault");
    house.wait_for(0, "started due clean_cache");
    assert!(!page.exists(), "the second may be");
}
