//! Running `terraform apply`.

use camino::{Utf8Path, Utf8PathBuf};
use process::{CommandError, Outliving};

use crate::call::{Call, Types};
use crate::environment::Environment;
use crate::options::ApplyOptions;
use crate::outcome::ApplyOutcome;
use crate::run::{Runner, absolute, owned, var_files};

impl Runner {
    /// Runs `terraform apply` in `dir`, after `init`: what there is to do is done, and not asked for.
    pub fn apply(
        &self,
        dir: &Utf8Path,
        options: &ApplyOptions,
        log: &Utf8Path,
    ) -> Result<ApplyOutcome, CommandError> {
        let mut args = owned(["apply", "-input=false", "-no-color", "-json"]);
        args.push("-auto-approve".to_owned());
        if options.destroy {
            args.push("-destroy".to_owned());
        }
        args.extend(var_files(&options.var_files));
        args.extend(options.variables.iter().map(|it| format!("-var={it}")));
        let call = Call {
            types: Types::ToApply,
            ..Call::new(dir, &args, &options.env)
        };
        let output = self.invoke(&call.logged(log))?;
        Ok(ApplyOutcome::new(&output))
    }

    /// Writes into the state what is there: an apply that only reads. Terraform goes on if we are killed.
    pub fn refresh(
        &self,
        dir: &Utf8Path,
        files: &[Utf8PathBuf],
        env: &Environment,
        log: &Utf8Path,
        outliving: &Outliving<'_>,
    ) -> Result<ApplyOutcome, CommandError> {
        let mut args = owned(["apply", "-input=false", "-no-color", "-json"]);
        args.extend(owned(["-auto-approve", "-refresh-only"]));
        args.extend(var_files(files));
        let call = Call {
            types: Types::AndOfTheState,
            outliving: Some(outliving),
            ..Call::new(dir, &args, env)
        };
        let output = self.invoke(&call.logged(log))?;
        Ok(ApplyOutcome::new(&output))
    }

    /// Applies the plan that was saved to `file`, in the folder it was made in: that and nothing else. Should we be
    /// killed, terraform goes on to its end, with what `outliving` says.
    pub fn apply_plan(
        &self,
        dir: &Utf8Path,
        file: &Utf8Path,
        env: &Environment,
        log: &Utf8Path,
        outliving: &Outliving<'_>,
    ) -> Result<ApplyOutcome, CommandError> {
        let mut args = owned(["apply", "-input=false", "-no-color", "-json"]);
        args.push(absolute(file).into_string());
        let call = Call {
            types: Types::ToApply,
            outliving: Some(outliving),
            ..Call::new(dir, &args, env)
        };
        let output = self.invoke(&call.logged(log))?;
        Ok(ApplyOutcome::new(&output))
    }
}
