//! The window's program.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    // Before anything else: the launcher of the sidecar's lock is this program, with one thread.
    match tenon_window::answer_as_launcher(std::env::args_os()) {
        Some(status) => status.into(),
        None => tenon_window::run(),
    }
}
