//! The stable names of all findings, with the text that explains each.

/// Declares the codes: variant, name, explanation. One list feeds the enum, the names and the docs.
macro_rules! codes {
    ($($(#[doc = $explanation:literal])+ $variant:ident = $name:literal,)+) => {
        /// The stable name of a kind of finding. Names are never reused or changed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[doc = $explanation])+ $variant,)+
        }

        impl Code {
            /// All codes, in the order in which the documents list them.
            pub const ALL: &[Code] = &[$(Code::$variant),+];

            /// The name that people and machines read.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$variant => $name,)+
                }
            }

            /// What it means, in one paragraph.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$variant => concat!($($explanation),+).trim_ascii(),)+
                }
            }
        }
    };
}

codes! {
    /// A file cannot be read: it is missing, not UTF-8, or this user may not open it.
    UnreadableFile = "unreadable-file",
    /// A file cannot be written, mostly under `target/`: for want of rights or of space.
    UnwritableFile = "unwritable-file",
    /// A Terraform file is not valid HCL.
    HclSyntax = "hcl-syntax",
    /// A Terraform file is written in JSON, which is not read, so what it declares is unknown.
    TerraformJson = "terraform-json",
    /// A TOML file is not valid TOML.
    TomlSyntax = "toml-syntax",
    /// An environment file has a key that means nothing.
    EnvironmentUnknownKey = "environment-unknown-key",
    /// An environment file lacks a key that it needs.
    EnvironmentMissingKey = "environment-missing-key",
    /// A value in an environment file is of the wrong type or outside what is allowed.
    EnvironmentValue = "environment-value",
    /// An account id is not twelve digits.
    EnvironmentAccount = "environment-account",
    /// Two environments name the same account.
    EnvironmentDuplicateAccount = "environment-duplicate-account",
    /// A region does not exist.
    EnvironmentRegion = "environment-region",
    /// An environment names a system that has no folder.
    EnvironmentUnknownSystem = "environment-unknown-system",
    /// No environment names a system, so nothing ever plans or deploys its stacks.
    SystemUnlisted = "system-unlisted",
    /// A Terraform file stands above the folders of the stacks, where nothing reads it.
    StackMisplaced = "stack-misplaced",
    /// A stack has no tfvars file for an environment in which it lives.
    TfvarsMissing = "tfvars-missing",
    /// A tfvars file sets a variable that the stack does not declare.
    TfvarsUndeclared = "tfvars-undeclared",
    /// A tfvars file belongs to a stack or an environment that does not exist, or to a stack that does not live there.
    TfvarsOrphan = "tfvars-orphan",
    /// A file of values stands where no run reads it, or where Terraform reads it for every environment.
    TfvarsMisplaced = "tfvars-misplaced",
    /// A variable without a default gets its value from nowhere.
    VariableUnset = "variable-unset",
    /// A stack has no backend block, so its state has no address that others could read.
    BackendMissing = "backend-missing",
    /// A state address cannot be known from the files alone.
    StateUnresolved = "state-unresolved",
    /// Two stacks, or two environments, keep a state under one address: each would destroy the other's.
    StateDuplicate = "state-duplicate",
    /// A consumer reads a state that no stack writes.
    ProducerUnknown = "producer-unknown",
    /// A consumer reads the right key from another bucket or region than the one its producer writes to.
    StateMismatch = "state-mismatch",
    /// Stacks read each other in a circle, so no order can deploy them.
    Cycle = "cycle",
    /// A consumer reads an output that its producer does not have.
    OutputMissing = "output-missing",
    /// A consumer uses all outputs of its producer as one value, so what it reads of them is not checked.
    OutputUnchecked = "output-unchecked",
    /// The modules of a stack call each other deeper or more often than is followed, so what lies beyond is not read.
    ModuleNesting = "module-nesting",
    /// A file is not formatted as the formatter would.
    Format = "format",
    /// A tool that is needed is not installed or does not run.
    ToolMissing = "tool-missing",
    /// A tool is older than what is needed.
    ToolTooOld = "tool-too-old",
    /// A Terraform provider cannot be had.
    ProviderUnavailable = "provider-unavailable",
    /// A Terraform provider is not the one that the lock file allows.
    ProviderLock = "provider-lock",
    /// Stacks lock several versions of one Terraform provider, of which one schema can be recorded.
    ProviderVersions = "provider-versions",
    /// The recorded schema of a Terraform provider is damaged, or of another one than a stack locks.
    SchemaStale = "schema-stale",
    /// `terraform init` failed.
    TerraformInit = "terraform-init",
    /// `terraform validate` reported something.
    TerraformValidate = "terraform-validate",
    /// `terraform plan` reported something.
    TerraformPlan = "terraform-plan",
    /// `terraform apply` reported something, also one that destroys.
    TerraformApply = "terraform-apply",
    /// `terraform test` failed for a module.
    TerraformTest = "terraform-test",
    /// Two Lambdas have one name, so their zips would be one file.
    LambdaDuplicate = "lambda-duplicate",
    /// Cargo cannot build a Lambda.
    LambdaBuild = "lambda-build",
    /// The executable of a Lambda would not run on AWS: it is for another machine, or needs a newer C library.
    LambdaPlatform = "lambda-platform",
    /// The zip of a Lambda is larger than its budget, and slows down every cold start.
    LambdaSize = "lambda-size",
    /// An output that a stack declares has no value once the stack is applied.
    OutputEmpty = "output-empty",
    /// A plan right after an apply still has something to do, so every deployment would change it again.
    SecondPlan = "second-plan",
    /// What was deployed does not do what it is for.
    Smoke = "smoke",
    /// Something is left of what was deployed after all of it was destroyed.
    Leftover = "leftover",
    /// The local AWS does not start, or does not answer.
    LocalAws = "local-aws",
    /// Another run holds the lock of a state, or did when it died.
    StateLocked = "state-locked",
    /// Terraform could not write a state where it belongs, and has left it in its folder.
    StateUnsaved = "state-unsaved",
    /// Terraform was killed in the middle of an apply, or xtask was: what was made since its last look is in no state yet.
    ApplyCutOff = "apply-cut-off",
    /// Something that is to be made is there already: it is taken into the state if an apply that was cut off has made it.
    TakenIn = "taken-in",
    /// What is deployed is not as it was applied: somebody, or something, has changed or removed it since.
    Drift = "drift",
    /// The gate of an environment stays shut: nobody has approved or confirmed what was to be applied, or it would do what nobody has seen.
    GateRefused = "gate-refused",
    /// Plans that were reviewed do not fit any more: the plans, the commit, the account, a version or an artifact is another.
    BundleMismatch = "bundle-mismatch",
    /// A release cannot be made from these files: they are not those of one commit, or git cannot tell.
    ReleaseSource = "release-source",
    /// A release is not as it was made: a file is changed, missing or not of it, or it is no release.
    ReleaseMismatch = "release-mismatch",
    /// A plan would give a Lambda function other code than the zip that was built for it, or that is in the release.
    ArtifactMismatch = "artifact-mismatch",
    /// The credentials are none, or of another account than the environment's.
    Credentials = "credentials",
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn names_are_unique_and_kebab_case() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for name in names {
            assert!(
                name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{name}"
            );
        }
    }

    #[test]
    fn every_code_has_an_explanation() {
        for code in Code::ALL {
            assert!(code.explanation().ends_with('.'), "{code}");
        }
    }
}
