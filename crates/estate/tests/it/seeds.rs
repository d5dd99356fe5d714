//! Text that other people wrote: everything in the planning documents that looks like HCL. They
//! are only on the team's machines.

use camino::Utf8Path;

use crate::common::{Sandbox, check_places};

#[test]
fn whatever_looks_like_hcl_in_the_planning_documents_is_read_or_refused() {
    let seeds = Utf8Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(entries) = seeds.read_dir_utf8() else {
        eprintln!("skipped: {seeds} is not here");
        return;
    };
    let mut sandbox = Sandbox::base();
    let mut read = 0;
    for entry in entries {
        let Ok(text) = std::fs::read_to_string(entry.unwrap().path()) else {
            continue;
        };
        for block in pieces(&text) {
            sandbox = sandbox
                .with("terraform/shop/front/main.tf", &block)
                .with("environments/dev/shop/front.tfvars", &block);
            let (_, findings) = sandbox.load();
            check_places(sandbox.root(), &findings);
            read += 1;
        }
    }
    assert!(read > 0, "{seeds} holds nothing to read");
}

/// The whole text, every fenced block, and every stretch from a line that opens a brace to one
/// that closes it.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = vec![text.to_owned()];
    pieces.extend(text.split("```").skip(1).step_by(2).map(|fenced| {
        let (_, body) = fenced.split_once('\n').unwrap_or_default();
        body.to_owned()
    }));
    let lines: Vec<&str> = text.lines().collect();
    for (at, line) in lines.iter().enumerate() {
        let opens = line.trim_end().ends_with('{') || line.contains(" = ");
        if opens {
            let end = lines[at..].iter().position(|line| line.trim() == "}");
            let end = at + end.unwrap_or(0).min(60);
            pieces.push(lines[at..=end].join("\n") + "\n");
        }
    }
    pieces
}
