//! What is true of the program as a whole.

use super::{DocumentInfo, RestoreReport, SettingsSnapshot, SidecarStatus, Whole, WorkspaceInfo};

wire! {
    /// No parameters, or no result.
    #[derive(Default)]
    pub struct Nothing {}

    /// What the program is.
    pub struct AppInfo {
        /// Its version.
        pub version: String,
        /// `linux`, `macos` or `windows`.
        pub platform: String,
        /// The data folder.
        pub data_dir: String,
        /// The config folder.
        pub config_dir: String,
        /// The person's home folder, for shortening paths.
        pub home: Option<String>,
        /// Whether WebKit composites in software here, so that WebGL would be slower than the DOM.
        pub software_rendering: bool,
    }

    /// Everything a window needs for its first paint, in one answer.
    pub struct Boot {
        /// The program.
        pub app: AppInfo,
        /// This window's label.
        pub window: String,
        /// The open workspace, or why none is open.
        pub workspace: Option<WorkspaceInfo>,
        /// The sentence that says why no workspace is open.
        pub workspace_error: Option<crate::ApiError>,
        /// Settings, key bindings and what is wrong with them.
        pub settings: SettingsSnapshot,
        /// The sidecar.
        pub sidecar: SidecarStatus,
        /// The window's layout as it was stored, if ever.
        pub layout: Option<String>,
        /// Documents that the owner holds open for this window (after a reload of the page).
        pub documents: Vec<DocumentInfo>,
        /// What was asked for on the command line, once.
        pub open: Vec<OpenTarget>,
        /// What came back when the owner took over.
        pub restored: RestoreReport,
    }

    /// A place to open.
    pub struct OpenTarget {
        /// The file.
        pub path: tenon_core::WirePath,
        /// The line, from 1.
        pub line: Option<u32>,
        /// The column, from 1, in bytes.
        pub column: Option<u32>,
    }

    /// One line of the log.
    pub struct LogLine {
        /// Its place, from 1.
        pub seq: u32,
        /// When.
        pub at: Whole,
        /// `error`, `warn`, `info`, `debug` or `trace`.
        pub level: String,
        /// What wrote it, such as `sidecar` or `tenon_workspace::watch`.
        pub target: String,
        /// The line.
        pub message: String,
    }

    /// Which lines of the log are wanted.
    pub struct LogParams {
        /// Only lines behind this one.
        pub after: Option<u32>,
        /// At most so many, the newest; 1 to 5,000.
        pub limit: u32,
    }

    /// Lines of the log.
    pub struct LogLines {
        /// Oldest first.
        pub lines: Vec<LogLine>,
    }

    /// What `tenon status` says.
    pub struct OwnerStatus {
        /// The owner's process.
        pub pid: u32,
        /// The program's version.
        pub version: String,
        /// The workspace it owns.
        pub workspace: WorkspaceInfo,
        /// Clients that are connected now, windows included.
        pub clients: u32,
        /// Terminals that run.
        pub terminals: u32,
        /// Documents with unsaved text.
        pub unsaved: u32,
        /// Since when it owns the workspace.
        pub since: Whole,
        /// The sidecar.
        pub sidecar: SidecarStatus,
    }

    /// One thing that was looked at.
    pub struct Check {
        /// What was looked at, such as `pty`.
        pub name: String,
        /// How it is.
        pub state: CheckState,
        /// Whether Tenon cannot work without it.
        pub needed: bool,
        /// What was found.
        pub detail: String,
        /// What to do about it.
        pub hint: Option<String>,
    }

    /// What `tenon doctor` says.
    pub struct DoctorReport {
        /// Whether nothing that is needed is missing.
        pub ok: bool,
        /// Each thing that was looked at.
        pub checks: Vec<Check>,
    }

    /// Text for the clipboard.
    pub struct ClipboardText {
        /// The text.
        pub text: String,
    }

    /// The picture in the clipboard.
    pub struct ClipboardImage {
        /// The bytes of a PNG in Base64; nothing where the clipboard holds no picture.
        pub png: Option<String>,
    }

    /// A link to open outside.
    pub struct LinkParams {
        /// An `http` or `https` address.
        pub url: String,
    }

    /// Which window.
    pub struct WindowParams {
        /// The label of the window that a client is; a window of the owner's own process is known.
        pub window: Option<String>,
    }

    /// What a window kept.
    pub struct LayoutKept {
        /// The layout as JSON text, if one was ever kept.
        pub layout: Option<String>,
    }

    /// The layout of a window.
    pub struct LayoutParams {
        /// The label of the window that a client is; a window of the owner's own process is known.
        pub window: Option<String>,
        /// The window's layout as JSON text, at most 1 MiB.
        pub layout: String,
    }
}

words! {
    /// How something is.
    pub enum CheckState {
        /// As it should be.
        Ok,
        /// It works, less well than it could.
        Limited,
        /// It is not there.
        Missing,
    }
}
