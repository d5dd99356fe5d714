//! One folder of Terraform files, read into what the estate needs to know of it.

use std::collections::BTreeMap;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use finding::{Location, Source};
use hcl_edit::Span;
use hcl_edit::expr::Expression;
use hcl_edit::structure::{Block, Body};

use crate::files::Reader;
use crate::output_paths::Aliases;
use crate::output_reads::OutputUses;

/// A Terraform module: a stack's root module or one that it calls.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// The folder, relative to the repository's root.
    pub dir: Utf8PathBuf,
    /// Whether every file could be read. If not, what seems to be missing may only be unread.
    pub complete: bool,
    /// The declared variables by name.
    pub variables: BTreeMap<String, Variable>,
    /// Where each declared output stands, by name.
    pub outputs: BTreeMap<String, Location>,
    /// Whether it calls a module that is no folder of this repository.
    pub calls_others: bool,
    /// Whether a resource of it runs a `provisioner`.
    pub provisions: bool,
    /// The provider blocks.
    pub providers: Vec<ProviderBlock>,
    pub(crate) locals: BTreeMap<String, Expression>,
    pub(crate) backend: Option<Backend>,
    pub(crate) remote_states: Vec<RemoteState>,
    pub(crate) calls: Vec<Call>,
    /// Each `aws_lambda_function`.
    pub(crate) functions: Vec<Function>,
    pub(crate) output_uses: OutputUses,
    /// Where the first `terraform` block stands, or else the first file.
    settings: Option<Location>,
}

/// A `variable` block.
#[derive(Clone, Debug)]
pub struct Variable {
    /// Where it is declared.
    pub location: Location,
    /// Whether its values are not to be shown. What cannot be told is not.
    pub sensitive: bool,
    pub(crate) default: Option<Expression>,
}

/// A `provider` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProviderBlock {
    /// The provider's local name, `aws`.
    pub name: String,
    /// The alias, when it has one.
    pub alias: Option<String>,
}

/// A `backend` block.
#[derive(Clone, Debug)]
pub(crate) struct Backend {
    pub(crate) kind: String,
    pub(crate) attributes: BTreeMap<String, (Expression, Location)>,
    pub(crate) location: Location,
}

/// A `data "terraform_remote_state"` block.
#[derive(Clone, Debug)]
pub(crate) struct RemoteState {
    pub(crate) name: String,
    pub(crate) backend: Option<Expression>,
    pub(crate) config: Option<(Expression, Location)>,
    pub(crate) workspace: Option<(Expression, Location)>,
    pub(crate) location: Location,
}

/// A `resource "aws_lambda_function"` block.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    pub(crate) label: String,
    /// Its `function_name`.
    pub(crate) name: Expression,
}

/// A `module` block whose source is a folder of this repository.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) dir: Utf8PathBuf,
    pub(crate) arguments: BTreeMap<String, Expression>,
}

impl Module {
    /// Reads all Terraform files of a folder, given relative to the repository's root.
    pub(crate) fn read(reader: &mut Reader<'_>, dir: &Utf8Path) -> Self {
        let mut module = Module {
            dir: dir.to_owned(),
            complete: true,
            ..Module::default()
        };
        let faults = reader.findings.len();
        let mut paths = reader.with_extension(dir, "tf");
        // As in Terraform: override files come last, and what they say wins.
        paths.sort_by_key(|path| overrides(path));
        let files: Vec<_> = paths.iter().filter_map(|path| reader.hcl(path)).collect();
        reader.refuse_json(dir);
        module.complete = reader.findings.len() == faults;
        module.settings = paths.first().map(Location::file);
        for (source, body) in &files {
            for block in body.blocks() {
                module.take_block(source, block);
            }
        }
        // Aliases are locals, and locals may stand in another file: a second pass.
        let aliases = Aliases::of(&module.locals);
        for (source, body) in &files {
            module.output_uses.find(source, body, &aliases);
        }
        module
    }

    /// The `terraform_remote_state` blocks: the name of each, and its `config` as it is written.
    pub fn remote_state_configs(&self) -> Vec<(String, Option<String>)> {
        let blocks = self.remote_states.iter().map(|block| {
            let config = block.config.as_ref();
            let config = config.map(|(config, _)| config.to_string().trim().to_owned());
            (block.name.clone(), config)
        });
        blocks.collect()
    }

    fn take_block(&mut self, source: &Source, block: &Block) {
        let labels: Vec<&str> = block
            .labels
            .iter()
            .map(hcl_edit::structure::BlockLabel::as_str)
            .collect();
        let location = header_location(source, block);
        self.provisions |=
            block.ident.as_str() == "resource" && block.body.has_blocks("provisioner");
        match (block.ident.as_str(), labels.as_slice()) {
            ("variable", [name]) => {
                let default = expression(&block.body, "default");
                let variable = self.variables.entry((*name).to_owned());
                let variable = variable.or_insert(Variable {
                    location,
                    sensitive: false,
                    default: None,
                });
                let sensitive = expression(&block.body, "sensitive");
                let sensitive = sensitive.and_then(|value| value.as_bool());
                variable.sensitive = sensitive.unwrap_or(variable.sensitive);
                replace(&mut variable.default, default);
            }
            ("output", [name]) => {
                self.outputs.entry((*name).to_owned()).or_insert(location);
            }
            ("locals", []) => {
                let locals = block.body.attributes();
                let locals = locals.map(|a| (a.key.as_str().to_owned(), a.value.clone()));
                self.locals.extend(locals);
            }
            ("provider", [name]) => self.take_provider(name, &block.body),
            ("terraform", []) => self.take_settings(source, &block.body, location),
            ("data", ["terraform_remote_state", name]) => {
                self.take_remote_state(source, block, name, location);
            }
            ("resource", ["aws_lambda_function", label]) => {
                self.take_function(label, &block.body);
            }
            ("module", [name]) => self.take_call(name, &block.body),
            _ => {}
        }
    }

