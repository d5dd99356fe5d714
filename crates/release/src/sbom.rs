//! A software bill of materials for a Lambda, in the form of [CycloneDX](https://cyclonedx.org/docs/1.6/json/).
//!
//! The form is written here: its own library ends at version 1.5, and brings XML and more.

use artifact::Artifact;
use camino::Utf8PathBuf;
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

use crate::crates::{Crate, Crates, Locked};

/// Where it is in a release.
pub(crate) fn path(lambda: &str) -> Utf8PathBuf {
    format!("sbom/{lambda}.cdx.json").into()
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Bom {
    #[serde(rename = "bomFormat")]
    format: &'static str,
    spec_version: &'static str,
    serial_number: String,
    version: u32,
    metadata: Metadata,
    components: Vec<Component>,
    dependencies: Vec<Dependency>,
}

#[derive(Serialize)]
struct Metadata {
    timestamp: String,
    component: Component,
}

#[derive(Serialize)]
struct Component {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(rename = "bom-ref")]
    reference: String,
    name: String,
    version: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    hashes: Vec<Hash>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<Licence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    purl: Option<String>,
}

#[derive(Serialize)]
struct Hash {
    alg: &'static str,
    content: String,
}

#[derive(Serialize)]
struct Licence {
    expression: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Dependency {
    #[serde(rename = "ref")]
    reference: String,
    depends_on: Vec<String>,
}

/// The text of a Lambda's; `time` is that of the commit. Its serial number hangs on commit and zip, on nothing else.
pub(crate) fn text(
    artifact: &Artifact,
    package: &Crate,
    crates: &Crates,
    time: &str,
) -> serde_json::Result<String> {
    let commit = artifact.commit.as_deref().unwrap_or_default();
    let lambda = format!("{}@{}", artifact.name, artifact.version);
    let below = crates.below(package);
    let dependency = |reference: String, of: &Crate| Dependency {
        reference,
        depends_on: crates
            .uses
            .get(of)
            .into_iter()
            .flatten()
            .map(|it| purl(it, crates))
            .collect(),
    };
    let own = dependency(lambda.clone(), package);
    let others = below.iter().map(|it| dependency(purl(it, crates), it));
    let bom = Bom {
        format: "CycloneDX",
        spec_version: "1.6",
        serial_number: serial(&format!("{commit} {lambda} {}", artifact.sha256)),
        version: 1,
        metadata: Metadata {
            timestamp: time.to_owned(),
            component: Component {
                kind: "application",
                reference: lambda,
                name: artifact.name.clone(),
                version: artifact.version.clone(),
                hashes: vec![sha256(artifact.sha256.clone())],
                licenses: licences(package, crates),
                purl: None,
            },
        },
        components: below.iter().map(|it| component(it, crates)).collect(),
        dependencies: std::iter::once(own).chain(others).collect(),
    };
    serde_json::to_string_pretty(&json!(bom)).map(|text| text + "\n")
}

fn component(of: &Crate, crates: &Crates) -> Component {
    let purl = purl(of, crates);
    Component {
        kind: "library",
        reference: purl.clone(),
        name: of.name.clone(),
        version: of.version.clone(),
        hashes: crates.locked(of).checksum.map(sha256).into_iter().collect(),
        licenses: licences(of, crates),
        purl: Some(purl),
    }
}

fn sha256(content: String) -> Hash {
    Hash {
        alg: "SHA-256",
        content,
    }
}

fn licences(of: &Crate, crates: &Crates) -> Vec<Licence> {
    let expression = crates.licences.get(of).cloned();
    expression
        .map(|expression| Licence { expression })
        .into_iter()
        .collect()
}

fn serial(of: &str) -> String {
    format!(
        "urn:uuid:{}",
        Uuid::new_v5(&Uuid::NAMESPACE_OID, of.as_bytes())
    )
}

/// The name by which everybody knows a crate: <https://github.com/package-url/purl-spec>.
fn purl(of: &Crate, crates: &Crates) -> String {
    let (name, version) = (&of.name, escaped(&of.version));
    let origin = origin(of, &crates.locked(of));
    let origin = origin.map(|(key, value)| format!("?{key}={}", escaped(&value)));
    format!("pkg:cargo/{name}@{version}{}", origin.unwrap_or_default())
}

/// Where a crate comes from that is not from crates.io.
fn origin(of: &Crate, locked: &Locked) -> Option<(&'static str, String)> {
    if let Some(folder) = &of.folder {
        return Some(("download_url", format!("file://{folder}")));
    }
    let (kind, url) = locked.source.as_deref()?.split_once('+')?;
    match kind {
        "git" => Some(("vcs_url", format!("git+{}", url.replace('#', "@")))),
        _ if url == "https://github.com/rust-lang/crates.io-index" => None,
        _ => Some(("repository_url", url.to_owned())),
    }
}

/// With everything escaped that means something in a purl.
fn escaped(text: &str) -> String {
    let escaped = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'~' | b'/' | b':' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purl_says_where_a_crate_comes_from() {
        let named = |folder: Option<&str>, source: &str| {
            let of = Crate {
                name: "a".to_owned(),
                version: "1.0.0+x".to_owned(),
                folder: folder.map(Utf8PathBuf::from),
            };
            let locked = Locked {
                source: Some(source.to_owned()),
                checksum: None,
            };
            origin(&of, &locked).map(|(key, value)| format!("{key}={}", escaped(&value)))
        };
        let crates_io = "registry+https://github.com/rust-lang/crates.io-index";
        assert_eq!(named(None, crates_io), None);
        let said = |source: &str| named(None, source).unwrap();
        assert_eq!(
            said("sparse+https://example.com/"),
            "repository_url=https://example.com/"
        );
        assert_eq!(
            said("git+https://example.com/a?rev=1#1234"),
            "vcs_url=git%2Bhttps://example.com/a%3Frev%3D1%401234"
        );
        let own = named(Some("crates/a"), crates_io).unwrap();
        assert_eq!(own, "download_url=file://crates/a");
        assert_eq!(escaped("1.0.0+x"), "1.0.0%2Bx");
    }
}
