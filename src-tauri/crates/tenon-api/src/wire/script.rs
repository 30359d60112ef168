//! Scripts that the folder's files offer.

use tenon_core::WirePath;

use super::{TerminalInfo, Whole};

words! {
    /// Whose script it is.
    pub enum ScriptTool {
        /// npm.
        Npm,
        /// pnpm.
        Pnpm,
        /// Yarn.
        Yarn,
        /// Bun.
        Bun,
        /// GNU make.
        Make,
        /// Cargo.
        Cargo,
        /// An entry point of a Python project.
        Python,
        /// Poe the Poet.
        Poe,
        /// PDM.
        Pdm,
        /// Hatch.
        Hatch,
        /// taskipy.
        Taskipy,
        /// Rye.
        Rye,
        /// just.
        Just,
        /// A shell script in the folder `scripts`.
        Shell,
    }
}

wire! {
    /// Something that a file of the folder offers to run.
    pub struct ScriptInfo {
        /// Names it in its workspace, as `FILE:NAME`.
        pub id: String,
        /// What people call it.
        pub name: String,
        /// Whose it is.
        pub tool: ScriptTool,
        /// The file that offers it.
        pub file: WirePath,
        /// The line in that file, from 1.
        pub line: u32,
        /// The folder that it runs in.
        pub folder: WirePath,
        /// Its command, as it would be typed in bash.
        pub command: String,
        /// What its author says of it, or what it runs.
        pub detail: Option<String>,
        /// What it wants to be given.
        pub parameters: Vec<ScriptParameter>,
    }

    /// What a script wants to be given.
    pub struct ScriptParameter {
        /// Its name.
        pub name: String,
        /// What it is when nothing is given, as the file writes it; none where something has to be.
        pub default: Option<String>,
        /// Whether it takes all that is left.
        pub many: bool,
    }

    /// Why a file gives no scripts, or not all of them.
    pub struct ScriptFault {
        /// The file.
        pub file: WirePath,
        /// The line, from 1, where there is one.
        pub line: Option<u32>,
        /// A sentence that names both.
        pub message: String,
    }

    /// The scripts of the workspace.
    pub struct ScriptList {
        /// Those of the workspace's own folder first.
        pub scripts: Vec<ScriptInfo>,
        /// Files that could not be read.
        pub faults: Vec<ScriptFault>,
        /// Whether there are more than are given.
        pub more: bool,
    }

    /// Which script to run.
    pub struct ScriptRunParams {
        /// Its id.
        pub id: String,
        /// What it is given.
        pub arguments: Vec<String>,
        /// Columns of a new terminal, 1 to 1,000.
        pub cols: u32,
        /// Rows of a new terminal, 1 to 1,000.
        pub rows: u32,
    }

    /// A script that was started.
    pub struct ScriptStarted {
        /// The script.
        pub script: ScriptInfo,
        /// Its terminal.
        pub terminal: TerminalInfo,
        /// Whether the terminal is one in which it ran before.
        pub reused: bool,
    }

    /// Which script's command is asked for.
    pub struct ScriptCommandParams {
        /// Its id.
        pub id: String,
        /// What it is given.
        pub arguments: Vec<String>,
    }

    /// How a script is run.
    pub struct ScriptCommand {
        /// The script.
        pub script: ScriptInfo,
        /// The program and its arguments.
        pub argv: Vec<String>,
        /// The folder, as an absolute path.
        pub cwd: String,
    }
}

words! {
    /// How bad a problem is.
    pub enum ProblemSeverity {
        /// What fails a build or a test.
        Error,
        /// What a tool warns of.
        Warning,
        /// What a tool adds.
        Info,
    }
}

wire! {
    /// A problem that a program told of in a terminal. Not masked, as the terminal is not.
    pub struct ProblemInfo {
        /// The file.
        pub path: WirePath,
        /// The line, from 1.
        pub line: u32,
        /// The column, from 1, where it was told.
        pub column: Option<u32>,
        /// The column behind the last one, in the same line, where it was told.
        pub end_column: Option<u32>,
        /// How bad it is.
        pub severity: ProblemSeverity,
        /// The tool's own name for this kind of problem.
        pub code: Option<String>,
        /// What is said.
        pub message: String,
        /// The tool.
        pub source: String,
        /// The command that told of it.
        pub command: String,
        /// The script that was run, where it was one; by its id.
        pub script: Option<String>,
        /// The run.
        pub run: tenon_core::RunId,
        /// The terminal.
        pub terminal: tenon_core::TerminalId,
    }

    /// How many problems there are.
    #[derive(Default, Copy, Eq)]
    pub struct ProblemCounts {
        /// Errors.
        pub errors: u32,
        /// Warnings.
        pub warnings: u32,
        /// What tools add.
        pub infos: u32,
        /// Problems that are not kept, because there are too many.
        pub left_out: Whole,
        /// Bytes of output that were not looked at, because they came too fast.
        pub unread: Whole,
    }

    /// The problems of the workspace.
    pub struct ProblemList {
        /// In the order of commands, and then in the order in which they were told.
        pub problems: Vec<ProblemInfo>,
        /// How many there are.
        pub counts: ProblemCounts,
    }
}
