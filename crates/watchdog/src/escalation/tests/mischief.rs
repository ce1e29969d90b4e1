//! What never happens, whatever happens.

use super::*;

/// What a hostile kiosk, a broken machine and a nervous technician can do, `choice` by `choice`.
fn mischief(choice: usize, world: &mut World) {
    let event = match choice {
        0 => return drop(world.pass(200 * Duration::from_millis(1))),
        1 => return drop(world.pass(7 * SECOND)),
        2 => Event::Said(Said::Ready),
        3 => Event::Said(Said::Stopping),
        4 => Event::Said(Said::Sign(Witness::WebView, Sign::Dead)),
        5 => Event::Vanished,
        6 => Event::RebootFailed,
        7 if world.runs => Event::Died(End::Signal(9)),
        8 if world.runs => Event::Died(End::Code(78)),
        9 if world.runs => Event::NotStarted,
        10 => Event::Said(Said::Sign(Witness::Pulse, Sign::Alive)),
        11 if world.runs => Event::Died(End::Code(0)),
        12 => return drop(world.pass(130 * SECOND)),
        13 => {
            world.now += 3600 * SECOND;
            Event::Tick
        }
        _ => return,
    };
    world.tell(event);
}

/// Whatever happened before: a kiosk comes up again, and can stay.
fn comes_back(mut world: World, what: &str) {
    if !world.runs {
        // A reboot may be under way; the wait after it is the longest.
        let end = world.now + LIMITS.reboot + LIMITS.longest_wait + 2 * SECOND;
        let mut started = false;
        while world.now < end && !started {
            world.now += Duration::from_millis(900);
            let done = world.tell(Event::Tick);
            started = done.iter().any(|action| matches!(action, Action::Start(_)));
        }
        assert!(
            started,
            "a dead screen after {what}: {:?}",
            world.escalation
        );
    }
    world.tell(Event::Stop);
    assert!(
        !world.runs,
        "told to stop, it leaves nothing behind after {what}"
    );
    for choice in 0..14 {
        let before = world.done.len();
        mischief(choice, &mut world);
        assert_eq!(
            world.done.len(),
            before,
            "and does nothing more after {what}"
        );
    }
}

#[test]
fn no_three_things_on_any_rung_leave_a_dead_screen_or_two_kiosks() {
    fn explore(world: &World, depth: u32, path: &mut Vec<usize>) {
        if depth == 0 {
            return comes_back(world.clone(), &format!("{path:?}"));
        }
        // The short ones; the long waits are for the dice below.
        for choice in [0, 2, 3, 5, 6, 7, 8, 9] {
            let mut next = world.clone();
            mischief(choice, &mut next);
            path.push(choice);
            explore(&next, depth - 1, path);
            path.pop();
        }
    }
    let mut world = World::new(LIMITS, 2, 1);
    for rung in 0..8 {
        explore(&world, 3, &mut vec![rung]);
        world.pass(130 * SECOND);
        if world.runs {
            world.tell(Event::Died(End::Signal(9)));
        }
    }
}

#[test]
fn no_long_life_leaves_a_dead_screen_or_two_kiosks() {
    for seed in 0..150 {
        let mut dice = fastrand::Rng::with_seed(seed);
        let mut world = World::new(LIMITS, dice.u32(..4), seed);
        for _ in 0..dice.usize(1..60) {
            mischief(dice.usize(..14), &mut world);
        }
        comes_back(world, &format!("seed {seed}"));
    }
}
