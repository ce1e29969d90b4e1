//! The kiosk's double: this very program, started again by the watchdog, doing what the
//! environment variable `KIOSK_SCRIPT` says.

use std::env;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::net::UnixDatagram;
use std::os::unix::process::CommandExt as _;
use std::process::{Command, Stdio, exit};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

const BEAT: Duration = Duration::from_millis(50);
const FOR_EVER: Duration = Duration::from_secs(86_400);

/// The command line of a double, in which `token` stands.
pub(crate) fn command(token: &str) -> String {
    let program = env::current_exe().expect("this program knows where it is");
    let program = program.display();
    format!("{program} double::is_a_kiosk_when_it_is_told {token} --exact --nocapture")
}

#[test]
fn is_a_kiosk_when_it_is_told() {
    let Ok(script) = env::var("KIOSK_SCRIPT") else {
        return;
    };
    note_start();
    let (script, number) = script.split_once(':').unwrap_or((&script, "0"));
    let number: u64 = number.parse().expect("a script's number");
    match script {
        "well" => beat("alive", FOR_EVER),
        "silent" => {
            beat("alive", Duration::from_millis(number));
            sleep(FOR_EVER);
        }
        "mute" => sleep(FOR_EVER),
        "liar" => {
            open_page();
            beat("alive", Duration::from_millis(number));
            beat("dead", FOR_EVER);
        }
        "crash" => {
            beat("alive", Duration::from_millis(number));
            exit(1);
        }
        "exit" => exit(i32::try_from(number).expect("an exit code")),
        "ventriloquist" => {
            beat("alive", Duration::from_millis(number));
            again("puppet");
            sleep(FOR_EVER);
        }
        "puppet" => beat("alive", FOR_EVER),
        "compositor" => {
            again("well");
            sleep(FOR_EVER);
        }
        "family" => {
            family();
            beat("alive", FOR_EVER);
        }
        "bomb" => {
            let children = if number == 0 { 0 } else { 2 };
            for _ in 0..children {
                again(&format!("bomb:{}", number - 1));
            }
            sleep(FOR_EVER);
        }
        "weed" => {
            say("READY=1\nWATCHDOG=1");
            again("shoots:300");
            beat("alive", FOR_EVER);
        }
        // Always another process in another group, until it is too many.
        "shoots" => {
            sleep(Duration::from_millis(3));
            if number > 0 {
                again(&format!("shoots:{}", number - 1));
            }
            if !number.is_multiple_of(8) {
                exit(0);
            }
            sleep(FOR_EVER);
        }
        other => panic!("no script is called {other}"),
    }
}

fn note_start() {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("a clock after 1970");
    let path = env::var("KIOSK_STARTS").expect("the house says where");
    let file = OpenOptions::new().append(true).create(true).open(path);
    let mut file = file.expect("there is room");
    file.write_all(format!("{}\n", now.as_millis()).as_bytes())
        .expect("there is room");
}

fn say(text: &str) {
    let socket = UnixDatagram::unbound().expect("a socket");
    let path = env::var("NOTIFY_SOCKET").expect("the watchdog says where");
    // A watchdog that was killed hears nothing, and the kiosk goes on.
    let _ = socket.send_to(text.as_bytes(), path);
}

/// Works for some time, and says `page` of its page.
fn beat(page: &str, time: Duration) {
    let start = Instant::now();
    say("STATUS=starting");
    say("READY=1");
    while start.elapsed() < time {
        say(&format!(
            "WATCHDOG=1\nX_MINILAB_WEB_VIEW={page}\nX_MINILAB_JOURNAL=alive\n\
             X_MINILAB_PRINTER=idle"
        ));
        sleep(BEAT);
    }
}

/// Starts this program again in a group of its own, with another script.
#[expect(
    clippy::zombie_processes,
    reason = "the watchdog has to end and bury them"
)]
fn again(script: &str) {
    let token = env::var("KIOSK_TOKEN").expect("the house says so");
    let line = command(&token);
    let mut words = line.split(' ');
    let child = Command::new(words.next().expect("the program"))
        .args(words)
        .env("KIOSK_SCRIPT", script)
        .process_group(0)
        .stdout(Stdio::null())
        .spawn();
    child.expect("this program starts again");
}

fn sleeper() -> Command {
    let mut sleep = Command::new("/bin/sleep");
    sleep.arg(env::var("KIOSK_TOKEN").expect("the house says so"));
    sleep
}

/// A process with the name of WebKit's.
#[expect(
    clippy::zombie_processes,
    reason = "the watchdog has to end and bury them"
)]
fn open_page() {
    let mut page = sleeper();
    page.arg0("WebKitWebProcess");
    let folder = env::var("KIOSK_STARTS").expect("the house says where");
    let program = format!("{folder}.WebKitWebProcess");
    std::fs::copy("/bin/sleep", &program).expect("coreutils are installed");
    let _ = std::fs::create_dir(format!("{folder}.bin"));
    let named = format!("{folder}.bin/WebKitWebProcess");
    std::fs::rename(program, &named).expect("there is room");
    Command::new(named)
        .arg(env::var("KIOSK_TOKEN").expect("the house says so"))
        .spawn()
        .expect("a copy of sleep runs");
}

/// One that stays, one in another group, one in another session whose parent is gone, and one
/// that knows nothing of where it came from.
#[expect(
    clippy::zombie_processes,
    reason = "the watchdog has to end and bury them"
)]
fn family() {
    let token = env::var("KIOSK_TOKEN").expect("the house says so");
    let mut daemon = Command::new("/usr/bin/setsid");
    daemon.args(["--fork", "/bin/sleep", &token]);
    let mut stranger = Command::new("/usr/bin/setsid");
    stranger.args(["--fork", "/bin/sleep", &token]).env_clear();
    let mut other_group = sleeper();
    other_group.process_group(0);
    for mut relative in [sleeper(), other_group, daemon, stranger] {
        relative.spawn().expect("util-linux is installed");
    }
}
