//! Starting the program: one process for each data folder, whose windows share the core.

use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::{Arc, OnceLock};
use std::thread;

use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_dialog::{DialogExt, MessageDialogKind};
use tauri_plugin_shell::ShellExt;
use tenon_api::app::App;
use tenon_api::surroundings::Surroundings;
use tenon_api::wire::UiEvent;
use tenon_api::{ApiError, ApiResult};
use tenon_core::Code;

use crate::arguments::Arguments;
use crate::closing::Closing;
use crate::windows::Windows;
use crate::{ipc, window, windows};

/// Runs the window's program until its last window is closed.
pub fn run() -> ExitCode {
    let around = Surroundings::of_this_process(None);
    let arguments = match Arguments::parse(std::env::args_os().skip(1), &around.cwd) {
        Ok(arguments) => arguments,
        Err(why) => return fail(&why, 2),
    };
    if arguments.version {
        return match writeln!(
            std::io::stdout(),
            "tenon-window {}",
            env!("CARGO_PKG_VERSION")
        ) {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::FAILURE,
        };
    }
    if arguments.keep_sessions {
        return match tenon_api::keep_sessions(std::io::stdin()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(e) => fail(&e.message, 1),
        };
    }
    match start(arguments) {
        Ok(code) => ExitCode::from(u8::try_from(code).unwrap_or(1)),
        Err(why) => fail(&why, 1),
    }
}

fn fail(why: &str, code: u8) -> ExitCode {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(std::io::stderr(), "tenon-window: {why}");
    ExitCode::from(code)
}

