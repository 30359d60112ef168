//! `tenon`: the same core as the window's, without a window, and the way to script it.
//!
//! Every verb takes `--json` (one object a line, nothing else on standard output), `--workspace`,
//! `--profile` and `--data-dir`, before or after it. Exit status: 0 done, 1 failed, 2 wrong usage,
//! 3 refused by policy. It never asks.

mod inside;
mod output;
mod values;
mod verb;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, Subcommand};
use tenon_api::ApiResult;
use tenon_api::surroundings::Surroundings;

use crate::inside::Inside;
use crate::output::Output;
use verb::key::KeyVerb;
use verb::profile::ProfileVerb;

/// A local-first workbench for people who write software.
#[derive(Parser)]
#[command(name = "tenon", version, max_term_width = 100)]
struct Arguments {
    /// Print one JSON object a line, and errors as JSON on standard error.
    #[arg(long, global = true)]
    json: bool,
    /// The workspace's folder; the current one when left out.
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// The profile, by name or id.
    #[arg(long, global = true, value_name = "NAME")]
    profile: Option<String>,
    /// Keep data and settings in this folder.
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Open a folder, a file or standard input in the window; in a terminal of Tenon in its own one.
    Open {
        /// DIR, FILE[:LINE[:COLUMN]], a reference such as run:ID or file:PATH, or - for standard input;
        /// the workspace when left out.
        target: Option<std::ffi::OsString>,
    },
    /// Own the workspace without a window, until interrupted.
    Serve,
    /// List the files that ignore files leave in, as `rg --files` does.
    Files {
        /// Also files whose names start with a dot, except `.git`.
        #[arg(long)]
        hidden: bool,
    },
    /// Find text, as `rg` finds it, or files by name.
    Search(verb::search::SearchArguments),
    /// Bring the index in line with the folder and print what it holds, or tell how it is.
    #[command(args_conflicts_with_subcommands = true)]
    Index {
        #[command(subcommand)]
        verb: Option<verb::index::IndexVerb>,
        /// Also wait until all of it can be found by meaning; without an owner this process does the
        /// work itself. Prints {rows, embedded, reused, elapsedMs, engine} in place of the index.
        #[arg(long)]
        wait_for_meaning: bool,
    },
    /// Print files of the workspace; paths come from standard input when none is given.
    Read {
        /// Paths, taken exactly as given.
        paths: Vec<std::ffi::OsString>,
    },
    /// List the commands in a recorded terminal stream on standard input, by the marks of its shell,
    /// each as it ends: {command, exit, cwd, start, end, output}. Offsets are in bytes.
    Blocks,
    /// Print the Markdown in standard input as the HTML that the window shows, sanitised.
    Md {
        /// The renderer's HTML as CommonMark and GitHub say it, not sanitised: not for showing.
        #[arg(long)]
        raw: bool,
    },
    /// Mask the secrets in standard input; with `--json` tell where they stand instead.
    Redact {
        /// Each line is `{"id": …, "text": …}` and answered by `{"id": …, "text": …, "findings": […]}`.
        #[arg(long)]
        ndjson: bool,
        /// The path that the text has in its workspace, for what the settings let through there.
        #[arg(long, value_name = "PATH")]
        path: Option<String>,
    },
    /// Edit a file as keys would, without saving. Standard input has one line an edit,
    /// {"changes": [[from, to, text], …]}: offsets count UTF-16 units of the text before that edit,
    /// with \n line ends. Each is answered with {"counter"} once it is durable.
    Edit {
        /// The file, taken exactly as given, or the name of a text without a file.
        #[arg(required_unless_present = "new")]
        path: Option<std::ffi::OsString>,
        /// Make a text without a file; its name is told in the first line.
        #[arg(long, conflicts_with_all = ["path", "save"])]
        new: bool,
        /// Save when standard input ends.
        #[arg(long)]
        save: bool,
        /// Save also over what something else has written; the local history keeps that.
        #[arg(long, requires = "save")]
        force: bool,
    },
    /// List what is not saved: path or name, whether it is dirty, and its length in UTF-16 units
    /// with \n line ends.
    Buffers {
        /// The texts too.
        #[arg(long)]
        text: bool,
        /// Give this unsaved text up, by path or name: a file's text is again the one on disk, and
        /// what was unsaved is kept in the local history; a text without a file is printed and
        /// closed. May be given more than once.
        #[arg(long, value_name = "PATH|NAME")]
        discard: Vec<std::ffi::OsString>,
    },
    /// Make a backup of Tenon's data and prove it.
    Backup(verb::backup::BackupArguments),
    /// The keys that seal content.
    #[command(subcommand)]
    Key(KeyVerb),
    /// Link files, symbols, commits, commands and events to each other, by their references (kind:id).
    #[command(subcommand)]
    Link(verb::link::LinkVerb),
    /// Tell what matters now: files, notes and tasks by how likely one turns to them next, with the
    /// reasons.
    Context(verb::context::ContextArguments),
    /// Print what happened in the workspace, oldest first.
    Log {
        /// Only this kind, such as document.saved, or area of kinds, such as document; may be given more than once.
        #[arg(long, value_name = "K", value_parser = values::event_kind)]
        kind: Vec<String>,
        /// Only about this: a reference such as file:ID, or file:PATH.
        #[arg(long, value_name = "S", value_parser = values::reference)]
        subject: Option<String>,
        /// Only from then on: milliseconds since 1970, RFC 3339, or how long ago (90s, 15m, 2h, 3d, 1w).
        #[arg(long, value_name = "T", value_parser = values::moment, allow_hyphen_values = true)]
        since: Option<String>,
        /// Go on with what happens from now on, until interrupted.
        #[arg(long)]
        follow: bool,
        /// Prove that the journal is what was written, and print that in place of the events.
        #[arg(long, conflicts_with_all = ["kind", "subject", "since", "follow"])]
        verify: bool,
    },
    /// Forget what is known, also in backups and logs; the journal still proves itself.
    #[command(group = clap::ArgGroup::new("what").required(true))]
    Forget {
        /// What is known about this: a reference such as file:ID, or file:PATH.
        #[arg(value_name = "REF", group = "what", value_parser = values::reference)]
        reference: Option<String>,
        /// Whatever holds this text, of at least 4 bytes.
        #[arg(
            long = "match",
            value_name = "TEXT",
            group = "what",
            allow_hyphen_values = true,
            value_parser = values::forgettable()
        )]
        text: Option<std::ffi::OsString>,
        /// What happened then or later.
        #[arg(long, value_name = "T", group = "what", value_parser = values::moment, allow_hyphen_values = true)]
        since: Option<String>,
    },
    /// Look at everything that Tenon needs here.
    Doctor,
    /// Tell what keeps the sidecar from the network, and list what it tried.
    Egress {
        /// Only from then on: milliseconds since 1970, RFC 3339, or how long ago (90s, 15m, 2h, 3d, 1w).
        #[arg(long, value_name = "T", value_parser = values::moment, allow_hyphen_values = true)]
        since: Option<String>,
    },
    /// Versions of files without git, and taking files and folders back to a moment.
    #[command(subcommand)]
    History(verb::history::HistoryVerb),
    /// Profiles: policies with data of their own.
    #[command(subcommand)]
    Profile(ProfileVerb),
    /// The machine-learning sidecar.
    #[command(subcommand)]
    Sidecar(SidecarVerb),
    /// Find commands that ran in terminals of this profile, in any of its folders.
    Runs(verb::runs::RunsArguments),
    /// List the scripts that the folder's files offer, or run one: package.json, Makefile, Cargo.toml,
    /// pyproject.toml, justfile, scripts/*.sh, *.fish and *.ps1.
    Scripts {
        #[command(subcommand)]
        verb: Option<verb::scripts::ScriptsVerb>,
    },
    /// List the problems that compilers, linters and tests told of in the window's terminals.
    Problems(verb::problems::ProblemsArguments),
    /// List the last commits, the last first.
    Commits(verb::commits::CommitsArguments),
    /// List the last runs in this workspace and what each had open.
    Sessions {
        /// At most so many, 1 to 50.
        #[arg(long, default_value_t = 10, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=50))]
        limit: u32,
    },
    /// List what texts speak of: files, symbols, people, issues, commits, addresses, errors,
    /// packages, commands, TODOs, dates.
    Entities(verb::entities::EntitiesArguments),
    /// List what files define: functions, types, constants, headings, keys.
    Symbols {
        /// A file or a folder that exists, or else letters of a name; all symbols when left out.
        what: Option<std::ffi::OsString>,
        /// At most so many; 100 for a name, and all of a path when left out.
        #[arg(long, value_name = "COUNT")]
        limit: Option<u32>,
    },
    /// Tasks of the folder: Markdown files in .tenon/tasks, or in a backlog folder of Backlog.md.
    #[command(subcommand)]
    Task(verb::task::TaskVerb),
    /// Notes: the Markdown files of the folder and the links between them.
    #[command(subcommand)]
    Note(verb::note::NoteVerb),
    /// Tell who owns the workspace and how it is.
    Status,
    /// End the terminal sessions of a Tenon that was killed.
    #[command(hide = true)]
    KeepSessions,
}

