//! What processes take: CPU and memory of a process and all below it, as Linux tells it.

use std::collections::HashMap;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::Serialize;

/// How often is looked. What lives for less may be missed.
const INTERVAL: Duration = Duration::from_millis(50);

/// Memory is looked at each so many times: the system has to walk through all of it.
const MEMORY: u32 = 8;

/// What something took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Usage {
    /// From its start to its end.
    pub seconds: f64,
    /// Of all cores together; `None` where the system does not tell.
    pub cpu_seconds: Option<f64>,
    /// The most memory at a time, of all processes together, in bytes: what each has for itself and its
    /// share of what several have. `None` where the system does not tell, or all was over too soon.
    pub peak_bytes: Option<u64>,
}

/// What was seen of the processes so far.
#[derive(Default)]
struct Seen {
    /// CPU by process, in ticks.
    ticks: HashMap<u32, u64>,
    peak_bytes: u64,
    looks: u32,
}

/// One process at one moment.
struct Process {
    pid: u32,
    parent: u32,
    ticks: u64,
}

/// Does something, and looks at all processes below this one meanwhile.
pub(crate) fn measure<T>(work: impl FnOnce() -> T) -> (T, Usage) {
    let start = Instant::now();
    let (stop, stopped) = channel::<()>();
    let (out, seconds, seen) = std::thread::scope(|scope| {
        let watcher = scope.spawn(move || {
            let mut seen = Seen::default();
            while stopped.recv_timeout(INTERVAL) == Err(RecvTimeoutError::Timeout) {
                seen.look();
            }
            seen
        });
        let out = work();
        let seconds = start.elapsed().as_secs_f64();
        drop(stop);
        (out, seconds, watcher.join().unwrap_or_default())
    });
    let is_told = !seen.ticks.is_empty();
    let usage = Usage {
        seconds,
        cpu_seconds: is_told.then(|| seen.seconds()),
        peak_bytes: (seen.peak_bytes > 0).then_some(seen.peak_bytes),
    };
    (out, usage)
}

impl Seen {
    fn look(&mut self) {
        let all = processes();
        let mut below = vec![std::process::id()];
        let mut at = 0;
        while let Some(parent) = below.get(at).copied() {
            below.extend(all.iter().filter(|it| it.parent == parent).map(|it| it.pid));
            at += 1;
        }
        let below = &below[1..];
        for process in all.iter().filter(|it| below.contains(&it.pid)) {
            self.ticks.insert(process.pid, process.ticks);
        }
        self.looks += 1;
        if !self.looks.is_multiple_of(MEMORY) {
            return;
        }
        let bytes = below.iter().filter_map(|pid| share_of_memory(*pid)).sum();
        self.peak_bytes = self.peak_bytes.max(bytes);
    }

    fn seconds(&self) -> f64 {
        let ticks: u64 = self.ticks.values().sum();
        // Below 2^52, as any number of ticks that a machine can count.
        #[allow(clippy::cast_precision_loss)]
        let ticks = ticks as f64;
        ticks / TICKS
    }
}

/// Ticks in a second: what Linux shows to programs is counted so on all machines that it runs Terraform on.
const TICKS: f64 = 100.0;

fn processes() -> Vec<Process> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let stats = entries.filter_map(|entry| std::fs::read_to_string(entry.path().join("stat")).ok());
    stats.filter_map(|stat| parse(&stat)).collect()
}

/// A line of `/proc/<pid>/stat`: <https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html>.
fn parse(stat: &str) -> Option<Process> {
    // The name may hold anything, also blanks and brackets.
    let (pid, _) = stat.split_once(' ')?;
    let (_, rest) = stat.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Process {
        pid: pid.parse().ok()?,
        parent: u32::try_from(number(1)?).ok()?,
        ticks: number(11)? + number(12)?,
    })
}

fn share_of_memory(pid: u32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_whatever_the_process_is_called() {
        let stat = "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 150 50 0 0 20 0 1 0 5 6 7";
        let process = parse(stat).unwrap();
        assert_eq!((process.pid, process.parent, process.ticks), (42, 7, 200));
        assert!(parse("").is_none() && parse("1 (x").is_none());
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn what_a_child_takes_is_seen() {
        let busy = "i=0; while [ $i -lt 600000 ]; do i=$((i+1)); done";
        let run = || std::process::Command::new("sh").args(["-c", busy]).status();
        let (status, usage) = measure(run);
        assert!(status.unwrap().success());
        assert!(usage.cpu_seconds.unwrap() > 0.0, "{usage:?}");
        assert!(usage.peak_bytes.unwrap() > 100_000, "{usage:?}");
    }
}
