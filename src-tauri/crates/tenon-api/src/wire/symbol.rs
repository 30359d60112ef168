//! Symbols: what the files of the workspace define.

use tenon_core::WirePath;

wire! {
    /// Something that a file defines.
    pub struct SymbolRow {
        /// Its identity, which survives edits, renames and moves. Empty for a name that is known in
        /// its function or file alone (a parameter, a local variable, the name of a module): it has a
        /// place and no identity. Only `symbol_definition` answers with such rows.
        pub id: String,
        /// `symbol:` and the identity; empty where that is.
        #[serde(rename = "ref")]
        pub reference: String,
        /// What it is: `function`, `method`, `class`, `struct`, `enum`, `union`, `trait`,
        /// `interface`, `type`, `module`, `macro`, `constant`, `variable`, `field`, `member`,
        /// `heading`, `key` or `rule`.
        pub kind: String,
        /// Its name.
        pub name: String,
        /// The names of what it stands in, from the outside in.
        pub parent: Vec<String>,
        /// The file.
        pub path: WirePath,
        /// The line of the name, from 1.
        pub line: u32,
        /// Where in that line the name begins, in UTF-16 units from 1.
        pub column: u32,
        /// Its last line.
        pub end_line: u32,
        /// Its head on one line.
        pub signature: String,
        /// The first line of its documentation, or nothing.
        pub doc: String,
    }

    /// Symbols.
    pub struct SymbolRows {
        /// In the order that the question asks for.
        pub symbols: Vec<SymbolRow>,
        /// Whether the files were not all looked at yet.
        pub partial: bool,
    }

    /// A file whose symbols are asked for.
    pub struct SymbolsOutlineParams {
        /// Relative to the workspace.
        pub path: WirePath,
    }

    /// The outline of a file.
    pub struct SymbolsOutline {
        /// In the order of their lines.
        pub symbols: Vec<SymbolRow>,
        /// Why there are none, where the file was left out.
        pub skipped: Option<String>,
    }

    /// Which symbols to list.
    pub struct SymbolsListParams {
        /// A file or a folder; empty for the whole workspace.
        pub path: WirePath,
        /// How many to leave out at the start; every file is looked at when it is 0.
        pub offset: u32,
        /// At most so many, up to 10,000.
        pub limit: u32,
    }

    /// A part of the list of symbols.
    pub struct SymbolsListed {
        /// By path, then by line.
        pub symbols: Vec<SymbolRow>,
        /// Whether there are more behind them.
        pub more: bool,
    }

    /// What to look for among the names of symbols.
    pub struct SymbolsFindParams {
        /// Letters of the name in their order; `Type::name` and `Type.name` say what it stands in.
        /// `symbol:ID` is the one of that identity.
        pub query: String,
        /// At most so many, up to 10,000.
        pub limit: u32,
        /// Whether to look at every file first, also when the files are followed.
        pub fresh: bool,
    }

    /// A place in a file at which a name stands.
    pub struct SymbolPlaceParams {
        /// The file. An open document counts as it is, saved or not.
        pub path: WirePath,
        /// The line, from 1.
        pub line: u32,
        /// The column, in UTF-16 units from 1.
        pub column: u32,
    }

    /// Where a name may be defined.
    pub struct SymbolDefinitions {
        /// The name; nothing when none stands there.
        pub name: Option<String>,
        /// The likeliest first.
        pub symbols: Vec<SymbolRow>,
        /// Whether the files were not all looked at yet.
        pub partial: bool,
    }

    /// Whose uses are asked for.
    pub struct SymbolReferencesParams {
        /// The name.
        pub name: String,
        /// At most so many, up to 10,000.
        pub limit: u32,
    }

    /// A place where a name stands.
    pub struct SymbolReference {
        /// The file.
        pub path: WirePath,
        /// The line, from 1.
        pub line: u32,
        /// Where in that line the name begins, in UTF-16 units from 1.
        pub column: u32,
        /// The line's text, without white space around it and without secrets.
        pub text: String,
        /// Whether the name is defined there.
        pub defines: bool,
        /// What the name does there.
        pub role: SymbolRole,
    }

    /// The uses of a name.
    pub struct SymbolReferences {
        /// By path, then by line; comments and strings are left out.
        pub references: Vec<SymbolReference>,
        /// Whether there are more.
        pub truncated: bool,
        /// Whether the files were not all looked at yet.
        pub partial: bool,
    }
}

words! {
    /// What a name does where it stands.
    pub enum SymbolRole {
        /// It is defined.
        Definition,
        /// It is brought in from somewhere else.
        Import,
        /// It is used.
        Reference,
    }
}
