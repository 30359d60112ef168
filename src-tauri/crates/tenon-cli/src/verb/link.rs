//! `tenon link`: links between two things.

mod graph;
mod list;

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::process::ExitCode;

use clap::Subcommand;
use tenon_api::owner::Caller;
use tenon_api::wire::{
    Link, LinkAddParams, LinkCountsParams, LinkGraphParams, LinkJudgeParams, LinkListParams,
    LinkRemoveParams, LinkSuggestParams, LinkVerdict, LinksAboveParams, Whole,
};
use tenon_api::{ApiResult, moment, ops};
use tenon_core::{LinkId, WirePath};
use tenon_workspace::Root;

use super::asking::Asking;
use crate::{Session, values};
use list::Names;

#[derive(Subcommand)]
pub enum LinkVerb {
    /// Link two things. Where they are linked already, that link is the answer.
    Add {
        /// Where the link begins: a reference such as run:ID or task:T-14, or file:PATH, note:PATH.
        #[arg(value_parser = values::reference)]
        from: String,
        /// Where it leads.
        #[arg(value_parser = values::reference)]
        to: String,
    },
    /// List the links that were made by hand, the oldest first.
    List {
        /// Only those that begin or end there: a reference such as run:ID or task:T-14, or file:PATH,
        /// note:PATH.
        #[arg(value_name = "REF", value_parser = values::reference)]
        of: Option<String>,
    },
    /// Remove a link.
    Remove {
        /// Its identity, as "tenon link list" tells it.
        #[arg(value_parser = values::link)]
        id: LinkId,
    },
    /// Print what is linked to a thing, whoever says so: persons, texts, git, sessions.
    Graph {
        /// The thing: a reference such as task:T-14 or run:ID, or file:PATH, note:PATH,
        /// heading:PATH#TEXT.
        #[arg(value_name = "REF", value_parser = values::reference)]
        of: String,
        /// How many links away, from 1 to 3.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=3))]
        depth: u32,
        /// Only links of this kind, such as mentions, dependsOn or failedAt. May be given more than
        /// once.
        #[arg(long, value_name = "KIND", value_parser = values::link_kind)]
        kind: Vec<String>,
        /// Only links that hold since then, or of which no time is known.
        #[arg(long, value_name = "WHEN", value_parser = values::moment)]
        since: Option<String>,
        /// Also links that are guessed.
        #[arg(long)]
        suggestions: bool,
        /// So many things at most.
        #[arg(long, value_name = "COUNT", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
    },
    /// List the links that are guessed and that nobody judged yet, the surest first.
    Suggest {
        /// Only those of this thing.
        #[arg(value_name = "REF", value_parser = values::reference)]
        of: Option<String>,
        /// So many at most.
        #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
        limit: u32,
    },
    /// Say that a guessed link holds.
    Accept(Judged),
    /// Say that a guessed link does not hold; it does not come again.
    Reject(Judged),
    /// Count the files, commands and commits that are linked to things for sure, as the cards of the
    /// board say it.
    Counts {
        /// The things, such as task:T-14.
        #[arg(value_name = "REF", value_parser = values::reference, required = true)]
        of: Vec<String>,
    },
    /// Print what is linked to each symbol of a file.
    Above {
        /// The file.
        file: OsString,
    },
}

#[derive(clap::Args)]
pub struct Judged {
    /// Where the link begins.
    #[arg(value_parser = values::reference)]
    from: String,
    /// Where it leads.
    #[arg(value_parser = values::reference)]
    to: String,
    /// What it says, such as similar; not needed where only one link is guessed between the two.
    #[arg(long, value_parser = values::link_kind)]
    kind: Option<String>,
}

pub fn run(session: &Session, verb: LinkVerb) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let caller = Caller::command_line();
    let print = |names: &mut Names<'_>, link: &Link| {
        let line = match session.out.is_json() {
            true => String::new(),
            false => names.line(link)?,
        };
        session.out.flat_record(link, |_| line)
    };
    match verb {
        LinkVerb::Add { from, to } => {
            let link = session.link_in(&app)?;
            let made = link.call::<ops::link_add>(&caller, LinkAddParams { from, to })?;
            print(&mut Names::new(&link), &made)?;
        }
        LinkVerb::List { of } => {
            let link = match session.reach(&app)? {
                Some(link) => link,
                None => {
                    // A look at a folder that was never opened writes nothing down about it.
                    let root = Root::open(&session.workspace)?;
                    if app.known(&root, session.profile.as_deref())?.is_none() {
                        return Ok(ExitCode::SUCCESS);
                    }
                    session.link_in(&app)?
                }
            };
            let found = link.call::<ops::link_list>(&caller, LinkListParams { of })?;
            let names = &mut Names::new(&link);
            let mut links = found.links.iter();
            links.try_for_each(|link| print(names, link))?;
            if found.more {
                session
                    .out
                    .notice("there are more links; name what they belong to");
            }
        }
        LinkVerb::Remove { id } => {
            let link = session.link_in(&app)?;
            link.call::<ops::link_remove>(&caller, LinkRemoveParams { id })?;
            let record = serde_json::json!({ "removed": id });
            session.out.record(&record, |_| format!("removed {id}"))?;
        }
        LinkVerb::Graph {
            of,
            depth,
            kind,
            since,
            suggestions,
            limit,
        } => {
            let now = app.surroundings.ambient.clock.now();
            let since = since.map(|text| moment::parse(&text, now)).transpose()?;
            let params = LinkGraphParams {
                of,
                depth,
                kinds: (!kind.is_empty()).then_some(kind),
                since: since.map(Whole::clamped),
                suggestions,
                limit,
            };
            let found = Asking::open(session)?.call::<ops::link_graph>(params)?;
            graph::print(session, &found, "nothing is linked there")?;
        }
        LinkVerb::Suggest { of, limit } => {
            let params = LinkSuggestParams { of, limit };
            let found = Asking::open(session)?.call::<ops::link_suggest>(params)?;
            graph::print(session, &found, "nothing is suggested")?;
        }
        LinkVerb::Accept(judged) => judge(session, judged, LinkVerdict::Accept)?,
        LinkVerb::Reject(judged) => judge(session, judged, LinkVerdict::Reject)?,
        LinkVerb::Counts { of } => {
            let found = Asking::open(session)?.call::<ops::link_counts>(LinkCountsParams { of })?;
            let mut rows = found.rows.iter();
            rows.try_for_each(|row| session.out.flat_record(row, list::counted))?;
        }
        LinkVerb::Above { file } => {
            let path = WirePath::from_bytes(OsStr::as_bytes(&file));
            let params = LinksAboveParams { path };
            let told = Asking::open(session)?.call::<ops::links_above>(params)?;
            graph::print_above(session, &told)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn judge(session: &Session, judged: Judged, verdict: LinkVerdict) -> ApiResult<()> {
    let Judged { from, to, kind } = judged;
    let said = match verdict {
        LinkVerdict::Accept => "accepted",
        LinkVerdict::Reject => "rejected",
        LinkVerdict::Forget => "forgotten",
    };
    let record = serde_json::json!({ said: { "from": from, "to": to } });
    let line = format!("{said} {from} -> {to}");
    let params = LinkJudgeParams {
        from,
        to,
        kind: kind.unwrap_or_default(),
        verdict,
    };
    let link = session.link()?;
    link.call::<ops::link_judge>(&Caller::command_line(), params)?;
    session.out.record(&record, |_| line)
}
