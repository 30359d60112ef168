//! Looking at everything that Tenon needs on this machine.

mod data;
mod meaning;
mod model;

use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use crate::ApiError;
use crate::app::App;
use crate::settings::embeddings::fault;
use crate::surroundings::Surroundings;
use crate::wire::{Check, CheckState, DoctorReport, EgressState, SidecarState};

/// Looks at each thing and says what to do about what is missing. `folder` is the workspace's.
pub fn report(app: &App, folder: &Path) -> DoctorReport {
    let checks = vec![
        check(
            "version",
            CheckState::Ok,
            true,
            env!("CARGO_PKG_VERSION"),
            None,
        ),
        data::app(app),
        data::workspace(app, folder),
        data::key(app, folder),
        data::symbols(app, folder),
        data::runs(app, folder),
        pty(),
        webkit(),
        rendering(&app.surroundings),
        watches(),
        port(app),
        egress(app),
        sidecar(app),
        meaning::meaning(app, folder),
        model::check(app),
        settings(app),
        git(&app.surroundings),
    ];
    let ok = checks
        .iter()
        .all(|check| !check.needed || check.state != CheckState::Missing);
    DoctorReport { ok, checks }
}

fn check(
    name: &str,
    state: CheckState,
    needed: bool,
    detail: impl Into<String>,
    hint: Option<&str>,
) -> Check {
    Check {
        name: name.into(),
        state,
        needed,
        detail: detail.into(),
        hint: hint.map(Into::into),
    }
}

fn pty() -> Check {
    let flags = rustix::fs::OFlags::RDWR | rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::CLOEXEC;
    match rustix::fs::open("/dev/ptmx", flags, rustix::fs::Mode::empty()) {
        Ok(_) => check(
            "pty",
            CheckState::Ok,
            true,
            "pseudo-terminals can be opened",
            None,
        ),
        Err(e) => check(
            "pty",
            CheckState::Missing,
            true,
            format!("no pseudo-terminal can be opened: {e}"),
            Some("Mount /dev/pts (devpts)."),
        ),
    }
}

/// The newest library of that name in the folders of the loader's cache.
fn library(name: &str) -> Option<String> {
    let folders = [
        "/usr/lib/x86_64-linux-gnu",
        "/usr/lib/aarch64-linux-gnu",
        "/usr/lib64",
        "/usr/lib",
    ];
    folders.iter().find_map(|folder| {
        let entries = std::fs::read_dir(folder).ok()?;
        let mut names: Vec<_> = entries
            .flatten()
            .map(|entry| entry.file_name().to_string_lossy().into_owned())
            .filter(|file| file.starts_with(name))
            .collect();
        names.sort();
        names.pop().map(|file| format!("{folder}/{file}"))
    })
}

fn webkit() -> Check {
    let hint = "Install libwebkit2gtk-4.1 (Debian: libwebkit2gtk-4.1-0) for the window.";
    match library("libwebkit2gtk-4.1.so") {
        Some(path) => check("webkit", CheckState::Ok, false, path, None),
        None => check(
            "webkit",
            CheckState::Missing,
            false,
            "WebKitGTK 4.1 is not here; the window cannot open, the command line can do everything else",
            Some(hint),
        ),
    }
}

fn rendering(around: &Surroundings) -> Check {
    if software_rendering(around) {
        check(
            "rendering",
            CheckState::Limited,
            false,
            "WebKit composites in software here; terminals are drawn with the DOM",
            Some("A graphics driver with /dev/dri makes it faster."),
        )
    } else {
        check(
            "rendering",
            CheckState::Ok,
            false,
            "there is a graphics device",
            None,
        )
    }
}

/// Looks at the machine when the data cannot be opened, and says so.
pub fn report_without_data(around: &Surroundings, error: &ApiError) -> DoctorReport {
    let data = check(
        "data",
        CheckState::Missing,
        true,
        error.message.clone(),
        error.hint.as_deref(),
    );
    let checks = vec![
        check(
            "version",
            CheckState::Ok,
            true,
            env!("CARGO_PKG_VERSION"),
            None,
        ),
        data,
        pty(),
        webkit(),
        rendering(around),
        watches(),
        git(around),
    ];
    DoctorReport { ok: false, checks }
}

/// Whether WebKit composites in software: it was told to, or there is no graphics device.
pub fn software_rendering(around: &Surroundings) -> bool {
    let told = ["WEBKIT_DISABLE_COMPOSITING_MODE", "LIBGL_ALWAYS_SOFTWARE"];
    told.iter()
        .any(|name| around.var(name).is_some_and(|value| value != "0"))
        || !Path::new("/dev/dri").is_dir()
}

