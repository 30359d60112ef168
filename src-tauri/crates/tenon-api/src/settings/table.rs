//! Every setting: its name, what it does, its default and what it takes.

use serde_json::{Value, json};
use tenon_core::Code;
use tenon_egress::{Engine, EngineFault};
use tenon_workspace::Exclusion;
use tenon_workspace::exclude::USUAL;

use super::secrets;
use crate::wire::{AutoSave, EmbeddingEngine, MeaningScope, Settings, TerminalRenderer, Theme};

/// What is wrong with a value, as the rest of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Such as `takes true or false`.
    pub message: String,
    /// The element of a list that is at fault; the others may hold without it.
    pub element: Option<usize>,
    /// Whether it is well formed and may not be: it would let something leave the machine.
    pub refused: bool,
}

impl Fault {
    /// What a caller branches on.
    pub fn code(&self) -> Code {
        match self.refused {
            true => Code::Permission,
            false => Code::Invalid,
        }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl From<String> for Fault {
    fn from(message: String) -> Self {
        Self {
            message,
            element: None,
            refused: false,
        }
    }
}

impl From<&str> for Fault {
    fn from(message: &str) -> Self {
        message.to_owned().into()
    }
}

/// One setting.
pub struct Entry {
    /// Its name in `settings.json`.
    pub key: &'static str,
    /// Its field in [`Settings`].
    pub field: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// What it takes, for people.
    pub takes: &'static str,
    /// Reads it.
    pub get: fn(&Settings) -> Value,
    /// Writes it, or says what is wrong with the value.
    pub set: fn(&mut Settings, &Value) -> Result<(), Fault>,
}

/// The settings of a person who has set nothing.
pub fn defaults() -> Settings {
    Settings {
        theme: Theme::Dark,
        zoom: 1.0,
        editor_font_size: 12.5,
        editor_word_wrap: false,
        editor_hot_exit: true,
        editor_tab_size: 4,
        editor_insert_spaces: true,
        editor_line_numbers: true,
        editor_secrets: true,
        editor_large_file_mib: 256,
        auto_save: AutoSave::Off,
        auto_save_delay: 1_000,
        explorer_show_ignored: true,
        secrets_allow: Vec::new(),
        secrets_rules: Vec::new(),
        journal_exclude: USUAL.iter().map(|&pattern| pattern.to_owned()).collect(),
        history_max_megabytes: 1_024,
        terminal_shell: String::new(),
        terminal_font_size: 12.5,
        terminal_scrollback: 10_000,
        terminal_shell_integration: true,
        terminal_renderer: TerminalRenderer::Auto,
        terminal_restore: true,
        terminal_history_enabled: true,
        terminal_history_exclude: Vec::new(),
        terminal_history_output_kib: 64,
        terminal_history_total_mib: 512,
        terminal_commands_to_skip_shell: [
            "palette.commands",
            "palette.files",
            "view.nextPlace",
            "view.previousPlace",
            "view.toggleSidebar",
            "view.toggleBottom",
            "search.show",
            "search.replace",
            "view.zoomIn",
            "view.zoomOut",
            "view.zoomReset",
            "terminal.copy",
            "terminal.paste",
            "terminal.find",
            "terminal.new",
            "terminal.toggle",
            "problems.show",
            "scripts.again",
        ]
        .map(str::to_owned)
        .to_vec(),
        notes_remote_pictures: Vec::new(),
        problems_from_terminals: true,
        session_per_branch: false,
        backup_enabled: true,
        backup_every_hours: 24,
        backup_keep: 7,
        sidecar_enabled: true,
        sidecar_port: 9_400,
        egress_engines: Vec::new(),
        embeddings_enabled: true,
        embeddings_engine: EmbeddingEngine::Minilm,
        embeddings_model: String::new(),
        embeddings_url: String::new(),
        embeddings_folder: String::new(),
        embeddings_scope: MeaningScope::All,
        embeddings_cpu: 100,
    }
}

fn number(value: &Value, from: f64, to: f64) -> Result<f64, String> {
    let number = value.as_f64().filter(|n| (from..=to).contains(n));
    number.ok_or_else(|| format!("takes a number from {from} to {to}"))
}

fn whole(value: &Value, from: u32, to: u32) -> Result<u32, String> {
    let number = value.as_u64().and_then(|n| u32::try_from(n).ok());
    let number = number.filter(|n| (from..=to).contains(n));
    number.ok_or_else(|| format!("takes a whole number from {from} to {to}"))
}

fn yes_no(value: &Value) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| "takes true or false".to_owned())
}

