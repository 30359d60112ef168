//! The way to a workspace's owner for calls that read, and may last.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tenon_api::ApiResult;
use tenon_api::link::Link;
use tenon_api::ops::Op;
use tenon_api::owner::Caller;

use crate::Session;

/// How often an owner may go during one call before it is given up.
const OWNERS: usize = 5;

/// The owner, or this process in its place, which answers others meanwhile; whoever was answered by
/// one that has ended asks the next one.
pub struct Asking {
    session: Session,
    link: Mutex<Link>,
}

impl Asking {
    pub fn open(session: &Session) -> ApiResult<Self> {
        Ok(Self {
            session: session.clone(),
            link: Mutex::new(reach(session)?),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Link> {
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who owns the workspace now.
    pub fn link(&self) -> Link {
        self.lock().clone()
    }

    /// Runs a command that only reads.
    pub fn call<O: Op>(&self, params: O::Params) -> ApiResult<O::Output>
    where
        O::Params: Clone,
    {
        let caller = Caller::command_line();
        for _ in 0..OWNERS {
            let link = self.link();
            let answer = link.call::<O>(&caller, params.clone());
            if answer.is_ok() || !link.closed() {
                return answer;
            }
            *self.lock() = reach(&self.session)?;
        }
        self.link().call::<O>(&caller, params)
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        self.link().end();
    }
}

fn reach(session: &Session) -> ApiResult<Link> {
    let link = session.link()?;
    if let Err(error) = link.answer_others() {
        // This call needs no socket.
        tracing::debug!(%error, "nobody else is answered meanwhile");
    }
    Ok(link)
}
