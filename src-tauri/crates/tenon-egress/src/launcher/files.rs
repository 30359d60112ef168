//! Landlock: the files of the plan, the proxy's port, and nothing of other processes.

use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, NetPort, PathBeneath,
    PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr, RulesetError, RulesetStatus, Scope,
};

use crate::plan::Plan;

/// What every program needs of the system, and what Python and ONNX Runtime ask about the machine.
/// None of it says anything about the person.
const SYSTEM: &[&str] = &[
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/usr/share/locale",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/proc/cpuinfo",
    "/proc/filesystems",
    "/proc/meminfo",
    "/proc/stat",
    "/proc/self",
    "/proc/sys/kernel/osrelease",
    "/proc/sys/vm",
    "/sys/devices/system",
    "/sys/fs/cgroup",
    "/sys/kernel/mm/transparent_hugepage",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
];

/// What may be written by everybody and keeps nothing.
const SINKS: &[&str] = &["/dev/null"];

/// What Landlock took on.
#[derive(Debug, Default)]
pub(super) struct Restricted {
    pub(super) files: bool,
    pub(super) ports: bool,
    pub(super) scopes: bool,
    pub(super) why: Vec<String>,
}

/// Restricts this process for good, as far as the kernel can.
pub(super) fn restrict(plan: &Plan) -> Restricted {
    let version = version();
    let nothing = |why: String| Restricted {
        why: vec![why],
        ..Restricted::default()
    };
    if version < 1 {
        return taken(version);
    }
    match apply(plan) {
        Ok(RulesetStatus::NotEnforced) => nothing("Landlock took none of the rules.".into()),
        Ok(_) => taken(version),
        Err(error) => nothing(format!("Landlock refused the rules: {error}.")),
    }
}

/// What a kernel with this version of Landlock holds to once it took the rules.
fn taken(version: libc::c_long) -> Restricted {
    let missing = [
        (
            version < 1,
            "This kernel has no Landlock, so files are not kept from the sidecar.",
        ),
        (
            version == 1 || version == 2,
            "This kernel keeps files from being read and written, but not from being emptied \
             (Linux 6.2 does).",
        ),
        (
            version < 6,
            "This kernel does not keep signals to the sidecar's own processes (Linux 6.12 does).",
        ),
    ];
    let why = missing.into_iter().filter(|(holds, _)| *holds);
    Restricted {
        files: version >= 3,
        ports: version >= 4,
        scopes: version >= 6,
        why: why.map(|(_, why)| why.to_owned()).collect(),
    }
}

/// The version of Landlock's interface that the running kernel has; 0 without any.
fn version() -> libc::c_long {
    const ASK_VERSION: libc::c_uint = 1;
    // SAFETY: with this flag and no attributes the call only answers with a number.
    let answer = unsafe {
        libc::syscall(
            libc::SYS_landlock_create_ruleset,
            std::ptr::null::<libc::c_void>(),
            0usize,
            ASK_VERSION,
        )
    };
    answer.max(0)
}

fn apply(plan: &Plan) -> Result<RulesetStatus, RulesetError> {
    let all = AccessFs::from_all(ABI::V6);
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(all)?
        .handle_access(AccessNet::from_all(ABI::V6))?
        .scope(Scope::AbstractUnixSocket | Scope::Signal)?
        .create()?;
    let system = SYSTEM.iter().map(Path::new);
    for path in system.chain(plan.reads.iter().map(PathBuf::as_path)) {
        rules = allow(rules, path, read)?;
    }
    // The loader of programs is a program.
    let loaders = ["/lib", "/lib64", "/usr/lib", "/usr/lib64"]
        .iter()
        .flat_map(|folder| loaders(Path::new(folder)));
    for path in loaders.collect::<Vec<_>>().iter().chain(&plan.runs) {
        rules = allow(rules, path, read | AccessFs::Execute)?;
    }
    for path in SINKS {
        rules = allow(
            rules,
            Path::new(path),
            AccessFs::ReadFile | AccessFs::WriteFile,
        )?;
    }
    // Devices are never opened there, and nothing is started from there.
    let write =
        all & !(AccessFs::Execute | AccessFs::IoctlDev | AccessFs::MakeChar | AccessFs::MakeBlock);
    for path in &plan.writes {
        rules = allow(rules, path, write)?;
    }
    let proxy = NetPort::new(plan.proxy, AccessNet::ConnectTcp);
    let status = rules.add_rule(proxy)?.restrict_self()?;
    Ok(status.ruleset)
}

fn allow(
    rules: landlock::RulesetCreated,
    path: &Path,
    access: BitFlags<AccessFs>,
) -> Result<landlock::RulesetCreated, RulesetError> {
    // What is not there needs no rule.
    let Ok(opened) = PathFd::new(path) else {
        return Ok(rules);
    };
    // The kernel refuses rights of folders on a file.
    let fits = if path.is_dir() {
        access
    } else {
        access & AccessFs::from_file(ABI::V6)
    };
    rules.add_rule(PathBeneath::new(opened, fits))
}

/// The loaders `ld-*.so*` in `folder` and in the folders of its architectures.
fn loaders(folder: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten();
    let is_loader = |path: &PathBuf| {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with("ld-") && name.contains(".so"))
    };
    let here = entries(folder).map(|entry| entry.path());
    let architectures: Vec<PathBuf> = entries(folder)
        .map(|entry| entry.path())
        .filter(|path| path.to_string_lossy().contains("-linux-") && path.is_dir())
        .collect();
    let below = architectures
        .iter()
        .flat_map(|folder| entries(folder).map(|entry| entry.path()))
        .collect::<Vec<_>>();
    here.chain(below).filter(is_loader).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_kernel_is_given_no_more_than_it_holds() {
        for (version, files, ports, scopes, sentences) in [
            (0, false, false, false, 2),
            (1, false, false, false, 2),
            (2, false, false, false, 2),
            (3, true, false, false, 1),
            (4, true, true, false, 1),
            (5, true, true, false, 1),
            (6, true, true, true, 0),
            (7, true, true, true, 0),
        ] {
            let found = taken(version);
            let parts = (found.files, found.ports, found.scopes);
            assert_eq!(parts, (files, ports, scopes), "version {version}");
            assert_eq!(found.why.len(), sentences, "version {version}: {found:?}");
        }
    }
}
