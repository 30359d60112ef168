//! `tenon note`: the notes of the workspace.

mod line;

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{Read, Write as _};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;
use serde_json::json;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    NoteBacklinksParams, NoteDailyParams, NoteListParams, NoteMade, NoteNewParams,
    NoteRenameParams, NoteShowParams, Nothing, PictureFetchParams,
};
use tenon_api::{ApiError, ApiResult, ops, picture_server};
use tenon_core::{Code, WirePath, counted};

use super::asking::Asking;
use crate::Session;
use crate::output::{harmless, harmless_line, write};
use crate::values;
use line::{BackLine, InfoLine, MadeLine, RenamedLine, ShownLine};

/// The longest text of standard input, in bytes.
const LONGEST: u64 = 16 << 20;

#[derive(Subcommand)]
pub enum NoteVerb {
    /// Make a note under a name that is free, and print its path.
    New {
        /// What it is called.
        title: String,
        /// Its folder; where the settings put new notes when left out.
        #[arg(long)]
        folder: Option<OsString>,
        /// The template that it begins with, by its name or its path.
        #[arg(long, value_name = "NAME")]
        template: Option<String>,
        /// What stands in it, behind the template; - for standard input.
        #[arg(long, allow_hyphen_values = true)]
        text: Option<String>,
    },
    /// List notes: those that fit all that is said.
    List {
        /// With this tag, or one nested in it.
        #[arg(long)]
        tag: Option<String>,
        /// With all of these words in path, names or text, in any case.
        #[arg(long, value_name = "WORDS")]
        text: Option<String>,
        /// In this folder, or in one in it.
        #[arg(long)]
        folder: Option<OsString>,
        /// That no other note links to.
        #[arg(long)]
        orphans: bool,
        /// With a link that leads to no file.
        #[arg(long)]
        unresolved: bool,
    },
    /// Print a note.
    Show {
        /// Its path, or its name or alias as in a wikilink.
        note: OsString,
        /// The HTML that the window shows, in place of the text.
        #[arg(long)]
        html: bool,
    },
    /// List the links to a note.
    Backlinks {
        /// Its path, or its name or alias as in a wikilink.
        note: OsString,
        /// Also places that name it and are no link.
        #[arg(long)]
        mentions: bool,
    },
    /// Give a note another name or place, and rewrite the links to it.
    Rename {
        /// Its path, or its name or alias as in a wikilink.
        note: OsString,
        /// Its new name, or its new path when it holds a /; .md is added where it is missing.
        to: OsString,
        /// Only print what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// Fetch a picture that a note shows from another machine, and write it into a new file.
    Picture {
        /// Its address, http or https.
        address: String,
        /// The file to make.
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        /// Another server that it may send on to; the address's own is asked.
        #[arg(long, value_name = "SERVER")]
        allow: Vec<String>,
    },
    /// List the tags, each with the number of notes that have it or one nested in it.
    Tags,
    /// List the templates that --template takes.
    Templates,
    /// Make today's note unless it is there, and print its path.
    Daily {
        /// Another day's.
        #[arg(long, value_name = "YYYY-MM-DD", value_parser = values::day)]
        date: Option<String>,
    },
}

pub fn run(session: &Session, verb: NoteVerb) -> ApiResult<ExitCode> {
    match verb {
        NoteVerb::New {
            title,
            folder,
            template,
            text,
        } => {
            let params = NoteNewParams {
                title,
                folder: folder.as_deref().map(wire),
                template,
                text: given(text)?,
            };
            let link = session.link()?;
            let made = link.call::<ops::note_new>(&Caller::command_line(), params)?;
            tell(session, &made)?;
        }
        NoteVerb::List {
            tag,
            text,
            folder,
            orphans,
            unresolved,
        } => list(
            session,
            NoteListParams {
                tag,
                text: text.unwrap_or_default(),
                folder: folder.as_deref().map(wire),
                orphans,
                unresolved,
                lean: false,
            },
        )?,
        NoteVerb::Show { note, html } => show(session, &note, html)?,
        NoteVerb::Backlinks { note, mentions } => backlinks(session, &note, mentions)?,
        NoteVerb::Rename { note, to, dry_run } => rename(session, &note, &to, dry_run)?,
        NoteVerb::Picture {
            address,
            output,
            allow,
        } => picture(session, address, &output, allow)?,
        NoteVerb::Tags => tags(session)?,
        NoteVerb::Templates => templates(session)?,
        NoteVerb::Daily { date } => {
            let link = session.link()?;
            let params = NoteDailyParams { date };
            let made = link.call::<ops::note_daily>(&Caller::command_line(), params)?;
            tell(session, &made)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn wire(path: &OsStr) -> WirePath {
    WirePath::from_bytes(path.as_bytes())
}

/// The text of an option, which is that of standard input for `-`.
fn given(text: Option<String>) -> ApiResult<String> {
    let text = text.unwrap_or_default();
    if text != "-" {
        return Ok(text);
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LONGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| ApiError::new(Code::Storage, format!("standard input: {e}")))?;
    if bytes.len() as u64 > LONGEST {
        let message = "standard input has more than 16 MiB; no note was made";
        return Err(ApiError::new(Code::Invalid, message));
    }
    String::from_utf8(bytes).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let message = format!("standard input is not UTF-8 at byte {at}; no note was made");
        ApiError::new(Code::Invalid, message)
            .hint("Turn it into UTF-8 first, for example with iconv.")
    })
}

fn tell(session: &Session, made: &NoteMade) -> ApiResult<()> {
    notices(session, &made.problems);
    session
        .out
        .record(&MadeLine::of(made), |made| harmless_line(&made.path.path))
}

fn notices(session: &Session, problems: &[String]) {
    for problem in problems {
        session.out.notice(problem);
    }
}

fn list(session: &Session, params: NoteListParams) -> ApiResult<()> {
    let list = Asking::open(session)?.call::<ops::note_list>(params)?;
    for note in &list.notes {
        session.out.record(&InfoLine::of(note), |note| {
            let tags: String = note.tags.iter().map(|tag| format!("  #{tag}")).collect();
            harmless_line(&format!("{}  {}{tags}", note.path.path, note.title))
        })?;
    }
    notices(session, &list.problems);
    Ok(())
}

fn show(session: &Session, note: &OsStr, html: bool) -> ApiResult<()> {
    let params = NoteShowParams {
        note: wire(note),
        html,
    };
    let shown = Asking::open(session)?.call::<ops::note_show>(params)?;
    if session.out.is_json() {
        session
            .out
            .record(&ShownLine::of(&shown, html), |_| String::new())?;
    } else {
        write(harmless(&shown.text).as_bytes())?;
    }
    notices(session, shown.problem.as_slice());
    Ok(())
}

fn backlinks(session: &Session, note: &OsStr, mentions: bool) -> ApiResult<()> {
    let params = NoteBacklinksParams {
        note: wire(note),
        mentions,
    };
    let found = Asking::open(session)?.call::<ops::note_backlinks>(params)?;
    for place in &found.places {
        session.out.record(&BackLine::of(place), |place| {
            let (path, line) = (&place.path.path, place.line.get());
            harmless_line(&format!("{path}:{line}: {}", place.text))
        })?;
    }
    notices(session, &found.problems);
    Ok(())
}

fn rename(session: &Session, note: &OsStr, to: &OsStr, dry_run: bool) -> ApiResult<()> {
    let params = NoteRenameParams {
        note: wire(note),
        to: wire(to),
        dry_run,
        undoes: None,
    };
    let link = session.link()?;
    let renamed = link.call::<ops::note_rename>(&Caller::command_line(), params)?;
    session.out.record(&RenamedLine::of(&renamed), |line| {
        let (from, path) = (line.from, &line.path.path);
        let links: i64 = renamed.relinked.iter().map(|one| one.links.get()).sum();
        let notes = counted(renamed.relinked.len(), "note");
        let links = counted(links, "link");
        harmless_line(&format!("{from} -> {path}  {links} in {notes}"))
    })?;
    for lost in &renamed.lost {
        let (path, line) = (&lost.path.path, lost.line.get());
        session.out.notice(&format!(
            "{path}:{line}: the new name cannot be written there, so this link leads nowhere."
        ));
    }
    notices(session, &renamed.problems);
    Ok(())
}

fn templates(session: &Session) -> ApiResult<()> {
    let found = Asking::open(session)?.call::<ops::note_templates>(Nothing {})?;
    for name in &found.names {
        let line = json!({ "name": name, "folder": found.folder.path });
        session.out.record(&line, |_| harmless_line(name))?;
    }
    notices(session, &found.problems);
    Ok(())
}

fn picture(
    session: &Session,
    address: String,
    output: &Path,
    mut allowed: Vec<String>,
) -> ApiResult<()> {
    // Naming an address is asking for its server.
    allowed.extend(picture_server(&address));
    let params = PictureFetchParams { address, allowed };
    // A file that cannot be made is told before anything is sent.
    let io = |what: std::io::Error| {
        let message = format!("{}: {what}", harmless_line(&output.to_string_lossy()));
        ApiError::new(Code::Invalid, message).hint("Name a file that is not there yet.")
    };
    let mut file = File::create_new(output).map_err(io)?;
    let link = session.link()?;
    let fetched = link.raw::<ops::picture_fetch>(&Caller::command_line(), params);
    let written =
        fetched.and_then(|bytes| file.write_all(&bytes).map(|()| bytes.len()).map_err(io));
    let size = written.inspect_err(|_| {
        let _ = std::fs::remove_file(output);
    })?;
    let record = json!({ "path": output.to_string_lossy(), "size": size });
    session.out.record(&record, |_| {
        format!(
            "{} ({size} bytes)",
            harmless_line(&output.to_string_lossy())
        )
    })
}

fn tags(session: &Session) -> ApiResult<()> {
    let found = Asking::open(session)?.call::<ops::note_tags>(Nothing {})?;
    for tag in &found.tags {
        session.out.record(tag, |tag| {
            harmless_line(&format!("#{}  {}", tag.tag, tag.notes.get()))
        })?;
    }
    notices(session, &found.problems);
    Ok(())
}
