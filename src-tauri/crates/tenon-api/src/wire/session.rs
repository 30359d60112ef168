//! Runs of the program in a workspace, and what each had open.

use tenon_core::{SessionId, TerminalId, WirePath};

use super::Whole;

wire! {
    /// One run with something in it.
    pub struct SessionInfo {
        /// The run.
        pub id: SessionId,
        /// When it began.
        pub started_at: Whole,
        /// When it ended; nothing while it runs, or when it was killed.
        pub ended_at: Option<Whole>,
        /// When it was kept last.
        pub at: Whole,
        /// Whether it is the run that answers.
        pub current: bool,
        /// The branch that was checked out.
        pub branch: Option<String>,
        /// Tabs of the centre, in their order.
        pub tabs: Vec<SessionTab>,
        /// Terminals that were open.
        pub terminals: Vec<SessionTerminal>,
        /// Files that were opened or saved, the last one first, at most 10.
        pub files: Vec<WirePath>,
        /// Programs that ran in terminals, the last one first, at most 10.
        pub commands: Vec<String>,
        /// Why it cannot be put back, if so.
        pub problem: Option<String>,
    }

    /// One tab of a run.
    pub struct SessionTab {
        /// What stood on it.
        pub title: String,
        /// The file, if it showed one.
        pub path: Option<WirePath>,
    }

    /// One terminal of a run.
    pub struct SessionTerminal {
        /// Its identity then.
        pub id: TerminalId,
        /// Its name.
        pub name: String,
        /// Its folder, for people.
        pub cwd: String,
        /// Its folder, when that lies inside the workspace.
        pub folder: Option<WirePath>,
        /// When what it shows was kept last; nothing when it is not kept any more.
        pub kept_at: Option<Whole>,
    }

    /// How many runs are wanted.
    pub struct SessionListParams {
        /// At most so many, 1 to 50.
        pub limit: u32,
    }

    /// The last runs.
    pub struct SessionList {
        /// The newest first.
        pub sessions: Vec<SessionInfo>,
    }

    /// Which run to put back.
    pub struct SessionOpenParams {
        /// The label of the window that a client is; a window of the owner's own process is known.
        pub window: Option<String>,
        /// The run.
        pub id: SessionId,
    }

    /// What a window needs to put a run back.
    pub struct SessionOpened {
        /// Its layout as JSON text, if it had one.
        pub layout: Option<String>,
        /// The terminals that were open.
        pub terminals: Vec<SessionTerminal>,
    }

    /// Another branch is checked out.
    pub struct LayoutSwapParams {
        /// The label of the window that a client is; a window of the owner's own process is known.
        pub window: Option<String>,
        /// The branch before.
        pub from: String,
        /// The branch now.
        pub to: String,
        /// The window's layout as JSON text, which is kept for the branch before.
        pub layout: String,
    }
}
