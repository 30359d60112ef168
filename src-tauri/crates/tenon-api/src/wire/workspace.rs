//! Workspaces, profiles and trust.

use tenon_core::{DocId, TerminalId, WorkspaceId};

use super::{OpenTarget, SearchQuery, Whole};

wire! {
    /// An open workspace.
    pub struct WorkspaceInfo {
        /// Its identity.
        pub id: WorkspaceId,
        /// The folder's name.
        pub name: String,
        /// The folder, for people (lossy when not UTF-8).
        pub root: String,
        /// The profile it is bound to.
        pub profile: ProfileInfo,
        /// Whether the person trusts the folder; `None` before they were asked.
        pub trusted: Option<bool>,
        /// What keeps bytes from leaving this machine.
        pub egress: EgressState,
    }

    /// A profile: a policy and a place for data.
    pub struct ProfileInfo {
        /// Its identity, a UUID.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Workspaces bound to it.
        pub workspaces: u32,
    }

    /// All profiles.
    pub struct Profiles {
        /// By name.
        pub profiles: Vec<ProfileInfo>,
    }

    /// A name for a profile: 1 to 64 characters.
    pub struct ProfileCreateParams {
        /// The name.
        pub name: String,
    }

    /// Which profile gets which name.
    pub struct ProfileRenameParams {
        /// The profile's id or name.
        pub profile: String,
        /// The new name.
        pub name: String,
    }

    /// Which profile.
    pub struct ProfileParams {
        /// The profile's id or name.
        pub profile: String,
    }

    /// A workspace that was open before.
    pub struct RecentWorkspace {
        /// Its identity.
        pub id: WorkspaceId,
        /// The folder's name.
        pub name: String,
        /// The folder, for people.
        pub root: String,
        /// The profile's name.
        pub profile: String,
        /// When it was opened last.
        pub opened_at: Whole,
        /// Whether the folder is still there.
        pub present: bool,
    }

    /// Workspaces that were open before.
    pub struct RecentWorkspaces {
        /// The last one first.
        pub workspaces: Vec<RecentWorkspace>,
    }

    /// The person's answer to the question of trust.
    pub struct TrustParams {
        /// Whether they trust the folder.
        pub trusted: bool,
    }

    /// What to show in a window that comes to the front; nothing is the window alone.
    #[derive(Default)]
    pub struct RaiseParams {
        /// The place to open.
        pub target: Option<OpenTarget>,
        /// The open document to show, such as a new text without a file.
        pub document: Option<DocId>,
        /// The search to make in the Search view.
        pub search: Option<SearchQuery>,
        /// The thing to show: `run:ID` in the history of commands, `symbol:ID` in its file, a file as
        /// `file:PATH` or by its identity.
        pub reference: Option<String>,
        /// The terminal that asks: of several windows the one that shows it comes.
        pub terminal: Option<TerminalId>,
    }

    /// Whether a window came to the front.
    pub struct WorkspaceRaised {
        /// No window shows the workspace, or none answered, when it is false.
        pub raised: bool,
    }

    /// Which request a window has followed.
    pub struct RaisedParams {
        /// As the event names it.
        pub request: String,
    }

    /// Which folder to open.
    pub struct WorkspaceOpenParams {
        /// The folder, absolute.
        pub root: String,
        /// In a window of its own.
        pub new_window: bool,
    }

    /// A folder that the person picked, if they did.
    pub struct PickedFolder {
        /// The folder, absolute.
        pub root: Option<String>,
    }
}

words! {
    /// What keeps bytes from leaving this machine.
    pub enum EgressState {
        /// Nothing is enforced; nothing that Tenon ships calls out.
        ByAgreement,
        /// The sidecar is kept from the network, on the machine's own network.
        Limited,
        /// The sidecar has an empty network of its own, or does not run.
        Enforced,
    }
}
