//! `tenon link`: links between two things.

use std::process::ExitCode;

use clap::Subcommand;
use tenon_api::owner::Caller;
use tenon_api::wire::{Link, LinkAddParams, LinkListParams, LinkRemoveParams};
use tenon_api::{ApiResult, ops};
use tenon_core::{LinkId, WirePath};
use tenon_workspace::Root;

use crate::output::harmless_line;
use crate::{Session, values};

#[derive(Subcommand)]
pub enum LinkVerb {
    /// Link two things. Where they are linked already, that link is the answer.
    Add {
        /// Where the link begins: a reference such as run:ID, or file:PATH.
        #[arg(value_parser = values::reference)]
        from: String,
        /// Where it leads.
        #[arg(value_parser = values::reference)]
        to: String,
    },
    /// List links, the oldest first.
    List {
        /// Only those that begin or end there: a reference such as run:ID, or file:PATH.
        #[arg(value_name = "REF", value_parser = values::reference)]
        of: Option<String>,
    },
    /// Remove a link.
    Remove {
        /// Its identity, as "tenon link list" tells it.
        id: LinkId,
    },
}

pub fn run(session: &Session, verb: LinkVerb) -> ApiResult<ExitCode> {
    let app = session.app()?;
    let caller = Caller::command_line();
    let print = |link: &Link| session.out.flat_record(link, line);
    match verb {
        LinkVerb::Add { from, to } => {
            let link = session.link_in(&app)?;
            print(&link.call::<ops::link_add>(&caller, LinkAddParams { from, to })?)?;
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
            found.links.iter().try_for_each(print)?;
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
    }
    Ok(ExitCode::SUCCESS)
}

fn line(link: &Link) -> String {
    let end = |reference: &str, file: Option<&WirePath>| match file {
        Some(path) => format!("file:{}", harmless_line(&path.path)),
        None => reference.to_owned(),
    };
    let from = end(&link.from, link.from_file.as_ref());
    let to = end(&link.to, link.to_file.as_ref());
    format!("{}  {from} -> {to}", link.id)
}
