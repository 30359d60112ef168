//! How much of the lock holds, in one word and in sentences.

use serde::{Deserialize, Serialize};

/// What keeps a program from the network; a later one is stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Level {
    /// Nothing does: it is merely agreed.
    ByAgreement,
    /// Landlock's ports, or the filter of system calls, or both, on the machine's own network.
    Limited,
    /// A network of its own that is empty, Landlock and the filter of system calls.
    Enforced,
}

impl Level {
    /// The word for it, as it stands on the wire and in the journal.
    pub const fn word(self) -> &'static str {
        match self {
            Level::ByAgreement => "byAgreement",
            Level::Limited => "limited",
            Level::Enforced => "enforced",
        }
    }
}

/// What holds, as the locked process found by trying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hold {
    /// The whole in a word.
    pub level: Level,
    /// It has a user and network namespace of its own.
    pub network: bool,
    /// Landlock lets it connect to the proxy's port only.
    pub ports: bool,
    /// Landlock keeps it to the files of its plan.
    pub files: bool,
    /// The filter of system calls is in force.
    pub calls: bool,
    /// The kernel keeps its signals, and its connections to abstract sockets, to itself.
    pub scopes: bool,
    /// What is missing, a sentence each; empty when nothing is.
    pub why: Vec<String>,
}

impl Hold {
    /// Nothing holds, because of `why`.
    pub fn nothing(why: impl Into<String>) -> Self {
        Self {
            level: Level::ByAgreement,
            network: false,
            ports: false,
            files: false,
            calls: false,
            scopes: false,
            why: vec![why.into()],
        }
    }

    /// Finds the word for what the parts say. `sealed` is whether no socket that was passed in
    /// could be turned around to leave the namespace.
    pub(crate) fn judged(mut self, sealed: bool) -> Self {
        self.level = if self.network && self.files && self.calls && sealed {
            Level::Enforced
        } else if self.network || self.ports || self.calls {
            Level::Limited
        } else {
            Level::ByAgreement
        };
        self
    }

    /// Why it is not better, in one text; `None` when nothing is missing.
    pub fn shortfall(&self) -> Option<String> {
        (!self.why.is_empty()).then(|| self.why.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(network: bool, files: bool, calls: bool, ports: bool, sealed: bool) -> Level {
        let hold = Hold {
            network,
            files,
            calls,
            ports,
            ..Hold::nothing("test")
        };
        hold.judged(sealed).level
    }

    #[test]
    fn only_the_whole_lock_is_called_enforced() {
        assert_eq!(level(true, true, true, true, true), Level::Enforced);
        for (parts, why) in [
            ((true, true, true, true, false), "a socket could be turned"),
            ((true, false, true, true, true), "files are open to it"),
            ((true, true, false, true, true), "namespaces can be joined"),
            (
                (false, true, true, true, true),
                "the network is the machine's",
            ),
            ((false, false, true, false, true), "the filter alone"),
            ((false, false, false, true, true), "ports alone"),
        ] {
            let (network, files, calls, ports, sealed) = parts;
            let found = level(network, files, calls, ports, sealed);
            assert_eq!(found, Level::Limited, "{why}");
        }
        let files_alone = level(false, true, false, false, true);
        assert_eq!(files_alone, Level::ByAgreement, "files are not the network");
    }
}
