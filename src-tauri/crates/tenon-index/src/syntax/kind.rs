//! What a symbol is.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$meta:meta])* $variant:ident $word:literal),* $(,)?) => {
        /// What a symbol is, in the words that every language shares.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[repr(u8)]
        pub enum SymbolKind { $($(#[$meta])* $variant),* }

        impl SymbolKind {
            /// Every kind, in the order of their numbers.
            pub const ALL: &'static [SymbolKind] = &[$(SymbolKind::$variant),*];

            /// The word on every seam.
            pub fn word(self) -> &'static str {
                match self { $(SymbolKind::$variant => $word),* }
            }
        }
    };
}

kinds! {
    /// A function that belongs to no type.
    Function "function",
    /// A function of a type.
    Method "method",
    /// A class.
    Class "class",
    /// A struct or record.
    Struct "struct",
    /// An enum.
    Enum "enum",
    /// A union.
    Union "union",
    /// A trait.
    Trait "trait",
    /// An interface or protocol.
    Interface "interface",
    /// A name for a type.
    Type "type",
    /// A module or namespace.
    Module "module",
    /// A macro.
    Macro "macro",
    /// A constant.
    Constant "constant",
    /// A variable that outlives a call.
    Variable "variable",
    /// A field or property.
    Field "field",
    /// A value of an enum.
    Member "member",
    /// A heading of a text.
    Heading "heading",
    /// A key of data.
    Key "key",
    /// A rule of a style sheet.
    Rule "rule",
}

impl SymbolKind {
    /// Whether it is a chunk of its own, never merged with another.
    pub fn is_function(self) -> bool {
        matches!(self, SymbolKind::Function | SymbolKind::Method)
    }

    /// Whether what is defined directly inside belongs to a type.
    pub fn is_type(self) -> bool {
        use SymbolKind as K;
        matches!(
            self,
            K::Class | K::Struct | K::Enum | K::Union | K::Trait | K::Interface
        )
    }

    /// Whether it is too small to begin a chunk or to be known again by its text.
    pub fn is_part(self) -> bool {
        matches!(
            self,
            SymbolKind::Field | SymbolKind::Member | SymbolKind::Key
        )
    }

    /// The kind with this number.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}