#[derive(Subcommand)]
enum SidecarVerb {
    /// Tell how it is.
    Status,
    /// Start it again.
    Restart,
    /// Make its Python environment; this fetches packages from PyPI.
    Setup,
}

/// What every verb is given.
#[derive(Clone)]
struct Session {
    surroundings: Surroundings,
    workspace: PathBuf,
    profile: Option<String>,
    /// The window whose terminal this runs in, unless the arguments name what is meant.
    inside: Option<Inside>,
    out: Output,
}

impl Verb {
    /// Whether it acts on the folder of the window, in a terminal of Tenon, where it would take the
    /// shell's folder elsewhere. Those do not that take paths, which the shell's folder is for.
    fn is_of_window(&self) -> bool {
        matches!(
            self,
            Verb::Open { .. }
                | Verb::Search(_)
                | Verb::Commits(_)
                | Verb::Context(_)
                | Verb::Link(_)
                | Verb::Log { .. }
                | Verb::Problems(_)
                | Verb::Runs(_)
                | Verb::Scripts { .. }
                | Verb::Sessions { .. }
                | Verb::Status
                | Verb::Task(_)
        )
    }
}

fn main() -> ExitCode {
    // Before anything else: the launcher is this program, with one thread.
    if let Some(status) = tenon_api::answer_as_launcher(std::env::args_os()) {
        return status.into();
    }
    let arguments = match Arguments::try_parse().and_then(checked) {
        Ok(arguments) => arguments,
        Err(usage) => return output::usage(&usage),
    };
    let is_named = arguments.workspace.is_some()
        || arguments.profile.is_some()
        || arguments.data_dir.is_some();
    let mut surroundings = Surroundings::of_this_process(arguments.data_dir);
    surroundings.keeper = Some(vec!["keep-sessions".into()]);
    surroundings.answers_as_launcher();
    let inside = Inside::of(&surroundings).filter(|_| !is_named);
    // Elsewhere than in the window's folder a command means the folder that it is given in.
    let here = inside
        .as_ref()
        .filter(|inside| arguments.verb.is_of_window() && inside.holds(&surroundings.cwd));
    let workspace = match here {
        Some(inside) => inside.root.clone(),
        None => surroundings
            .cwd
            .join(arguments.workspace.unwrap_or_default()),
    };
    let session = Session {
        workspace,
        inside,
        surroundings,
        profile: arguments.profile,
        out: Output::new(arguments.json),
    };
    match run(&session, arguments.verb) {
        Ok(code) => code,
        Err(error) => session.out.error(&error),
    }
}

