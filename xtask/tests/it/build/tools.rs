//! Tools that are missing, and the one for other machines, as `tests/fixtures/build` has them.

use camino::Utf8PathBuf;
use snapbox::{assert_data_eq, str};

use crate::build::workspace::{lambdas, read, unzip};
use crate::common::{TestContext, Xtask, fixture};

/// A machine with a compiler for itself only, as `tests/fixtures/build` has it.
fn bare(context: &TestContext, arguments: &[&str], tools: &[&str]) -> Xtask {
    let tools = tools.iter().map(|name| fixture("build").join(name));
    let path = std::env::join_paths(tools.map(Utf8PathBuf::into_std_path_buf)).unwrap();
    let xtask = context.xtask(&[&["build"], arguments].concat());
    xtask.env("PATH", path).env("FAKE_LIBRARIES", "/nowhere")
}

#[test]
fn all_that_is_missing_is_told_at_once() {
    let context = lambdas();
    assert_data_eq!(
        bare(&context, &[], &["tools"]).run().golden(),
        str![[r#"
exit: 3
--- stdout
failed: nothing was built, 2 errors, [TIME]
--- stderr
error[tool-missing]: the Rust target aarch64-unknown-linux-gnu is not installed
 = help: rustup target add aarch64-unknown-linux-gnu

error[tool-missing]: cargo-zigbuild, which links for arm64 on this machine (x86_64-unknown-linux-gnu), cannot be run: not found
 = help: pip install cargo-zigbuild ziglang

note: nobody can tell which commit this is, because git cannot: not found

"#]]
    );
    let run = bare(&context, &[], &["zig", "tools"]).env("FAKE_NO_ZIG", "yes");
    assert_data_eq!(
        run.run().golden(),
        str![[r#"
exit: 3
--- stdout
failed: nothing was built, 2 errors, [TIME]
--- stderr
error[tool-missing]: the Rust target aarch64-unknown-linux-gnu is not installed
 = help: rustup target add aarch64-unknown-linux-gnu

error[tool-missing]: cargo-zigbuild does not find zig: Error: Failed to find zig
 = help: pip install ziglang

note: nobody can tell which commit this is, because git cannot: not found

"#]]
    );
    let run = bare(&context, &["--format", "json"], &["zig"])
        .run()
        .code(3);
    assert_data_eq!(
        run.findings_with("tool-missing"),
        str![[r#"
code: tool-missing
column: null
env: null
file: null
hint: install Rust: https://rustup.rs
line: null
message: the Rust compiler, `rustc`, cannot be run
severity: error
stack: null

"#]]
    );
}

/// A repository for whose Lambda `wave` the stand-in for cargo-zigbuild has an executable.
fn with_executable(executable: &[u8]) -> TestContext {
    let context = lambdas()
        .with("library/libstd-1.rlib", "")
        .with("wave", executable);
    let message = serde_json::json!({
        "reason": "compiler-artifact",
        "package_id": format!("path+file://{}/lambdas/shop/greet#1.2.3", context.root),
        "target": { "name": "wave", "kind": ["bin"] },
        "executable": context.root.join("wave"),
    });
    context.with("messages", format!("{message}\n"))
}

fn with_zigbuild(context: &TestContext, arguments: &[&str]) -> Xtask {
    bare(context, arguments, &["zig", "tools"])
        .env("FAKE_LIBRARIES", context.root.join("library"))
        .env("FAKE_MESSAGES", context.root.join("messages"))
        .env("FAKE_RECORD", context.root.join("record"))
}

#[test]
fn zigbuild_is_asked_for_the_glibc_of_lambda() {
    // The start of an executable for arm64, which is all that is looked at.
    let mut executable = vec![0; 64];
    executable[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
    executable[16..20].copy_from_slice(&[2, 0, 183, 0]);
    executable[52] = 64;
    let context = with_executable(&executable);
    let run = with_zigbuild(&context, &["wave", "--format", "json"])
        .env("CARGO_HOME", "/a/cargo")
        .env("RUSTFLAGS", "-Ctarget-cpu=neoverse-n1")
        .run()
        .code(0);
    let record = context.read("record").replace('\u{1f}', "\n");
    assert_data_eq!(
        record.replace(context.root.as_str(), "[ROOT]"),
        str![[r#"
zigbuild --locked --keep-going --profile release --target aarch64-unknown-linux-gnu.2.34 --package greet --bin wave --message-format=json-render-diagnostics
-Ctarget-cpu=neoverse-n1
--remap-path-prefix=/a/cargo=/cargo
--remap-path-prefix=/a/sysroot/lib/rustlib/src/rust=/rustc/59807616e1fa2540724bfbac14d7976d7e4a3860
--remap-path-prefix=[ROOT]=/source
--remap-path-prefix=[ROOT]/target=/target
-Clink-arg=-Wl,--build-id=none

"#]]
    );
    assert_data_eq!(
        run.stderr.clone(),
        str![[r#"
building wave (release, arm64)
note: nobody can tell which commit this is, because git cannot: not found
note: the compiler is also given `-Ctarget-cpu=neoverse-n1`, as the environment or cargo's configuration says; without that the zips have other bytes

"#]]
    );
    assert_eq!(run.json()["artifacts"][0]["architecture"], "arm64");
    let zip = read(context.root.join("target/lambda/wave.zip"));
    assert_eq!(unzip(&zip), executable);
}

#[test]
fn an_executable_for_another_machine_is_not_packed() {
    let context = with_executable(b"not an executable");
    assert_data_eq!(
        with_zigbuild(&context, &["wave"]).run().golden(),
        str![[r#"
exit: 1
--- stdout
failed: nothing was built, 1 error, [TIME]
--- stderr
building wave (release, arm64)
error[lambda-platform]: the executable of `wave` is not one for Linux
 = help: look at the linker and the flags that cargo's configuration and the environment set

note: nobody can tell which commit this is, because git cannot: not found

"#]]
    );
    assert!(!context.root.join("target/lambda").exists());
}
