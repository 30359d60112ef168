//! Terminals, which belong to the owner.

use tenon_core::{TerminalId, WirePath};

use super::Whole;

wire! {
    /// A terminal.
    pub struct TerminalInfo {
        /// Its identity.
        pub id: TerminalId,
        /// Its name: the person's, or the shell's.
        pub name: String,
        /// The title that the program inside has set.
        pub title: Option<String>,
        /// The shell's path.
        pub shell: String,
        /// Its folder now, for people.
        pub cwd: String,
        /// The shell's process.
        pub pid: u32,
        /// Columns.
        pub cols: u32,
        /// Rows.
        pub rows: u32,
        /// The program that runs in front of the shell, if any.
        pub busy: Option<String>,
        /// How it ended, once it has.
        pub exit: Option<TerminalExit>,
        /// When it started.
        pub started_at: Whole,
    }

    /// How a shell ended.
    pub struct TerminalExit {
        /// Its status.
        pub code: Option<i32>,
        /// The signal that killed it.
        pub signal: Option<String>,
    }

    /// A terminal of an earlier run, which can begin again below what it showed.
    pub struct TerminalKept {
        /// Its identity, which it has again then.
        pub id: TerminalId,
        /// Its name: the person's, or the shell's.
        pub name: String,
        /// Its folder, for people.
        pub cwd: String,
        /// When its screen was kept last.
        pub kept_at: Whole,
        /// Why its screen cannot be put back, if so. It is left where it is.
        pub problem: Option<String>,
    }

    /// What to start.
    pub struct TerminalStartParams {
        /// A kept terminal to begin again, with its own folder and name. One that runs is answered.
        pub restore: Option<TerminalId>,
        /// The folder; the workspace when absent.
        pub cwd: Option<WirePath>,
        /// A name of the person's.
        pub name: Option<String>,
        /// Columns, 1 to 1,000.
        pub cols: u32,
        /// Rows, 1 to 1,000.
        pub rows: u32,
    }

    /// All terminals.
    pub struct TerminalList {
        /// In the order of their start.
        pub terminals: Vec<TerminalInfo>,
        /// Those of earlier runs that did not begin again yet, the oldest first.
        pub kept: Vec<TerminalKept>,
    }

    /// Which terminal.
    pub struct TerminalParams {
        /// The terminal.
        pub id: TerminalId,
    }

    /// What a window gets when it attaches; output follows on the channel, the snapshot first.
    ///
    /// Each message starts with one byte: 0 for bytes to write, 1 for a snapshot, before which the
    /// window clears its screen.
    pub struct TerminalAttached {
        /// The terminal.
        pub terminal: TerminalInfo,
        /// Names this attachment in `terminal_ack`.
        pub attachment: u32,
    }

    /// Bytes that the window has parsed.
    pub struct TerminalAckParams {
        /// The terminal.
        pub id: TerminalId,
        /// From `terminal_attach`.
        pub attachment: u32,
        /// How many bytes, without the leading ones of the messages.
        pub bytes: u32,
        /// How the window shows the terminal from now on; absent: as before, which is in front.
        pub view: Option<TerminalView>,
    }

    /// Detaching.
    pub struct TerminalDetachParams {
        /// The terminal.
        pub id: TerminalId,
        /// From `terminal_attach`.
        pub attachment: u32,
    }

    /// What the person typed.
    pub struct TerminalWriteParams {
        /// The terminal.
        pub id: TerminalId,
        /// Text, sent as UTF-8.
        pub data: String,
    }

    /// A new size.
    pub struct TerminalResizeParams {
        /// The terminal.
        pub id: TerminalId,
        /// Columns, 1 to 1,000.
        pub cols: u32,
        /// Rows, 1 to 1,000.
        pub rows: u32,
    }

    /// A new name.
    pub struct TerminalRenameParams {
        /// The terminal.
        pub id: TerminalId,
        /// 1 to 200 characters; empty gives the shell's name back.
        pub name: String,
    }
}

words! {
    /// How a window shows a terminal, which says how much of a flood may be on the way to it.
    pub enum TerminalView {
        /// It is looked at.
        Front,
        /// It is seen while something is typed elsewhere.
        Aside,
        /// Nobody sees it; a flood comes as a picture when somebody does.
        Hidden,
    }
}