fn start(arguments: Arguments) -> Result<i32, String> {
    let builder = ipc::builder::<tauri::Wry>();
    let handler = builder.invoke_handler();
    let mut surroundings = Surroundings::of_this_process(arguments.data_dir.clone());
    surroundings.keeper = Some(vec!["--keep-sessions".into()]);
    surroundings.answers_as_launcher();
    let instance = instance_id(&surroundings);
    let desktop = Arc::new(OnceLock::<AppHandle>::new());
    let known = desktop.clone();
    surroundings.command = Arc::new(move |program: &Path| match known.get() {
        Some(handle) => handle.shell().command(program).into(),
        None => Command::new(program),
    });
    // The core opens while the desktop's toolkit does; both take their time.
    let opening = thread::Builder::new()
        .name("open-core".into())
        .spawn(move || open_core(surroundings))
        .map_err(|e| format!("no thread can be started: {e}"))?;
    let app = tauri::Builder::default()
        .plugin(
            tauri_plugin_single_instance::Builder::new()
                // Programs with different data are different programs.
                .dbus_id(instance)
                .callback(|handle, arguments, cwd| handed_over(handle, &arguments, &cwd))
                .build(),
        )
        .plugin(tauri_plugin_shell::init())
        .plugin(tauri_plugin_opener::init())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(handler)
        .setup(move |tauri_app| {
            let handle = tauri_app.handle().clone();
            // Set once, here.
            let _ = desktop.set(handle.clone());
            let opened = opening.join().unwrap_or_else(|_| {
                let why = "the core failed in a way it should not";
                Err(ApiError::new(Code::Internal, why))
            });
            if let Err(error) = opened.and_then(|core| first_window(&handle, core, &arguments)) {
                tell_and_end(&handle, &error);
            }
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|e| e.to_string())?;
    Ok(app.run_return(|handle, event| {
        if let RunEvent::Exit = event {
            // Without a core there are none.
            let Some(windows) = handle.try_state::<Windows>() else {
                return;
            };
            windows.app.sidecar.stop();
            let labels: Vec<_> = windows.shown().keys().cloned().collect();
            // What the windows held ends with them: terminals are hung up, sessions noted.
            labels.iter().for_each(|label| windows.closed(label));
            // An owner that a request still holds on to would outlive them.
            for owner in windows.app.owners() {
                owner.close();
            }
        }
    }))
}

/// Opens the window that the program was started for.
fn first_window(handle: &AppHandle, core: Arc<App>, arguments: &Arguments) -> ApiResult<()> {
    let folder = arguments.workspace(&core.surroundings.cwd)?;
    let targets = arguments.targets(&folder)?;
    handle.manage(Windows::new(core.clone(), handle.clone()));
    handle.manage(Closing::default());
    window::open(handle, &folder, arguments.profile.as_deref(), targets)?;
    let zoomed = handle.clone();
    let follow = core.hub.subscribe(move |event| {
        if matches!(event.event, UiEvent::SettingsChanged { .. }) {
            window::zoom_all(&zoomed);
        }
    });
    // It listens for as long as the program runs.
    handle.manage(follow);
    Ok(())
}

/// Says in a dialog why there is no window, because nobody reads the standard error of a program
/// that was started from a menu; then the program ends.
fn tell_and_end(handle: &AppHandle, error: &ApiError) {
    let why = words(error);
    fail(&why, 1);
    let ending = handle.clone();
    handle
        .dialog()
        .message(why)
        .title("Tenon could not start")
        .kind(MessageDialogKind::Error)
        .show(move |_| ending.exit(1));
}

/// What the dialog says: what happened as a sentence, and below it what to do.
fn words(error: &ApiError) -> String {
    let end = if error.message.ends_with('.') {
        ""
    } else {
        "."
    };
    let what = format!("{}{end}", error.message);
    match &error.hint {
        Some(hint) => format!("{what}\n\n{hint}"),
        None => what,
    }
}

fn open_core(surroundings: Surroundings) -> ApiResult<Arc<App>> {
    let core = App::open(surroundings, true)?;
    let filter = core.surroundings.var("LOG");
    core.log
        .install(filter.and_then(|filter| filter.to_str()))?;
    core.watch_settings()?;
    core.start_backups()?;
    Ok(core)
}

/// One process for each data folder.
fn instance_id(surroundings: &Surroundings) -> String {
    let mut id = String::from("dev.tenon.workbench");
    if let Some(data) = &surroundings.dirs.data_dir {
        id.push_str(&format!(
            ".d{}",
            tenon_api::short_hash(data.as_os_str().as_encoded_bytes())
        ));
    }
    id
}

/// A second start hands over what it was asked for and ends.
fn handed_over(handle: &AppHandle, arguments: &[String], cwd: &str) {
    let cwd = Path::new(cwd);
    let given = arguments.iter().skip(1).map(std::ffi::OsString::from);
    let arguments = match Arguments::parse(given, cwd) {
        Ok(arguments) => arguments,
        Err(why) => {
            tracing::warn!("a second start asked for something odd: {why}");
            return;
        }
    };
    if let Err(e) = open_another(handle, &arguments, cwd) {
        tracing::error!(error = %e, "what a second start asked for could not be opened");
    }
}

fn open_another(handle: &AppHandle, arguments: &Arguments, cwd: &Path) -> ApiResult<()> {
    let folder = arguments.workspace(cwd)?;
    let targets = arguments.targets(&folder)?;
    let windows = windows::of(handle);
    let Some(label) = windows.find(&folder) else {
        return window::open(handle, &folder, arguments.profile.as_deref(), targets).map(drop);
    };
    if targets.is_empty() {
        windows.take_up(&label)?;
    }
    for target in targets {
        windows.open(&label, target);
    }
    window::raise(handle, &label).map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dialog_says_what_is_wrong_where_and_what_to_do() {
        let check = |error: ApiError, want: &str| assert_eq!(words(&error), want);
        check(
            ApiError::new(Code::Internal, "no thread can be started"),
            "No thread can be started.",
        );
        check(
            ApiError::new(Code::Storage, "the disk is full.").hint("Make room."),
            "The disk is full.\n\nMake room.",
        );
        let place = tenon_api::place::Place::whole("/dev/null".into());
        check(
            place.real().expect_err("a device"),
            "\"/dev/null\" is a pipe, a socket or a device, which Tenon never opens.\n\nOnly files and folders are opened.",
        );
    }
}
