//! Links between two things.

use tenon_core::{LinkId, WirePath};

use super::Whole;

words! {
    /// What a link says of its two ends.
    pub enum LinkKind {
        /// That they have to do with each other.
        Related,
    }

    /// Who says that two things are linked.
    pub enum LinkOrigin {
        /// A person, or a script of theirs.
        Person,
        /// A text, or git.
        Written,
        /// The order of what happened.
        Session,
        /// What the two have in common.
        Meaning,
    }
}

wire! {
    /// A link between two things, each named by its reference, `kind:id`.
    pub struct Link {
        /// Its identity.
        pub id: LinkId,
        /// Where it begins.
        pub from: String,
        /// Where it leads.
        pub to: String,
        /// The file that `from` names, where it is one that is known.
        pub from_file: Option<WirePath>,
        /// The same of `to`.
        pub to_file: Option<WirePath>,
        /// What it says of the two.
        pub kind: LinkKind,
        /// Who made it.
        pub origin: LinkOrigin,
        /// The identities of the events that it rests on.
        pub evidence: Vec<String>,
        /// How sure it is, from 0 to 1; what a person says is 1.
        pub confidence: f64,
        /// When it was made.
        pub at: Whole,
    }

    /// What to link. A file may also be named by its path, `file:PATH`.
    pub struct LinkAddParams {
        /// Where the link begins.
        pub from: String,
        /// Where it leads: something else.
        pub to: String,
    }

    /// Which links to list.
    #[derive(Default)]
    pub struct LinkListParams {
        /// Those that begin or end there; all of them when absent.
        pub of: Option<String>,
    }

    /// Links, the oldest first.
    pub struct Links {
        /// The links, 10,000 at most.
        pub links: Vec<Link>,
        /// Whether there are more.
        pub more: bool,
    }

    /// Which link to remove.
    pub struct LinkRemoveParams {
        /// Its identity.
        pub id: LinkId,
    }
}
