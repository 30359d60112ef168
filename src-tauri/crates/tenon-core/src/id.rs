//! Identities: UUIDv7 in types of their own, so that one cannot stand in for another.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where new identities come from.
///
/// The real one makes UUIDv7 from the clock and the system's randomness; tests count.
pub trait Ids: Send + Sync {
    /// A new identity, never given before.
    fn next(&self) -> Uuid;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// Takes a new identity from `ids`.
            pub fn new(ids: &dyn Ids) -> Self {
                Self(ids.next())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }

        // On the wire an identity is a string; specta is told so by hand because `uuid` is not
        // one of the crates it knows at this version.
        #[cfg(feature = "bindings")]
        impl specta::Type for $name {
            fn definition(types: &mut specta::Types) -> specta::datatype::DataType {
                <String as specta::Type>::definition(types)
            }
        }
    };
}

id!(
    /// A document: survives rename and move, and is kept in the workspace's database.
    DocId
);
id!(
    /// One event of the journal.
    EventId
);
id!(
    /// A link between two things.
    LinkId
);
id!(
    /// A command that ran in a terminal. Written `run:ID` where things are named.
    RunId
);
id!(
    /// One run of a window or of the command line.
    SessionId
);
id!(
    /// A client that delivers events: (`source`, `sourceSeq`) is unique in a journal.
    SourceId
);
id!(
    /// A terminal of the owner.
    TerminalId
);
id!(
    /// A workspace: a folder bound to a profile.
    WorkspaceId
);