fn patterns(value: &Value) -> Result<Vec<String>, String> {
    let list = value
        .as_array()
        .map(|list| list.iter().map(|item| item.as_str().map(str::to_owned)));
    let list: Option<Vec<String>> = list.and_then(Iterator::collect);
    let fits = |list: &Vec<String>| list.len() <= 500 && list.iter().all(|one| one.len() <= 1_000);
    let list = list.filter(fits);
    let list = list.ok_or("takes a list of at most 500 patterns of at most 1,000 bytes")?;
    Exclusion::new(&list).map(|_| list)
}

fn engines(value: &Value) -> Result<Vec<String>, Fault> {
    const MOST: usize = 20;
    let list = value.as_array().filter(|list| list.len() <= MOST);
    let list = list.ok_or_else(|| format!("takes a list of at most {MOST} addresses"))?;
    let read = |(number, element): (usize, &Value)| {
        let text = element.as_str().unwrap_or_default();
        match Engine::parse(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(fault) => Err(Fault {
                message: fault.to_string(),
                element: Some(number),
                refused: fault == EngineFault::Remote,
            }),
        }
    };
    list.iter().enumerate().map(read).collect()
}

fn text(value: &Value, what: &str) -> Result<String, String> {
    const LONGEST: usize = 4_096;
    let text = value.as_str().filter(|text| text.len() <= LONGEST);
    text.map(str::to_owned)
        .ok_or_else(|| format!("takes {what}, as text"))
}

/// A folder of the person's, or nothing. Whether it is there is seen when it is used.
fn folder(value: &Value) -> Result<String, String> {
    let path = text(value, "a path")?;
    match path.is_empty() || std::path::Path::new(&path).is_absolute() {
        true => Ok(path),
        false => Err("takes an absolute path".to_owned()),
    }
}

/// The address of a server on this machine, or nothing.
fn loopback(value: &Value) -> Result<String, Fault> {
    let address = text(value, "an address")?;
    if address.is_empty() {
        return Ok(address);
    }
    match Engine::parse(&address) {
        Ok(_) => Ok(address),
        Err(fault) => Err(Fault {
            message: fault.to_string(),
            element: None,
            refused: fault == EngineFault::Remote,
        }),
    }
}

fn word<T: serde::de::DeserializeOwned>(value: &Value, words: &str) -> Result<T, String> {
    serde_json::from_value(value.clone()).map_err(|_| format!("takes one of {words}"))
}

macro_rules! entries {
    ($($key:literal $field:ident $about:literal $takes:literal |$value:ident $(beside $others:ident)?| $read:expr;)*) => {
        /// Every setting, by name.
        pub const ENTRIES: &[Entry] = &[$(Entry {
            key: $key,
            field: stringify!($field),
            about: $about,
            takes: $takes,
            get: |settings| json!(settings.$field),
            set: |settings, $value| {
                $(let $others = &*settings;)?
                let read = $read;
                settings.$field = read;
                Ok(())
            },
        }),*];
    };
}

