//! Where the history of commands is read from: an owner, which has it in memory, or the file itself
//! while there is none.

use std::path::Path;
use std::sync::Arc;

use tenon_core::RunId;
use tenon_store::{ProfileId, RunsReader};
use tenon_workspace::Root;

use crate::ApiResult;
use crate::app::App;
use crate::handle::run::{list, one, query, unknown};
use crate::link::Link;
use crate::ops;
use crate::owner::Caller;
use crate::runs::output_text;
pub use crate::runs::rows::CommandSource;
use crate::wire::{RunImportParams, RunImported, RunList, RunListParams, RunParams};

/// A way to the history that opens no workspace.
pub enum RunsSource {
    /// An owner answers.
    Owner(Link),
    /// There is none; the file is read. There may be none yet.
    File(Unowned),
}

/// The history of a profile that nobody answers for.
pub struct Unowned {
    app: Arc<App>,
    profile: ProfileId,
    reader: Option<RunsReader>,
}

impl RunsSource {
    /// Finds the history of the profile that the folder at `root` is bound to, or of `profile`, or of
    /// the first one. The owner of the folder, if there is one, is asked.
    pub fn open(app: &Arc<App>, root: &Path, profile: Option<&str>) -> ApiResult<Self> {
        if let Some(link) = Link::reach(app, root, profile)? {
            return Ok(Self::Owner(link));
        }
        let known = app.known(&Root::open(root)?, profile)?;
        let profile = match known {
            Some(row) => row.profile,
            None => app.profile(profile)?.id,
        };
        Ok(Self::File(Unowned {
            app: app.clone(),
            profile,
            reader: app.read_runs(profile)?,
        }))
    }

    /// Lists runs.
    pub fn list(&self, params: RunListParams) -> ApiResult<RunList> {
        let Unowned {
            app,
            profile,
            reader,
        } = match self {
            Self::Owner(link) => {
                return link.call::<ops::run_list>(&Caller::command_line(), params);
            }
            Self::File(file) => file,
        };
        match (params.id, reader) {
            (Some(id), None) => Err(unknown(id)),
            (Some(id), Some(reader)) => {
                let run = reader.run(id)?.ok_or_else(|| unknown(id))?;
                Ok(one(app, *profile, run, None))
            }
            (None, reader) => {
                let query = query(app, params, None)?;
                let page = reader.as_ref().map(|reader| reader.list(&query));
                let page = page.transpose()?.unwrap_or_default();
                Ok(list(app, *profile, page, None))
            }
        }
    }

    /// What is kept of a run's output.
    pub fn output(&self, id: RunId) -> ApiResult<Vec<u8>> {
        match self {
            Self::Owner(link) => {
                link.raw::<ops::run_output>(&Caller::command_line(), RunParams { id })
            }
            Self::File(file) => {
                let kept = file.reader.as_ref().map(|reader| reader.output(id));
                let kept = kept.transpose()?.flatten().unwrap_or_default();
                Ok(output_text(&kept).into_bytes())
            }
        }
    }

    /// Takes over other histories.
    pub fn import(&self, params: RunImportParams) -> ApiResult<RunImported> {
        match self {
            Self::Owner(link) => link.call::<ops::run_import>(&Caller::command_line(), params),
            Self::File(file) => file.app.import_runs(file.profile, &params),
        }
    }
}
