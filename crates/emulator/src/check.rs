//! Whether what was installed is still there.

use camino::Utf8Path;

use crate::error::Error;
use crate::host::Host;
use crate::python::Run;

/// Compares each installed file with the size that its package's record tells. It takes a tenth
/// of a second and finds what a full disk, a clean-up or a killed run has left.
const CHECK: &str = r#"
import csv, glob, os, sys
site = next(path for path in sys.path if path.endswith("site-packages"))
records = glob.glob(os.path.join(glob.escape(site), "*.dist-info", "RECORD"))
if not any(os.path.basename(os.path.dirname(path)).startswith("ministack-") for path in records):
    sys.exit("ministack is not there")
for record in records:
    with open(record, newline="") as rows:
        for name, _, size in csv.reader(rows):
            if size and os.stat(os.path.join(site, name)).st_size != int(size):
                sys.exit(name)
"#;

/// Whether a virtual environment is whole.
pub(crate) fn is_whole(venv: &Utf8Path, host: &Host<'_>) -> Result<bool, Error> {
    let check = Run {
        program: &venv.join("bin/python"),
        args: &["-I", "-c", CHECK],
        log: None,
    };
    match check.run(host) {
        Ok(output) => Ok(output.exit.is_success()),
        Err(Error::Interrupted) => Err(Error::Interrupted),
        // No Python there, or none that runs here.
        Err(_) => Ok(false),
    }
}