    fn take_provider(&mut self, name: &str, body: &Body) {
        let alias = expression(body, "alias");
        let provider = ProviderBlock {
            name: name.to_owned(),
            alias: alias.and_then(|alias| alias.as_str().map(str::to_owned)),
        };
        if !self.providers.contains(&provider) {
            self.providers.push(provider);
        }
    }

    fn take_function(&mut self, label: &str, body: &Body) {
        let Some(name) = expression(body, "function_name") else {
            return;
        };
        match self.functions.iter_mut().find(|known| known.label == label) {
            Some(known) => known.name = name,
            None => self.functions.push(Function {
                label: label.to_owned(),
                name,
            }),
        }
    }

    fn take_settings(&mut self, source: &Source, terraform: &Body, location: Location) {
        if self.settings.as_ref().is_none_or(|known| known.line == 0) {
            self.settings = Some(location);
        }
        for block in terraform.get_blocks("backend") {
            let kind = block.labels.first().map(|label| label.as_str().to_owned());
            let attributes = block.body.attributes().map(|attribute| {
                let location = span_location(source, attribute.value.span());
                let value = (attribute.value.clone(), location);
                (attribute.key.as_str().to_owned(), value)
            });
            self.backend = Some(Backend {
                kind: kind.unwrap_or_default(),
                attributes: attributes.collect(),
                location: header_location(source, block),
            });
        }
    }

    fn take_remote_state(
        &mut self,
        source: &Source,
        block: &Block,
        name: &str,
        location: Location,
    ) {
        let located = |key| {
            let attribute = block.body.get_attribute(key)?;
            let location = span_location(source, attribute.value.span());
            Some((attribute.value.clone(), location))
        };
        let (config, workspace) = (located("config"), located("workspace"));
        let backend = expression(&block.body, "backend");
        let mut known = self.remote_states.iter_mut();
        if let Some(known) = known.find(|known| known.name == name) {
            replace(&mut known.backend, backend);
            replace(&mut known.config, config);
            replace(&mut known.workspace, workspace);
            return;
        }
        self.remote_states.push(RemoteState {
            name: name.to_owned(),
            backend,
            config,
            workspace,
            location,
        });
    }

    fn take_call(&mut self, name: &str, body: &Body) {
        let arguments = body
            .attributes()
            .map(|attribute| (attribute.key.as_str().to_owned(), attribute.value.clone()));
        let dir = call_dir(&self.dir, body);
        self.calls_others |= dir.is_none() && body.has_attribute("source");
        if let Some(known) = self.calls.iter_mut().find(|known| known.name == name) {
            known.arguments.extend(arguments);
            known.dir = dir.unwrap_or_else(|| known.dir.clone());
        } else if let Some(dir) = dir {
            self.calls.push(Call {
                name: name.to_owned(),
                dir,
                arguments: arguments.collect(),
            });
        }
    }

    /// Where the settings of the module stand, its backend among them.
    pub(crate) fn settings_location(&self) -> Location {
        let settings = self.settings.clone();
        settings.unwrap_or_else(|| Location::file(&self.dir))
    }
}

/// Whether Terraform lays a file over the others of its folder.
fn overrides(path: &Utf8Path) -> bool {
    let stem = path.file_stem().unwrap_or_default();
    stem == "override" || stem.ends_with("_override")
}

/// A block that comes a second time, in an override file, says only what it changes.
fn replace<T>(known: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *known = new;
    }
}

/// The folder that a module call names; `None` for a source that is no folder of this repository.
fn call_dir(dir: &Utf8Path, body: &Body) -> Option<Utf8PathBuf> {
    let source = expression(body, "source")?;
    let source = source.as_str()?;
    if !source.starts_with("./") && !source.starts_with("../") {
        return None;
    }
    normalize(&dir.join(source))
}

/// Resolves `.` and `..`; `None` when the path leaves the repository.
pub(crate) fn normalize(path: &Utf8Path) -> Option<Utf8PathBuf> {
    let mut normal = Utf8PathBuf::new();
    for component in path.components() {
        match component {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                if !normal.pop() {
                    return None;
                }
            }
            other => normal.push(other),
        }
    }
    Some(normal)
}

fn expression(body: &Body, key: &str) -> Option<Expression> {
    body.get_attribute(key)
        .map(|attribute| attribute.value.clone())
}

/// The place of a block's type and labels, without its body.
fn header_location(source: &Source, block: &Block) -> Location {
    let start = block.ident.span().map_or(0, |span| span.start);
    let last = block.labels.last().and_then(|label| match label {
        hcl_edit::structure::BlockLabel::Ident(ident) => ident.span(),
        hcl_edit::structure::BlockLabel::String(string) => string.span(),
    });
    let end = last.or(block.ident.span()).map_or(start, |span| span.end);
    source.locate(start..end)
}

pub(crate) fn span_location(source: &Source, span: Option<std::ops::Range<usize>>) -> Location {
    source.locate(span.unwrap_or_default())
}
