//! Who is alive, who is whose child, and since when: read from `/proc`, as proc(5) has it.

use std::collections::HashSet;
use std::fmt;
use std::fs;
use std::io;

/// The number of a process: greater than 0, because 0, -1 and below mean whole crowds to
/// kill(2); and not 1, which is the system's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pid(i32);

impl Pid {
    /// None if `number` cannot be one of our processes.
    pub fn new(number: i32) -> Option<Self> {
        (number > 1).then_some(Self(number))
    }

    /// This process.
    pub fn own() -> Option<Self> {
        Self::try_from_id(std::process::id())
    }

    /// From what std says.
    pub fn try_from_id(id: u32) -> Option<Self> {
        i32::try_from(id).ok().and_then(Self::new)
    }

    /// As the system calls want it.
    pub fn number(self) -> i32 {
        self.0
    }
}

impl fmt::Display for Pid {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

/// What `/proc/PID/stat` says about a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Process {
    /// Its number.
    pub pid: Pid,
    /// Its name, at most 15 bytes of it.
    pub name: String,
    /// Its parent's number; 0 or 1 have no [`Pid`].
    pub parent: i32,
    /// The number of its process group.
    pub group: i32,
    /// When it started, in the kernel's ticks since the boot. Number and start together are
    /// never given twice during one boot.
    pub start_ticks: u64,
    /// Whether it has died and is only remembered until its parent asks.
    pub dead: bool,
}

impl Process {
    /// The process `pid`; none if there is none.
    pub fn read(pid: Pid) -> Option<Self> {
        let stat = fs::read(format!("/proc/{pid}/stat")).ok()?;
        Self::parse(&String::from_utf8_lossy(&stat))
    }

    /// The name stands in brackets and may itself hold brackets, spaces and line ends, so the
    /// last bracket counts.
    fn parse(stat: &str) -> Option<Self> {
        let (head, tail) = stat.rsplit_once(')')?;
        let (pid, name) = head.split_once(" (")?;
        // Field 3 of proc(5) is the first of these.
        let fields: Vec<&str> = tail.split_ascii_whitespace().collect();
        Some(Self {
            pid: Pid::new(pid.parse().ok()?)?,
            name: name.to_owned(),
            parent: fields.get(1)?.parse().ok()?,
            group: fields.get(2)?.parse().ok()?,
            start_ticks: fields.get(19)?.parse().ok()?,
            dead: matches!(*fields.first()?, "Z" | "X" | "x"),
        })
    }
}

/// Everything that is alive or a zombie now.
pub fn all() -> io::Result<Vec<Process>> {
    let numbers = fs::read_dir("/proc")?
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(Pid::new);
    Ok(numbers.filter_map(Process::read).collect())
}

/// Those of `processes` that descend from `ancestor`, without itself.
pub fn below(processes: &[Process], ancestor: Pid) -> Vec<&Process> {
    let mut family = HashSet::from([ancestor.number()]);
    let mut found: Vec<&Process> = Vec::new();
    loop {
        let children: Vec<&Process> = processes
            .iter()
            .filter(|p| family.contains(&p.parent) && !family.contains(&p.pid.number()))
            .collect();
        if children.is_empty() {
            return found;
        }
        family.extend(children.iter().map(|p| p.pid.number()));
        found.extend(children);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(pid: i32, parent: i32) -> Process {
        Process {
            pid: Pid::new(pid).expect("a number above 1"),
            name: "p".to_owned(),
            parent,
            group: pid,
            start_ticks: 0,
            dead: false,
        }
    }

    #[test]
    fn a_name_with_brackets_in_it_does_not_shift_the_fields() {
        let stat = "77 (a) Z 1 (b\n) S 5 6 7 0 -1 4 1 2 3 4 5 6 7 8 20 0 1 0 4321 9";
        let parsed = Process::parse(stat).expect("a line of proc(5)");
        assert_eq!(
            parsed,
            Process {
                pid: Pid(77),
                name: "a) Z 1 (b\n".to_owned(),
                parent: 5,
                group: 6,
                start_ticks: 4321,
                dead: false
            },
            "fields are counted from the last bracket"
        );
    }

    #[test]
    fn anything_else_is_no_process() {
        for stat in [
            "",
            "77",
            "77 (a",
            "77 (a) S",
            "0 (a) S 1",
            "(a) S 5 6 7",
            ")",
            "x (y) z",
        ] {
            assert_eq!(
                Process::parse(stat),
                None,
                "{stat:?} is not a line of proc(5)"
            );
        }
    }

    #[test]
    fn descendants_are_found_at_any_depth_and_in_any_order() {
        let processes = [
            process(40, 30),
            process(30, 20),
            process(20, 9),
            process(50, 8),
        ];
        let mut found: Vec<i32> = below(&processes, Pid(9))
            .iter()
            .map(|p| p.pid.number())
            .collect();
        found.sort_unstable();
        assert_eq!(found, [20, 30, 40], "50 is another's");
    }

    #[test]
    fn a_circle_of_parents_ends() {
        let processes = [process(20, 30), process(30, 20), process(9, 9)];
        assert!(
            below(&processes, Pid(9)).is_empty(),
            "pids that were recycled between two reads must not make it run for ever"
        );
    }

    #[test]
    fn this_process_is_alive_and_no_number_is_a_crowd() {
        let own = Pid::own().expect("a test is not process 1");
        let read = Process::read(own).expect("this process is alive");
        assert!(!read.dead && read.pid == own, "{read:?}");
        for crowd in [1, 0, -1, -77] {
            assert_eq!(Pid::new(crowd), None, "kill({crowd}) would hit others");
        }
    }
}
