//! The installation, from `PyPI`: the one place where tests use the network.

// clippy.toml allows these in test functions; these functions serve nothing else.
#![allow(clippy::unwrap_used)]

mod common;

use camino::Utf8Path;
use common::{Bench, poll};
use emulator::Event;

fn install(bench: &Bench) -> Vec<Event> {
    bench.events().clear();
    bench
        .with(|host| emulator::install(&bench.settings, host))
        .unwrap();
    bench.events().clone()
}

/// One that installs in a folder of its own.
fn bench() -> Bench {
    let mut bench = Bench::new();
    bench.settings.install_dir = bench.work_dir().to_owned();
    bench
}

/// A file that the emulator cannot do without.
fn a_module(venv: &Utf8Path) -> camino::Utf8PathBuf {
    let lib = venv.join("lib");
    let python = lib.read_dir_utf8().unwrap().next().unwrap().unwrap();
    python.path().join("site-packages/h11/_connection.py")
}

#[test]
fn it_is_made_once_and_made_anew_when_it_is_broken() {
    let bench = bench();
    let dir = &bench.settings.install_dir;
    // What a run that was killed has left: a half-made one, and one without a stamp.
    for half in ["venv.new/bin", "venv/bin"] {
        std::fs::create_dir_all(dir.join(half)).unwrap();
        std::fs::write(dir.join(half).join("python"), "half").unwrap();
    }
    assert_eq!(install(&bench), [Event::Installing]);
    assert_eq!(install(&bench), []);
    drop(bench.start().unwrap());

    let module = a_module(&dir.join("venv"));
    std::fs::write(&module, "half").unwrap();
    drop(bench.start().unwrap());
    assert!(std::fs::metadata(&module).unwrap().len() > 1000);
    assert_eq!(*bench.events(), [Event::Installing]);
    assert!(!dir.join("venv.new").exists() && !dir.join("venv.old").exists());
}

#[test]
fn one_that_is_interrupted_is_never_taken_for_whole() {
    let bench = bench();
    let dir = bench.settings.install_dir.clone();
    std::thread::scope(|scope| {
        let install = scope.spawn(|| bench.with(|host| emulator::install(&bench.settings, host)));
        poll("beginning of an installation", || {
            dir.join("venv.new/bin/python").exists().then_some(())
        });
        bench.cancel.request();
        let error = install.join().unwrap().unwrap_err();
        assert!(error.is_interrupted(), "{error}");
    });
    assert!(!dir.join("venv").exists());
}
