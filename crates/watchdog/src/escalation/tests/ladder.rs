//! What follows after what.

use super::*;

#[test]
fn each_death_climbs_one_step_and_waits_longer() {
    let mut world = World::new(LIMITS, 0, 7);
    let died = Event::Died(End::Code(101));
    let mut modes = Vec::new();
    let mut last = Duration::ZERO;
    for death in 1..=4 {
        modes.push(world.ready());
        let done = world.tell(died.clone());
        assert_eq!(done[0], Action::End, "what is left of it goes");
        let [(Step::Restart(_, wait), Reason::Died(_))] = steps(&done)[..] else {
            panic!("a death is a restart: {done:?}");
        };
        assert!(
            (death == 1 && wait.is_zero()) || wait > last,
            "death {death}: at once first, then longer than {last:?}: {wait:?}"
        );
        last = wait;
    }
    modes.push(world.ready());
    assert_eq!(
        modes,
        [
            Mode::Normal,
            Mode::Normal,
            Mode::CleanCache,
            Mode::Safe,
            Mode::Safe
        ],
        "the ladder's rungs"
    );
    let done = world.tell(died);
    assert_eq!(
        done[..2],
        [Action::End, Action::RememberReboots(1)],
        "the fifth starts the machine anew, and that is written down"
    );
    assert_eq!(done.last(), Some(&Action::Reboot), "last of all");
}

#[test]
fn a_machine_that_was_started_anew_three_times_shows_the_honest_page_and_tries_again() {
    let mut world = World::new(LIMITS, 3, 7);
    for _ in 0..5 {
        world.ready();
        world.tell(Event::Died(End::Signal(11)));
    }
    assert_eq!(world.ready(), Mode::OutOfService, "no fourth reboot");
    let pulse = [(Witness::Pulse, Sign::Alive)];
    let done = world.pass_with(59 * MINUTE, &pulse);
    assert_eq!(
        steps(&done),
        [],
        "the page stays, and nothing is forgiven for it"
    );
    let done = world.pass_with(2 * MINUTE, &pulse);
    assert_eq!(
        steps(&done)[0],
        (
            Step::Restart(Mode::CleanCache, Duration::ZERO),
            Reason::TryAgain
        ),
        "after an hour all is tried again"
    );
    world.tell(Event::Said(Said::Ready));
    world.tell(Event::Died(End::Signal(11)));
    assert_eq!(
        world.ready(),
        Mode::OutOfService,
        "one failure, and the page is back"
    );
}

#[test]
fn only_a_person_can_mend_a_wrong_configuration() {
    for code in [64, 73, 77, 78] {
        let mut world = World::new(LIMITS, 0, 7);
        world.pass(SECOND);
        let end = End::Code(code);
        let done = world.tell(Event::Died(end));
        assert_eq!(
            steps(&done),
            [(Step::OutOfService, Reason::Died(end))],
            "no restart mends exit code {code}"
        );
        for _ in 0..20 {
            assert_eq!(world.ready(), Mode::OutOfService, "the page is kept up");
            world.tell(Event::Died(end));
        }
        let reboots = world.done.contains(&Action::Reboot);
        assert!(!reboots, "and no reboot does");
    }
}

#[test]
fn ten_good_minutes_forgive_everything() {
    let mut world = World::new(LIMITS, 2, 7);
    for _ in 0..3 {
        world.ready();
        world.tell(Event::NotStarted);
        world.tell(Event::Died(End::Code(1)));
    }
    assert_eq!(world.ready(), Mode::Safe, "after three failures");
    let done = world.pass_with(9 * MINUTE, WELL);
    assert_eq!(steps(&done), [], "not yet");
    let done = world.pass_with(2 * MINUTE, WELL);
    assert_eq!(
        steps(&done),
        [(Step::Forgiven, Reason::Healthy)],
        "once, and without disturbing the customer"
    );
    assert_eq!(world.reboots, 0, "reboots too");
    world.tell(Event::Died(End::Code(1)));
    assert_eq!(world.ready(), Mode::Normal, "the ladder begins anew");
}

#[test]
fn a_kiosk_that_is_closed_on_purpose_has_not_failed_but_one_that_always_closes_has() {
    let mut world = working();
    world.pass_with(2 * MINUTE, WELL);
    world.tell(Event::Said(Said::Stopping));
    let done = world.tell(Event::Died(End::Code(0)));
    let Some(Action::Report(report)) = done.last() else {
        panic!("a start is reported: {done:?}");
    };
    assert_eq!(report.failures, 0, "the service menu closed it");
    for _ in 0..5 {
        world.ready();
        world.tell(Event::Died(End::Code(0)));
    }
    assert!(
        world.done.contains(&Action::Reboot),
        "a loop of closing is one of failing"
    );
}

#[test]
fn a_machine_that_does_not_go_down_shows_the_honest_page() {
    for refused in [true, false] {
        let mut world = World::new(LIMITS, 0, 7);
        for _ in 0..5 {
            world.ready();
            world.tell(Event::Died(End::Signal(6)));
        }
        let done = match refused {
            true => world.tell(Event::RebootFailed),
            false => world.pass(121 * SECOND),
        };
        assert_eq!(
            steps(&done)[0],
            (Step::OutOfService, Reason::RebootFailed),
            "refused: {refused}"
        );
    }
}
