//! A script, and how it is called.

/// Whose script it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// npm runs it.
    Npm,
    /// pnpm does.
    Pnpm,
    /// Yarn does.
    Yarn,
    /// Bun does.
    Bun,
    /// GNU make, a target.
    Make,
    /// Cargo, a command or an alias.
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
    /// just, a recipe.
    Just,
    /// A shell script in the folder `scripts`.
    Shell,
}

impl Tool {
    /// Its name, as people write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Npm => "npm",
            Self::Pnpm => "pnpm",
            Self::Yarn => "yarn",
            Self::Bun => "bun",
            Self::Make => "make",
            Self::Cargo => "cargo",
            Self::Python => "python",
            Self::Poe => "poe",
            Self::Pdm => "pdm",
            Self::Hatch => "hatch",
            Self::Taskipy => "taskipy",
            Self::Rye => "rye",
            Self::Just => "just",
            Self::Shell => "shell",
        }
    }
}

/// What a recipe wants to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// What it is when nothing is given, as the file writes it; none where something has to be given.
    pub default: Option<String>,
    /// Whether it takes all that is left.
    pub many: bool,
}

/// Something that a file of the folder offers to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// Names it in its workspace, as `FILE:NAME`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Whose it is.
    pub tool: Tool,
    /// The file that offers it, relative to the workspace.
    pub file: String,
    /// The line in that file, from 1.
    pub line: u32,
    /// The folder to run it in, relative to the workspace; empty for the workspace itself.
    pub folder: String,
    /// The program and its arguments.
    pub argv: Vec<String>,
    /// What stands between them and arguments of the person's, if anything.
    pub before_arguments: Option<&'static str>,
    /// What its author says of it, or what it runs.
    pub detail: Option<String>,
    /// What it wants to be given.
    pub parameters: Vec<Parameter>,
}

/// Longest detail, in characters.
const DETAIL: usize = 300;

impl Script {
    /// A script of `file` that is run in the file's folder.
    pub(crate) fn new(tool: Tool, file: &str, key: &str, name: &str, argv: Vec<String>) -> Self {
        Self {
            id: format!("{file}:{key}"),
            name: name.into(),
            tool,
            file: file.into(),
            line: 1,
            folder: folder_of(file).into(),
            argv,
            before_arguments: None,
            detail: None,
            parameters: Vec::new(),
        }
    }

    pub(crate) fn line(mut self, line: u32) -> Self {
        self.line = line;
        self
    }

    pub(crate) fn detail(mut self, detail: Option<&str>) -> Self {
        let first = detail.and_then(|detail| detail.trim().lines().next());
        self.detail = first
            .filter(|line| !line.is_empty())
            .map(|line| line.chars().take(DETAIL).collect());
        self
    }

    /// The program and its arguments, with `arguments` behind them.
    pub fn with(&self, arguments: &[String]) -> Vec<String> {
        let mut argv = self.argv.clone();
        if !arguments.is_empty() {
            argv.extend(self.before_arguments.map(str::to_owned));
            argv.extend_from_slice(arguments);
        }
        argv
    }

    /// How many parameters have to be given.
    pub fn required(&self) -> usize {
        let wanted = |parameter: &&Parameter| parameter.default.is_none();
        self.parameters.iter().filter(wanted).count()
    }
}

/// The folder of a file; empty for the workspace itself.
pub(crate) fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The words of a command line.
pub(crate) fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}
