//! What counts as hanging, and when.

use super::*;

#[test]
fn a_kiosk_that_is_well_is_left_alone_and_looked_at_every_half_minute() {
    let mut world = working();
    let done = world.pass_with(61 * SECOND, WELL);
    assert_eq!(
        done,
        [Action::CheckPid, Action::CheckPid],
        "nothing but two looks at the process number"
    );
}

#[test]
fn each_witness_is_held_to_its_own_time() {
    for (witness, found_after) in [
        (Witness::Pulse, 5100),
        (Witness::WebView, 5600),
        (Witness::Journal, 5600),
        (Witness::Printer, 180_100),
    ] {
        let mut world = working();
        let mut signs: Vec<(Witness, Sign)> = Witness::ALL.map(|w| (w, Sign::Alive)).to_vec();
        world.pass_with(10 * SECOND, &signs);
        for (who, sign) in &signs {
            world.tell(Event::Said(Said::Sign(*who, *sign)));
        }
        // The liar: its pulse is fine, and it says itself that the part is dead.
        signs[witness as usize].1 = Sign::Dead;
        let before = world.pass_with(Duration::from_millis(found_after - 100), &signs);
        assert_eq!(steps(&before), [], "{witness:?} has its time");
        let after = world.pass_with(Duration::from_millis(100), &signs);
        let found = steps(&after);
        assert_eq!(
            found.first().map(|(_, reason)| *reason),
            Some(Reason::Silent(witness)),
            "and is named when it is over"
        );
        let reload = found[0].0 == Step::Reload;
        assert_eq!(
            reload,
            witness == Witness::WebView,
            "only a page is reloaded"
        );
    }
}

#[test]
fn a_page_that_hangs_is_reloaded_and_then_the_kiosk_is_started_with_a_clean_cache() {
    let mut world = working();
    world.pass_with(SECOND, WELL);
    let hung = HUNG_PAGE;
    let done = world.pass_with(12 * SECOND, hung);
    let said = steps(&done);
    assert_eq!(
        said[..2],
        [
            (Step::Reload, Reason::Silent(Witness::WebView)),
            (
                Step::Restart(Mode::CleanCache, Duration::ZERO),
                Reason::ReloadInVain
            ),
        ],
        "a reload that does not help is followed by a start"
    );
}

#[test]
fn a_page_that_hangs_again_and_again_is_reloaded_three_times_a_minute() {
    let mut world = working();
    let hung = HUNG_PAGE;
    let mut said = Vec::new();
    for _ in 0..4 {
        world.pass_with(SECOND, WELL);
        said.extend(steps(&world.pass_with(7 * SECOND, hung)));
    }
    let reasons: Vec<Reason> = said.iter().map(|(_, reason)| *reason).take(4).collect();
    let hangs = Reason::Silent(Witness::WebView);
    assert_eq!(
        reasons,
        [hangs, hangs, hangs, Reason::TooManyReloads],
        "the fourth within a minute needs more"
    );
}

#[test]
fn slowness_at_the_start_and_at_the_end_has_its_own_limits() {
    let mut world = World::new(LIMITS, 0, 7);
    let said = steps(&world.pass(59 * SECOND));
    assert_eq!(
        said,
        [(Step::Started(Mode::Normal), Reason::Due)],
        "it may load"
    );
    let said = steps(&world.pass(2 * SECOND));
    assert_eq!(said[0].1, Reason::NotReady, "but not for ever");

    let mut world = working();
    world.tell(Event::Said(Said::Stopping));
    assert_eq!(steps(&world.pass(5 * SECOND)), [], "it may close");
    let said = steps(&world.pass(SECOND));
    assert_eq!(said[0].1, Reason::NotEnded, "but not for ever");
}

#[test]
fn a_night_in_which_the_whole_machine_stood_still_is_nobodys_hang() {
    let mut world = working();
    world.pass_with(10 * SECOND, WELL);
    world.now += 6 * 60 * MINUTE;
    assert_eq!(steps(&world.tell(Event::Tick)), [], "nobody could speak");
    let said = steps(&world.pass(6 * SECOND));
    assert_eq!(
        said.first().map(|(_, reason)| *reason),
        Some(Reason::Silent(Witness::Pulse)),
        "but whoever does not wake up is found in the usual time"
    );
}

#[test]
fn a_kiosk_that_cannot_speak_is_only_guarded_against_death() {
    let mut world = World::new(
        Limits {
            proof_of_life: ProofOfLife::Off,
            ..LIMITS
        },
        0,
        7,
    );
    let done = world.pass(20 * MINUTE);
    assert_eq!(
        steps(&done),
        [(Step::Started(Mode::Normal), Reason::Due)],
        "silence is no hang"
    );
    world.tell(Event::Vanished);
    let said = steps(&world.pass(SECOND));
    assert_eq!(
        said[0].0,
        Step::Started(Mode::Normal),
        "death is seen: {said:?}"
    );
}
