//! Taking out of a text what differs from run to run.

/// The text with times as `[TIME]`: `5.3 s` and `0.1s`.
pub(crate) fn times(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        out += &rest[..start];
        rest = &rest[start..];
        let number = rest.find(|c: char| !c.is_ascii_digit() && c != '.');
        let (number, after) = rest.split_at(number.unwrap_or(rest.len()));
        rest = after;
        let unit = after.strip_prefix(' ').unwrap_or(after).strip_prefix('s');
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
        match unit.filter(|rest| number.contains('.') && ends(rest)) {
            Some(after) => {
                out += "[TIME]";
                rest = after;
            }
            None => out += number,
        }
    }
    out + rest
}

/// The text with paths of this repository as `[FIXTURES]`, and as on Linux: its
/// package manager, its platform.
pub(crate) fn machine(text: &str) -> String {
    let terraform = "sudo apt-get install terraform, from HashiCorp's own package repository";
    let platforms = ["linux_arm64", "darwin_amd64", "darwin_arm64"];
    let text = platforms.iter().fold(text.to_owned(), |text, name| {
        text.replace(name, "linux_amd64")
    });
    text.replace(super::fixture("").as_str(), "[FIXTURES]/")
        .replace("brew install hashicorp/tap/terraform", terraform)
        .replace("brew install", "sudo apt-get install")
}

/// The text with every run of blanks in a line as at most two, and none at a line's end.
pub(crate) fn blanks(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let mut out = String::new();
        for c in line.trim_end().chars() {
            if c != ' ' || !out.ends_with("  ") {
                out.push(c);
            }
        }
        out + "\n"
    });
    lines.collect()
}

#[test]
fn times_and_blanks_are_told_from_the_rest() {
    assert_eq!(
        times("ok a1 5.30 s, 0.1s 1.2.3 sec 7 s 8.0"),
        "ok a1 [TIME], [TIME] 1.2.3 sec 7 s 8.0"
    );
    assert_eq!(blanks("a    b c  \n d"), "a  b c\n d\n");
}