fn watches() -> Check {
    let read = |name: &str| {
        let text = std::fs::read_to_string(format!("/proc/sys/fs/inotify/{name}")).ok()?;
        text.trim().parse::<u64>().ok()
    };
    let (Some(watches), Some(instances)) = (read("max_user_watches"), read("max_user_instances"))
    else {
        return check(
            "watches",
            CheckState::Limited,
            false,
            "the limits of inotify cannot be read",
            None,
        );
    };
    let detail = format!("{watches} folders and {instances} programs can watch");
    let state = if watches < 65_536 {
        CheckState::Limited
    } else {
        CheckState::Ok
    };
    let hint = (state != CheckState::Ok)
        .then_some("Raise fs.inotify.max_user_watches to 524288 for large projects.");
    check("watches", state, false, detail, hint)
}

fn port(app: &App) -> Check {
    let status = app.sidecar.status();
    if let Some(port) = status.port {
        return check(
            "port",
            CheckState::Ok,
            false,
            format!("the sidecar has 127.0.0.1:{port}"),
            None,
        );
    }
    let wanted = app.settings.snapshot().settings.sidecar_port;
    match TcpListener::bind((Ipv4Addr::LOCALHOST, u16::try_from(wanted).unwrap_or(0))) {
        Ok(_) => check(
            "port",
            CheckState::Ok,
            false,
            format!("127.0.0.1:{wanted} is free"),
            None,
        ),
        Err(e) => check(
            "port",
            CheckState::Limited,
            false,
            format!("127.0.0.1:{wanted} is not free ({e}); the sidecar takes another one"),
            None,
        ),
    }
}

/// How far the sidecar is locked: the running one by its own report, else by trying.
fn egress(app: &App) -> Check {
    let (hold, runs) = app.egress_hold();
    let who = if runs {
        "the sidecar that runs"
    } else {
        "a sidecar that starts here"
    };
    let detail = match hold.level {
        EgressState::Enforced => format!("enforced: {who} has an empty network of its own"),
        EgressState::Limited => format!("limited: {who} is on the machine's network, behind rules"),
        EgressState::ByAgreement => format!("by agreement: nothing keeps {who} from the network"),
    };
    let files = match hold.files {
        true => ", and reads nothing but its own files",
        false => ", and files are open to it",
    };
    let state = match hold.level {
        EgressState::Enforced => CheckState::Ok,
        EgressState::Limited | EgressState::ByAgreement => CheckState::Limited,
    };
    check(
        "egress",
        state,
        false,
        format!("{detail}{files}"),
        hold.why.as_deref(),
    )
}

fn sidecar(app: &App) -> Check {
    let status = app.sidecar.status();
    match (status.state, app.sidecar_python()) {
        (SidecarState::Ready, _) => check(
            "sidecar",
            CheckState::Ok,
            false,
            format!("ready, with {}", status.engine.unwrap_or_default()),
            None,
        ),
        (_, Err(e)) => check(
            "sidecar",
            CheckState::Missing,
            false,
            e.message,
            e.hint.as_deref(),
        ),
        (SidecarState::Stopped, Ok(python)) => check(
            "sidecar",
            CheckState::Ok,
            false,
            format!("not running; its Python is {}", python.display()),
            None,
        ),
        (_, Ok(_)) => check(
            "sidecar",
            CheckState::Limited,
            false,
            status.reason.unwrap_or_else(|| "on its way".into()),
            status.hint.as_deref(),
        ),
    }
}

fn settings(app: &App) -> Check {
    let problems = app.settings.snapshot().problems;
    if problems.is_empty() {
        let fine = format!("{} is fine", app.dirs.settings().display());
        return check("settings", CheckState::Ok, false, fine, None);
    }
    let each = problems
        .iter()
        .map(|problem| format!("{}:{}: {}", problem.file, problem.line, problem.message));
    let all: Vec<_> = each.collect();
    let hint = match fault(&app.settings.snapshot()) {
        // Another engine than the person meant is not taken in its place.
        Some(_) => {
            "Mend what is named; until then the work on meaning rests, and for the rest the defaults hold."
        }
        None => "Mend what is named; the defaults hold until then.",
    };
    let hint = Some(hint);
    check("settings", CheckState::Limited, false, all.join("; "), hint)
}

fn git(around: &Surroundings) -> Check {
    let path = around.var("PATH").unwrap_or_default();
    let found = std::env::split_paths(path)
        .map(|folder| folder.join("git"))
        .find(|file| file.is_file());
    match found {
        Some(file) => check(
            "git",
            CheckState::Ok,
            false,
            format!("libgit2 reads; {} is there for terminals", file.display()),
            None,
        ),
        None => check(
            "git",
            CheckState::Limited,
            false,
            "libgit2 reads; the git program is not on the PATH",
            None,
        ),
    }
}
