//! Whether an executable would run on Lambda.

use elf::abi::{EM_AARCH64, EM_X86_64, ET_DYN, ET_EXEC, SHT_GNU_VERNEED};
use elf::endian::AnyEndian;
use elf::file::Class;
use elf::gnu_symver::VerNeedIterator;
use elf::string_table::StringTable;
use elf::{ElfBytes, ParseError};
use finding::{Code, Finding};

use crate::toolchain::{GET_ZIGBUILD, GLIBC};
use crate::{Architecture, Profile};

/// What to do about an executable that is none for Lambda.
const FOREIGN: &str =
    "look at the linker and the flags that cargo's configuration and the environment set";

type Elf<'a> = ElfBytes<'a, AnyEndian>;

/// What is wrong with a Lambda's executable. A rehearsal runs on this machine, whatever its glibc.
pub(crate) fn check(
    name: &str,
    bytes: &[u8],
    architecture: Architecture,
    profile: Profile,
) -> Option<Finding> {
    let error = |message: String| Finding::error(Code::LambdaPlatform, message);
    let foreign = |message: String| error(message).with_hint(FOREIGN);
    let architecture = architecture.as_str();
    let Ok(elf) = Elf::minimal_parse(bytes) else {
        let message = format!("the executable of `{name}` is not one for Linux");
        return Some(foreign(message));
    };
    if machine(&elf) != Some(architecture) {
        let message = format!("the executable of `{name}` is not one for {architecture}");
        return Some(foreign(message));
    }
    let versions = match glibc_versions(&elf) {
        Ok(versions) => versions,
        Err(cause) => {
            let message = format!("the executable of `{name}` cannot be read: {cause}");
            return Some(foreign(message));
        }
    };
    let too_new: Vec<&str> = versions
        .iter()
        .copied()
        .filter(|it| is_too_new(it))
        .collect();
    if profile == Profile::Rehearsal || too_new.is_empty() {
        return None;
    }
    let message = format!(
        "`{name}` needs {} of its C library, and provided.al2023 has GLIBC_{}.{}",
        too_new.join(", "),
        GLIBC.0,
        GLIBC.1
    );
    let hint = format!("link it against the older one: `--zigbuild` ({GET_ZIGBUILD})");
    Some(error(message).with_hint(hint))
}

/// The machine that an executable is for, by the name that AWS gives it.
fn machine(elf: &Elf<'_>) -> Option<&'static str> {
    let header = &elf.ehdr;
    if !matches!(header.e_type, ET_EXEC | ET_DYN) || header.class != Class::ELF64 {
        return None;
    }
    match header.e_machine {
        EM_AARCH64 => Some(Architecture::Arm64.as_str()),
        EM_X86_64 => Some(Architecture::X86_64.as_str()),
        _ => None,
    }
}

/// The versions of glibc's symbols that the loader must find: `GLIBC_2.34`. None for an executable
/// that needs no libraries.
fn glibc_versions<'a>(elf: &Elf<'a>) -> Result<Vec<&'a str>, ParseError> {
    let Some(headers) = elf.section_headers() else {
        return Ok(Vec::new());
    };
    let Some(section) = headers.iter().find(|it| it.sh_type == SHT_GNU_VERNEED) else {
        return Ok(Vec::new());
    };
    let (needed, _) = elf.section_data(&section)?;
    let names = headers.get(usize::try_from(section.sh_link)?)?;
    let names: StringTable<'a> = elf.section_data_as_strtab(&names)?;
    let (endian, class) = (elf.ehdr.endianness, elf.ehdr.class);
    let needed = VerNeedIterator::new(endian, class, u64::from(section.sh_info), 0, needed);
    let mut versions = Vec::new();
    for (_, versions_of_library) in needed {
        for version in versions_of_library {
            versions.push(names.get(usize::try_from(version.vna_name)?)?);
        }
    }
    versions.retain(|name| name.starts_with("GLIBC_"));
    versions.sort_unstable();
    versions.dedup();
    Ok(versions)
}

/// Whether Lambda's glibc lacks a version. One that is no number, such as `GLIBC_ABI_DT_RELR`, is
/// newer than all that it has.
fn is_too_new(version: &str) -> bool {
    let number = version.strip_prefix("GLIBC_").unwrap_or(version);
    let mut parts = number.split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) > GLIBC,
        _ => true,
    }
}

#[cfg(test)]
mod tests;
