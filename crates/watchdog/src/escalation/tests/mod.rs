//! A kiosk as the escalation sees it; the tests are in the files beside this one.

mod hanging;
mod ladder;
mod mischief;

use super::*;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

const LIMITS: Limits = Limits {
    pulse: Duration::from_millis(5000),
    web_view: Duration::from_millis(5500),
    journal: Duration::from_millis(5500),
    printer: Duration::from_secs(180),
    start: MINUTE,
    stop: Duration::from_secs(5),
    pid_check: Duration::from_secs(30),
    healthy: Duration::from_secs(600),
    first_wait: SECOND,
    longest_wait: MINUTE,
    reboot: Duration::from_secs(120),
    out_of_service: Duration::from_secs(3600),
    most_reboots: 3,
    proof_of_life: ProofOfLife::Required,
};

/// A kiosk as the escalation sees it, and a watch.
#[derive(Clone, Debug)]
struct World {
    escalation: Escalation,
    now: Duration,
    runs: bool,
    /// Everything that was done.
    done: Vec<Action>,
    /// What was written down.
    reboots: u32,
}

impl World {
    fn new(limits: Limits, reboots: u32, seed: u64) -> Self {
        Self {
            escalation: Escalation::new(limits, reboots, seed, Duration::ZERO),
            now: Duration::ZERO,
            runs: false,
            done: Vec::new(),
            reboots,
        }
    }

    /// Tells it, does what it says, and checks what may never happen.
    fn tell(&mut self, event: Event) -> Vec<Action> {
        if matches!(event, Event::Died(_)) {
            self.runs = false;
        }
        let actions = self.escalation.step(event, self.now);
        for action in &actions {
            match action {
                Action::Start(_) => {
                    assert!(
                        !self.runs,
                        "a second kiosk beside the first: {:?}",
                        self.done
                    );
                    self.runs = true;
                }
                Action::End | Action::EndPolitely => self.runs = false,
                Action::Reboot => {
                    assert!(!self.runs, "the kiosk is ended before the machine");
                    assert!(
                        self.reboots == self.escalation.reboots && self.reboots > 0,
                        "a reboot is written down before it is done"
                    );
                    assert!(
                        self.reboots <= LIMITS.most_reboots,
                        "no more reboots than allowed"
                    );
                }
                Action::RememberReboots(count) => self.reboots = *count,
                Action::ReloadPage => assert!(self.runs, "no page without a kiosk"),
                Action::CheckPid => assert!(self.runs, "no process number without a kiosk"),
                Action::Report(_) => {}
            }
        }
        self.done.extend(actions.iter().cloned());
        let mut all = actions.clone();
        if actions
            .iter()
            .any(|action| matches!(action, Action::Start(_)))
        {
            all.extend(self.tell(Event::Started));
        }
        all
    }

    /// Lets time pass, in ticks of the watchdog.
    fn pass(&mut self, time: Duration) -> Vec<Action> {
        self.pass_with(time, &[])
    }

    /// Lets time pass while the kiosk says `signs` every 2 s.
    fn pass_with(&mut self, time: Duration, signs: &[(Witness, Sign)]) -> Vec<Action> {
        let end = self.now + time;
        let mut next_said = self.now;
        let mut done = Vec::new();
        while self.now < end {
            self.now += Duration::from_millis(100);
            if self.now >= next_said {
                next_said += 2 * SECOND;
                for (witness, sign) in signs {
                    done.extend(self.tell(Event::Said(Said::Sign(*witness, *sign))));
                }
            }
            done.extend(self.tell(Event::Tick));
        }
        done
    }

    /// Waits for the next start and lets the kiosk be ready.
    fn ready(&mut self) -> Mode {
        for _ in 0..100_000 {
            for action in self.pass(Duration::from_millis(100)) {
                if let Action::Start(mode) = action {
                    self.tell(Event::Said(Said::Ready));
                    return mode;
                }
            }
        }
        panic!("no start came: {:?}", self.escalation);
    }
}

fn steps(actions: &[Action]) -> Vec<(Step, Reason)> {
    let report = |action: &Action| match action {
        Action::Report(report) => Some((report.step, report.reason)),
        _ => None,
    };
    actions.iter().filter_map(report).collect()
}

const WELL: &[(Witness, Sign)] = &[
    (Witness::Pulse, Sign::Alive),
    (Witness::WebView, Sign::Alive),
    (Witness::Journal, Sign::Alive),
    (Witness::Printer, Sign::Idle),
];

const HUNG_PAGE: &[(Witness, Sign)] = &[
    (Witness::Pulse, Sign::Alive),
    (Witness::WebView, Sign::Dead),
    (Witness::Journal, Sign::Alive),
];

fn working() -> World {
    let mut world = World::new(LIMITS, 0, 1);
    assert_eq!(
        world.ready(),
        Mode::Normal,
        "the first start is an ordinary one"
    );
    world
}
