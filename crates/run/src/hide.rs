//! Findings without secrets.

use finding::Finding;
use process::Secrets;

/// Takes secrets out of all that findings say.
pub fn hide(findings: &mut [Finding], secrets: &Secrets) {
    for finding in findings {
        let related = finding.related.iter_mut().map(|(_, why)| why);
        let texts = related.chain([&mut finding.message]);
        for text in texts.chain(&mut finding.hint) {
            *text = secrets.redact(text);
        }
    }
}
