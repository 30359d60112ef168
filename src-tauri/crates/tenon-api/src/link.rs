//! The way to a workspace's owner: this process, or another one over its socket.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::Arc;

use tenon_core::Code;
use tenon_store::{AppDb, DataDirs};
use tenon_workspace::Root;

use crate::app::App;
use crate::hub::Hub;
use crate::lock::{any_socket, holder, socket_folder, socket_path};
use crate::ops::{self, Op, RawOp, Stream, StreamOp};
use crate::owner::{Caller, Claim, Owner};
use crate::socket::client::Client;
use crate::surroundings::Surroundings;
use crate::wire::Nothing;
use crate::{ApiError, ApiResult};

/// Who owns the workspace.
#[derive(Clone)]
pub enum Link {
    /// This process.
    Local(Arc<Owner>),
    /// Another one.
    Remote(Arc<Client>),
}

impl Link {
    /// Reaches the owner of the workspace at `root`, becoming it when there is none.
    pub fn open(app: &Arc<App>, root: &Path, profile: Option<&str>) -> ApiResult<Self> {
        // Between a dead owner's lock and its socket there is a moment in which neither answers.
        for _ in 0..50 {
            match Owner::claim(app, root, profile)? {
                Claim::Owned(owner) => return Ok(Self::Local(owner)),
                Claim::Taken(socket) => {
                    if let Some(client) = Client::connect(&socket, app.surroundings.uid)?
                        && answers(&client)
                    {
                        return Ok(Self::Remote(Arc::new(client)));
                    }
                }
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        let row = app.known(&Root::open(root)?, profile)?;
        let folder = row.map(|row| app.dirs.workspace_dir(row.profile, row.id));
        let message = match folder.and_then(|folder| holder(&folder)) {
            Some((pid, what)) => format!(
                "another Tenon owns this folder and does not answer: process {pid} (\"{what}\")"
            ),
            None => "another Tenon owns this folder and does not answer".to_owned(),
        };
        Err(ApiError {
            retryable: true,
            ..ApiError::new(Code::Conflict, message).hint("Wait for it to end, or end it.")
        })
    }

    /// Reaches the owner of the workspace at `root` if it has one. Nothing is written down: a folder
    /// that was never opened stays unknown, and one that was is not called recent.
    pub fn reach(app: &Arc<App>, root: &Path, profile: Option<&str>) -> ApiResult<Option<Self>> {
        let Some(row) = app.known(&Root::open(root)?, profile)? else {
            return Ok(None);
        };
        let socket = Owner::socket(app, &row)?;
        // An owner that is just starting, or just ending, has a socket on which nobody answers.
        for _ in 0..10 {
            if !socket.exists() {
                return Ok(None);
            }
            if let Some(client) = Client::connect(&socket, app.surroundings.uid)?
                && answers(&client)
            {
                return Ok(Some(Self::Remote(Arc::new(client))));
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Ok(None)
    }

    /// Reaches the owner of the workspace at `root` if it has one, and opens nothing else for it: who
    /// only asks a question need not prove the databases first. What stands in the way of that
    /// stands in no way of going on without an owner.
    pub fn glance(surroundings: &Surroundings, root: &Root) -> Option<Self> {
        let runtime = surroundings.var("XDG_RUNTIME_DIR").map(Path::new);
        if !any_socket(runtime, surroundings.uid) {
            return None;
        }
        let dirs = DataDirs::resolve(&surroundings.dirs);
        let path = root.path().as_os_str().as_bytes();
        let row = AppDb::look_up(&dirs.app_place(), path).ok()??;
        let folder = socket_folder(runtime, surroundings.uid).ok()?;
        let socket = socket_path(&folder, &dirs.data, row.id);
        let client = Client::connect(&socket, surroundings.uid).ok()??;
        Some(Self::Remote(Arc::new(client)))
    }

    /// Reaches the owner that answers at a socket, if there is one of this user's.
    pub fn at(socket: &Path, uid: u32) -> Option<Self> {
        let client = Client::connect(socket, uid).ok()??;
        answers(&client).then(|| Self::Remote(Arc::new(client)))
    }

    /// Runs a command.
    pub fn call<O: Op>(&self, caller: &Caller, params: O::Params) -> ApiResult<O::Output> {
        match self {
            Self::Local(owner) => O::run(owner, caller, params),
            Self::Remote(client) => client.call::<O>(&params),
        }
    }

    /// Runs a command that answers with bytes.
    pub fn raw<O: RawOp>(&self, caller: &Caller, params: O::Params) -> ApiResult<Vec<u8>> {
        match self {
            Self::Local(owner) => O::run(owner, caller, params),
            Self::Remote(client) => client.call_raw::<O>(&params),
        }
    }

    /// Runs a command that sends bytes from then on.
    pub fn stream<O: StreamOp>(
        &self,
        caller: &Caller,
        params: O::Params,
        stream: Stream,
    ) -> ApiResult<O::Output> {
        match self {
            Self::Local(owner) => O::run(owner, caller, params, stream),
            Self::Remote(client) => client.call_stream::<O>(&params, stream),
        }
    }

    /// Where the owner's events go.
    pub fn hub(&self) -> &Hub {
        match self {
            Self::Local(owner) => owner.hub(),
            Self::Remote(client) => client.hub(),
        }
    }

    /// For a call that lasts: where this process is the owner, others are answered meanwhile.
    pub fn answer_others(&self) -> ApiResult<()> {
        match self {
            Self::Local(owner) => owner.answer(),
            Self::Remote(_) => Ok(()),
        }
    }

    /// Lets go of the workspace where this process owns it; whoever was answered goes on with the
    /// next owner.
    pub fn end(&self) {
        if let Self::Local(owner) = self {
            owner.close();
        }
    }

    /// Whether the owner is gone.
    pub fn closed(&self) -> bool {
        match self {
            Self::Local(_) => false,
            Self::Remote(client) => client.closed(),
        }
    }
}

/// Whether the owner lives. A dying process's socket still takes connections for a moment.
fn answers(client: &Client) -> bool {
    let answer = client.call::<ops::workspace_current>(&Nothing {});
    // One that answers with an error lives too; whoever asks next is told of it.
    answer.is_ok() || !client.closed()
}
