//! Settings and key bindings.

use super::{EmbeddingEngine, MeaningScope};

wire! {
    /// Settings in force, key bindings of the person, and what is wrong with the files.
    pub struct SettingsSnapshot {
        /// Every setting, with its default where the file has none.
        pub settings: Settings,
        /// What holds for a setting that the file does not name.
        pub defaults: Settings,
        /// The person's key bindings, later ones first in force.
        pub keybindings: Vec<KeyBinding>,
        /// What is wrong with the files; the defaults stay for what could not be read.
        pub problems: Vec<SettingsProblem>,
        /// `settings.json`.
        pub settings_path: String,
        /// `keybindings.json`.
        pub keybindings_path: String,
    }

    /// Something wrong with a file of the person's.
    pub struct SettingsProblem {
        /// The file.
        pub file: String,
        /// The line, from 1.
        pub line: u32,
        /// The column, from 1, in bytes.
        pub column: u32,
        /// What is wrong.
        pub message: String,
        /// The setting whose value is at fault, where one is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub key: Option<String>,
        /// What that is, where a value or all of the settings do not hold: `permission` for what would
        /// let something leave the machine.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<tenon_core::Code>,
    }

    /// One entry of `keybindings.json`, in VS Code's form.
    pub struct KeyBinding {
        /// Such as `ctrl+k ctrl+t`.
        pub key: String,
        /// A command's id; with a leading `-` it takes the binding away.
        pub command: String,
        /// When it holds.
        pub when: Option<String>,
    }

    /// A setting to write.
    pub struct SettingsUpdateParams {
        /// Its name, such as `workbench.theme`.
        pub key: String,
        /// Its value as JSON text; `null` takes the line out.
        pub value: String,
    }

    /// A rule of the person's own for finding secrets.
    pub struct SecretRule {
        /// Names it; no other rule has this name.
        pub id: String,
        /// What stands in the mark: capital letters, digits and `_`.
        pub kind: String,
        /// RE2 syntax; the group `secret` is what is masked, or else the whole match.
        pub expression: String,
        /// Texts that it has to find.
        #[serde(rename = "match")]
        pub matching: Vec<String>,
        /// Texts in which it must find nothing.
        pub must_not: Vec<String>,
    }

    /// What is no secret: the findings of a rule, in files, or both at once.
    pub struct SecretAllowed {
        /// The rule's id; all rules when left out.
        pub rule: Option<String>,
        /// A glob over paths in the workspace; all texts when left out.
        pub path: Option<String>,
    }

    /// Every setting there is. `settings.json` names them with dots, as listed in `docs/settings.md`.
    pub struct Settings {
        /// `workbench.theme`
        pub theme: Theme,
        /// `workbench.zoom`: 0.5 to 3.
        pub zoom: f32,
        /// `editor.fontSize`: 6 to 40, in pixels.
        pub editor_font_size: f32,
        /// `editor.wordWrap`
        pub editor_word_wrap: bool,
        /// `editor.hotExit`
        pub editor_hot_exit: bool,
        /// `editor.tabSize`: 1 to 16.
        pub editor_tab_size: u32,
        /// `editor.insertSpaces`
        pub editor_insert_spaces: bool,
        /// `editor.lineNumbers`
        pub editor_line_numbers: bool,
        /// `editor.secrets`: whether secrets are marked in the text.
        pub editor_secrets: bool,
        /// `editor.largeFileMiB`: above it a file is shown in parts, read-only; 1 to 512.
        pub editor_large_file_mib: u32,
        /// `files.autoSave`
        pub auto_save: AutoSave,
        /// `files.autoSaveDelay`: milliseconds, 100 to 60,000.
        pub auto_save_delay: u32,
        /// `explorer.showIgnored`
        pub explorer_show_ignored: bool,
        /// `secrets.rules`
        pub secrets_rules: Vec<SecretRule>,
        /// `secrets.allow`
        pub secrets_allow: Vec<SecretAllowed>,
        /// `journal.exclude`: patterns of files that the journal says nothing about.
        pub journal_exclude: Vec<String>,
        /// How many MiB the local history of a folder may take.
        pub history_max_megabytes: u32,
        /// `terminal.shell`: empty for the system's.
        pub terminal_shell: String,
        /// `terminal.fontSize`: 6 to 40, in pixels.
        pub terminal_font_size: f32,
        /// `terminal.shellIntegration`: whether shells mark their prompts and commands.
        pub terminal_shell_integration: bool,
        /// `terminal.scrollback`: lines, 0 to 100,000.
        pub terminal_scrollback: u32,
        /// `terminal.renderer`
        pub terminal_renderer: TerminalRenderer,
        /// `terminal.restore`
        pub terminal_restore: bool,
        /// `terminal.history.enabled`
        pub terminal_history_enabled: bool,
        /// `terminal.history.exclude`: expressions; a command that one of them fits is not recorded.
        pub terminal_history_exclude: Vec<String>,
        /// `terminal.history.outputKiB`: so much of the beginning and of the end of what a command
        /// writes, 0 to 1,024.
        pub terminal_history_output_kib: u32,
        /// `terminal.history.totalMiB`: at most so much of all outputs of a profile, 1 to 65,536; the
        /// oldest go first.
        pub terminal_history_total_mib: u32,
        /// `terminal.commandsToSkipShell`: commands whose keys the window keeps in a terminal.
        pub terminal_commands_to_skip_shell: Vec<String>,
        /// `notes.remotePictures`: names of servers.
        pub notes_remote_pictures: Vec<String>,
        /// `problems.fromTerminals`
        pub problems_from_terminals: bool,
        /// `session.perBranch`
        pub session_per_branch: bool,
        /// `backup.enabled`
        pub backup_enabled: bool,
        /// `backup.everyHours`: 1 to 720.
        pub backup_every_hours: u32,
        /// `backup.keep`: scheduled backups, 1 to 365.
        pub backup_keep: u32,
        /// `sidecar.enabled`
        pub sidecar_enabled: bool,
        /// `sidecar.port`: 1024 to 65535.
        pub sidecar_port: u32,
        /// `egress.engines`: addresses on the loopback interface.
        pub egress_engines: Vec<String>,
        /// `embeddings.enabled`
        pub embeddings_enabled: bool,
        /// `embeddings.engine`
        pub embeddings_engine: EmbeddingEngine,
        /// `embeddings.model`: for the engines of servers.
        pub embeddings_model: String,
        /// `embeddings.url`: on the loopback interface, or empty.
        pub embeddings_url: String,
        /// `embeddings.folder`: an absolute path, or empty.
        pub embeddings_folder: String,
        /// `embeddings.scope`
        pub embeddings_scope: MeaningScope,
        /// `embeddings.cpu`: 10 to 100, percent of the time.
        pub embeddings_cpu: u32,
    }
}

words! {
    /// Which colours.
    pub enum Theme {
        /// As the system.
        System,
        /// Dark.
        Dark,
        /// Light.
        Light,
    }

    /// When files are saved without being asked, as in VS Code.
    pub enum AutoSave {
        /// Never.
        Off,
        /// After `files.autoSaveDelay`.
        AfterDelay,
        /// When the editor loses the focus.
        OnFocusChange,
        /// When the window does.
        OnWindowChange,
    }

    /// How terminals are drawn.
    pub enum TerminalRenderer {
        /// WebGL, or the DOM where WebKit composites in software.
        Auto,
        /// WebGL.
        Webgl,
        /// The DOM.
        Dom,
    }
}
