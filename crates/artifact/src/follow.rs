//! Telling how far cargo is while it runs.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use camino::Utf8Path;

/// How often the log is looked at.
const LOOK: Duration = Duration::from_millis(100);

/// Reads a log as it grows and tells the newest line about cargo's progress, until the other end
/// of the channel is dropped.
pub(crate) fn follow(log: &Utf8Path, ended: &Receiver<()>, tell: impl Fn(&str)) {
    let mut reader = None;
    let mut line = Vec::new();
    while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
        if reader.is_none() {
            reader = File::open(log).ok().map(BufReader::new);
        }
        let Some(reader) = &mut reader else { continue };
        let mut newest = None;
        while matches!(reader.read_until(b'\n', &mut line), Ok(1..)) && line.ends_with(b"\n") {
            newest = status(&String::from_utf8_lossy(&line)).or(newest);
            line.clear();
        }
        if let Some(newest) = newest {
            tell(&newest);
        }
    }
}

/// What a line says if it only tells how far cargo is: `Compiling serde v1.0.228`. The first word
/// of such a line ends in the twelfth column.
pub(crate) fn status(line: &str) -> Option<String> {
    let line = plain(line);
    let text = line.trim_start();
    let (word, _) = text.split_once(' ')?;
    let is_status = line.len() - text.len() + word.len() == 12
        && word.starts_with(|c: char| c.is_ascii_uppercase())
        && word.chars().all(|c| c.is_ascii_alphabetic());
    is_status.then(|| text.trim_end().to_owned())
}

/// A line without its colours.
fn plain(line: &str) -> String {
    let mut parts = line.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| {
        text + part.split_once('m').map_or(part, |(_, rest)| rest)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn what_only_tells_how_far_cargo_is_is_no_diagnostic() {
        for (line, expected) in [
            ("   Compiling serde v1.0.228\n", "Compiling serde v1.0.228"),
            (
                "    Finished `release` profile [optimized] target(s) in 0.02s",
                "Finished `release` profile [optimized] target(s) in 0.02s",
            ),
            (
                "    Blocking waiting for file lock on build directory",
                "Blocking waiting for file lock on build directory",
            ),
            (
                "\u{1b}[1m\u{1b}[92m   Compiling\u{1b}[0m serde v1.0.228",
                "Compiling serde v1.0.228",
            ),
            (" Downloading crates ...", "Downloading crates ..."),
        ] {
            assert_eq!(status(line).as_deref(), Some(expected));
        }
        for line in [
            "",
            "{\"reason\":\"build-finished\",\"success\":true}",
            "error[E0425]: cannot find value `x` in this scope",
            " --> lambdas/shop/one/src/main.rs:1:13",
            "  |",
            "1 | fn main() { Compiling }",
            "  = note: `#[warn(unused_variables)]` on by default",
            "warning: `one` (bin \"a\") generated 1 warning",
            "error: could not compile `one` (bin \"a\") due to 1 previous error",
        ] {
            assert_eq!(status(line), None, "{line}");
        }
    }

    #[test]
    fn a_log_is_followed_from_before_its_start_to_its_end() {
        let temp = tempfile::tempdir().unwrap();
        let log = Utf8Path::from_path(temp.path()).unwrap().join("cargo.log");
        let (end, ended) = channel();
        let (tell, told) = channel();
        let path = &log;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                follow(path, &ended, move |line| {
                    tell.send(line.to_owned()).unwrap();
                });
            });
            let mut file = File::create(path).unwrap();
            write!(file, "$ cargo\n   Compiling a v1\n  |\n   Compi").unwrap();
            assert_eq!(told.recv().unwrap(), "Compiling a v1");
            writeln!(file, "ling b v1").unwrap();
            assert_eq!(told.recv().unwrap(), "Compiling b v1");
            drop(end);
        });
    }
}
