//! Who calls a command.

use std::sync::atomic::Ordering;

use tenon_core::{Actor, ActorKind};

use super::Owner;

/// How the identity of a window begins.
const WINDOW: &str = "window:";

/// Who calls a command.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who that is.
    pub actor: Actor,
    /// The window's label, when it is one.
    pub window: Option<String>,
    /// Tells callers apart.
    pub id: String,
}

impl Caller {
    /// A window of this process.
    pub fn window(label: &str) -> Self {
        let actor = Actor {
            kind: ActorKind::Person,
            name: "window".into(),
        };
        Self {
            actor,
            window: Some(label.to_owned()),
            // Two processes may each have a window of this name.
            id: format!("{WINDOW}{}:{label}", std::process::id()),
        }
    }

    /// Whether the caller of that identity is a window of the owner's own process.
    pub(crate) fn is_window(id: &str) -> bool {
        id.starts_with(WINDOW)
    }

    /// The command line, in this process.
    pub fn command_line() -> Self {
        let actor = Actor {
            kind: ActorKind::Person,
            name: "tenon".into(),
        };
        Self {
            actor,
            window: None,
            id: "command line".into(),
        }
    }

    /// A client on the socket.
    pub(crate) fn client(owner: &Owner) -> Self {
        let number = owner.next_caller.fetch_add(1, Ordering::SeqCst);
        let actor = Actor {
            kind: ActorKind::Person,
            name: "client".into(),
        };
        Self {
            actor,
            window: None,
            id: format!("client:{number}"),
        }
    }
}