/// Looks for options that do not go together because of their values.
fn checked(arguments: Arguments) -> Result<Arguments, clap::Error> {
    let refused = match &arguments.verb {
        Verb::Search(search) => search.check().err(),
        _ => None,
    };
    let Some(why) = refused else {
        return Ok(arguments);
    };
    let mut program = Arguments::command();
    program.build();
    // So that the usage that stands below is that of the verb.
    let error = match program.find_subcommand_mut("search") {
        Some(verb) => verb.error(ErrorKind::ArgumentConflict, why),
        None => program.error(ErrorKind::ArgumentConflict, why),
    };
    Err(error)
}

fn run(session: &Session, verb: Verb) -> ApiResult<ExitCode> {
    // The doctor looks at data that cannot be opened too, so it asks for itself.
    if session.profile.is_some() && !matches!(verb, Verb::Doctor | Verb::KeepSessions) {
        let app = session.app()?;
        app.profile(session.profile.as_deref())?;
    }
    match verb {
        Verb::Open { target } => verb::open::run(session, target.as_deref()),
        Verb::Serve => verb::serve::run(session),
        Verb::Files { hidden } => verb::files::run(session, hidden),
        Verb::Read { paths } => verb::read::run(session, paths),
        Verb::Index {
            verb,
            wait_for_meaning,
        } => verb::index::run(session, verb, wait_for_meaning),
        Verb::Search(arguments) => verb::search::run(session, arguments),
        Verb::Blocks => verb::blocks::run(session),
        Verb::Md { raw } => verb::md::run(session, raw),
        Verb::Redact { ndjson, path } => verb::redact::run(session, ndjson, path.as_deref()),
        Verb::Edit {
            path, save, force, ..
        } => verb::edit::run(session, path, verb::edit::Saving::of(save, force)),
        Verb::Buffers { text, discard } => verb::buffers::run(session, text, &discard),
        Verb::Backup(arguments) => verb::backup::run(session, arguments),
        Verb::Key(KeyVerb::New) => verb::key::renew(session),
        Verb::Link(verb) => verb::link::run(session, verb),
        Verb::Commits(arguments) => verb::commits::run(session, arguments),
        Verb::Context(arguments) => verb::context::run(session, &arguments),
        Verb::Log {
            kind,
            subject,
            since,
            follow,
            verify,
        } => match verify {
            true => verb::log::verify(session),
            false => verb::log::run(session, kind, subject, since.as_deref(), follow),
        },
        Verb::Forget {
            reference,
            text,
            since,
        } => verb::forget::run(session, reference, text, since.as_deref()),
        Verb::Doctor => verb::status::doctor(session),
        Verb::Egress { since } => verb::egress::run(session, since.as_deref()),
        Verb::History(verb) => verb::history::run(session, verb),
        Verb::Profile(ProfileVerb::List) => verb::profile::list(session),
        Verb::Profile(ProfileVerb::Create { name }) => verb::profile::create(session, &name),
        Verb::Profile(ProfileVerb::Rename { profile, name }) => {
            verb::profile::rename(session, &profile, &name)
        }
        Verb::Profile(ProfileVerb::Delete { profile }) => verb::profile::delete(session, &profile),
        Verb::Sidecar(SidecarVerb::Status) => verb::sidecar::status(session),
        Verb::Sidecar(SidecarVerb::Restart) => verb::sidecar::restart(session),
        Verb::Sidecar(SidecarVerb::Setup) => verb::sidecar::setup(session),
        Verb::Runs(arguments) => verb::runs::run(session, arguments),
        Verb::Scripts { verb } => verb::scripts::run(session, verb),
        Verb::Problems(arguments) => verb::problems::run(session, &arguments),
        Verb::Sessions { limit } => verb::sessions::run(session, limit),
        Verb::Note(verb) => verb::note::run(session, verb),
        Verb::Entities(arguments) => verb::entities::run(session, arguments),
        Verb::Symbols { what, limit } => verb::symbols::run(session, what, limit),
        Verb::Task(verb) => verb::task::run(session, verb),
        Verb::Status => verb::status::status(session),
        Verb::KeepSessions => verb::serve::keep_sessions(),
    }
}