entries! {
    "backup.enabled" backup_enabled "Make backups of Tenon's data by itself." "true, false" |v| yes_no(v)?;
    "backup.everyHours" backup_every_hours "How old the last backup may get before the next is made, in hours." "1 to 720" |v| whole(v, 1, 720)?;
    "backup.keep" backup_keep "How many backups that Tenon made by itself are kept." "1 to 365" |v| whole(v, 1, 365)?;
    "editor.fontSize" editor_font_size "The size of code, in pixels." "6 to 40" |v| number(v, 6.0, 40.0)? as f32;
    "editor.hotExit" editor_hot_exit "Close the window without a question about unsaved text, which comes back." "true, false" |v| yes_no(v)?;
    "editor.insertSpaces" editor_insert_spaces "Indent new files with blanks, not tabs; a file's own indentation and .editorconfig go first." "true, false" |v| yes_no(v)?;
    "editor.largeFileMiB" editor_large_file_mib "Above this many MiB a text is shown in parts, read-only." "1 to 512" |v| whole(v, 1, 512)?;
    "editor.lineNumbers" editor_line_numbers "Show line numbers." "true, false" |v| yes_no(v)?;
    "editor.secrets" editor_secrets "Mark secrets in the text while it is written." "true, false" |v| yes_no(v)?;
    "editor.tabSize" editor_tab_size "Columns of a step of indentation in new files." "1 to 16" |v| whole(v, 1, 16)?;
    "editor.wordWrap" editor_word_wrap "Wrap long lines at the edge." "true, false" |v| yes_no(v)?;
    "egress.engines" egress_engines "Servers on this machine that the sidecar may ask, such as Ollama; nothing else can be reached from it." "a list of addresses such as http://127.0.0.1:11434" |v| engines(v)?;
    "embeddings.cpu" embeddings_cpu "How much of the time the work on meaning may take, in percent." "10 to 100" |v| whole(v, 10, 100)?;
    "embeddings.enabled" embeddings_enabled "Make the workspace searchable by meaning." "true, false" |v| yes_no(v)?;
    "embeddings.engine" embeddings_engine "What makes embeddings: the model that comes with Tenon, one in a folder, or a server on this machine." "minilm, folder, openai, ollama" |v| word(v, "minilm, folder, openai, ollama")?;
    "embeddings.folder" embeddings_folder "The folder of the model, for the engine folder." "an absolute path" |v| folder(v)?;
    "embeddings.model" embeddings_model "The model's name, for the engines openai and ollama." "a name" |v| text(v, "a name")?;
    "embeddings.scope" embeddings_scope "Which files can be found by meaning: all, or those that are open or were changed today." "all, touched" |v| word(v, "all, touched")?;
    "embeddings.url" embeddings_url "The server's address, for the engines openai and ollama; it has to be one of egress.engines." "an address such as http://127.0.0.1:11434" |v| loopback(v)?;
    "explorer.showIgnored" explorer_show_ignored "Show files that ignore files leave out, dimmed." "true, false" |v| yes_no(v)?;
    "files.autoSave" auto_save "Save without being asked." "off, afterDelay, onFocusChange, onWindowChange" |v| word(v, "off, afterDelay, onFocusChange, onWindowChange")?;
    "files.autoSaveDelay" auto_save_delay "How long afterDelay waits after the last key, in milliseconds." "100 to 60000" |v| whole(v, 100, 60_000)?;
    "history.maxMegabytes" history_max_megabytes "How many MiB the local history of a folder may take; the oldest versions go first, pinned ones stay." "1 to 1048576" |v| whole(v, 1, 1_048_576)?;
    "journal.exclude" journal_exclude "Files and folders that the journal says nothing about, as in ignore files." "a list of patterns" |v| patterns(v)?;
    "notes.remotePictures" notes_remote_pictures "Servers from which pictures in notes are fetched without being asked for each one." "a list of names such as example.org or *.example.org" |v| crate::pictures::servers(v)?;
    "problems.fromTerminals" problems_from_terminals "Look for problems in what any command prints in a terminal; otherwise in what scripts print only." "true, false" |v| yes_no(v)?;
    "secrets.allow" secrets_allow "What is no secret here: the findings of a rule, of the files that a glob fits, or of the one in the other." "a list of {rule, path}, each with one of them at least" |v beside others| secrets::allowed(v, others)?;
    "secrets.rules" secrets_rules "Rules of your own for finding secrets." "a list of {id, kind, expression, match, mustNot}: RE2 syntax, and examples of both kinds" |v| secrets::rules(v)?;
    "session.perBranch" session_per_branch "Give each git branch tabs of its own: when another one is checked out, its tabs take the place of those before." "true, false" |v| yes_no(v)?;
    "sidecar.enabled" sidecar_enabled "Start the machine-learning sidecar." "true, false" |v| yes_no(v)?;
    "sidecar.port" sidecar_port "The sidecar's port on 127.0.0.1; another one is taken when it is not free." "1024 to 65535" |v| whole(v, 1024, 65_535)?;
    "terminal.commandsToSkipShell" terminal_commands_to_skip_shell "Commands whose keys stay with the window while a terminal has the focus." "a list of command names" |v| {
        let names = v.as_array().and_then(|list| list.iter().map(|name| name.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>());
        names.filter(|names| names.len() <= 200).ok_or("takes a list of at most 200 command names")?
    };
    "terminal.fontSize" terminal_font_size "The size of text in terminals, in pixels." "6 to 40" |v| number(v, 6.0, 40.0)? as f32;
    "terminal.history.enabled" terminal_history_enabled "Keep the commands that run in terminals, with what they write, masked." "true, false" |v| yes_no(v)?;
    "terminal.history.exclude" terminal_history_exclude "Commands that are not kept: those in which one of these expressions finds something. One that begins with a blank never is." "a list of regular expressions" |v| crate::runs::exclude::expressions(v)?;
    "terminal.history.outputKiB" terminal_history_output_kib "How many KiB of the beginning, and of the end, of what a command writes are kept." "0 to 1024" |v| whole(v, 0, 1_024)?;
    "terminal.history.totalMiB" terminal_history_total_mib "How many MiB of output are kept of all commands of a profile. Beyond that the oldest outputs go; their commands stay." "1 to 65536" |v| whole(v, 1, 65_536)?;
    "terminal.renderer" terminal_renderer "How terminals are drawn; auto is the DOM where WebKit composites in software, else WebGL." "auto, webgl, dom" |v| word(v, "auto, webgl, dom")?;
    "terminal.restore" terminal_restore "Keep what terminals show, sealed, and put it back with a new shell when the folder is opened again." "true, false" |v| yes_no(v)?;
    "terminal.scrollback" terminal_scrollback "Lines that a terminal keeps above its screen." "0 to 100000" |v| whole(v, 0, 100_000)?;
    "terminal.shell" terminal_shell "The shell's path; empty for the system's choice." "a path" |v| v.as_str().map(str::to_owned).ok_or("takes a path, as text")?;
    "terminal.shellIntegration" terminal_shell_integration "Start bash, zsh, fish and PowerShell so that they mark their prompts and commands; for terminals that are started from then on." "true, false" |v| yes_no(v)?;
    "workbench.theme" theme "The colours." "system, dark, light" |v| word(v, "system, dark, light")?;
    "workbench.zoom" zoom "The size of everything." "0.5 to 3" |v| number(v, 0.5, 3.0)? as f32;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_on_another_machine_is_refused_and_the_others_hold() {
        let mut settings = defaults();
        let wrong = json!(["http://127.0.0.1:11434", "http://192.0.2.1:11434"]);
        let fault = engines(&wrong).expect_err("it is elsewhere");
        assert_eq!((fault.element, fault.refused), (Some(1), true), "{fault}");
        let odd = engines(&json!(["127.0.0.1"])).expect_err("it is no address");
        assert_eq!((odd.element, odd.refused), (Some(0), false), "{odd}");
        let entry = ENTRIES.iter().find(|entry| entry.key == "egress.engines");
        let set = entry.expect("it is a setting").set;
        set(&mut settings, &json!(["http://[::1]:8080"])).expect("it is here");
        assert_eq!(settings.egress_engines, ["http://[::1]:8080"]);
    }

    #[test]
    fn a_server_that_embeds_is_on_this_machine() {
        assert_eq!(loopback(&json!("")), Ok(String::new()));
        assert!(loopback(&json!("http://localhost:11434")).is_ok());
        let fault = loopback(&json!("https://api.example.com")).expect_err("it is elsewhere");
        assert!(fault.refused, "{fault}");
    }

    #[test]
    fn each_setting_takes_its_default_and_refuses_nonsense() {
        let base = defaults();
        assert!(
            ENTRIES.is_sorted_by_key(|entry| entry.key),
            "people look them up by name"
        );
        for entry in ENTRIES {
            let mut settings = defaults();
            let value = (entry.get)(&base);
            assert_eq!(
                (entry.set)(&mut settings, &value),
                Ok(()),
                "{} takes its default",
                entry.key
            );
            assert_eq!(settings, base, "{} is what it was", entry.key);
            let fault = (entry.set)(&mut settings, &json!({ "odd": 1 }));
            assert!(fault.is_err(), "{} refuses an object", entry.key);
            assert_eq!(settings, base, "{} keeps its value on a fault", entry.key);
        }
    }
}
