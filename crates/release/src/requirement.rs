//! What the stacks want of terraform.

use std::collections::BTreeSet;

use hcl_edit::structure::Body;

use crate::contents::Contents;

/// Every `required_version` in the Terraform of a release, as one that says all of them.
pub(crate) fn of(contents: &Contents) -> String {
    let files = contents.iter();
    let files = files.filter(|(path, _)| path.extension() == Some("tf"));
    let texts = files.filter_map(|(_, content)| std::str::from_utf8(&content.bytes).ok());
    let bodies = texts.filter_map(|text| hcl_edit::parser::parse_body(text).ok());
    let all: BTreeSet<String> = bodies.flat_map(|body| versions(&body)).collect();
    all.into_iter().collect::<Vec<_>>().join(", ")
}

fn versions(body: &Body) -> Vec<String> {
    let blocks = body.get_blocks("terraform");
    let values = blocks.filter_map(|block| block.body.get_attribute("required_version"));
    let texts = values.filter_map(|it| it.value.as_str().map(str::to_owned));
    texts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contents::Content;

    #[test]
    fn each_requirement_stands_once() {
        let one = "terraform {\n  required_version = \">= 1.11\"\n}\n";
        let other = "terraform {\n  required_version = \"< 2\"\n}\nterraform {}\n";
        let file = |path: &str, text: &str| (path.into(), Content::plain(text));
        let contents = Contents::from([
            file("terraform/a/b/main.tf", one),
            file("terraform/a/c/main.tf", one),
            file("terraform/a/c/terraform.tf", other),
            file("terraform/a/c/broken.tf", "{"),
            file("terraform/a/README.md", one),
        ]);
        assert_eq!(of(&contents), "< 2, >= 1.11");
    }
}
