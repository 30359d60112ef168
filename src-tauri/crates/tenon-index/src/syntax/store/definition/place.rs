//! The file that a question is asked in, as it stands.

use std::ops::Range;

use tree_sitter::{Node, Tree};

use super::{Bound, words};
use crate::syntax::extract::{extract_with_tree, len};
use crate::syntax::store::sight::name_at;
use crate::syntax::{Language, Limits, SymbolKind, local, wording};

/// A file that a question is asked in.
pub(super) struct Place<'a> {
    pub path: &'a [u8],
    pub text: &'a str,
    pub language: Option<Language>,
    tree: Option<Tree>,
    /// The words of each import.
    pub imports: Vec<Vec<&'a str>>,
}

impl<'a> Place<'a> {
    pub fn of(path: &'a [u8], text: &'a str, known: Option<Language>) -> Self {
        let bytes = text.as_bytes();
        let language = known.or_else(|| Language::of(path, bytes));
        let read = language.and_then(|l| extract_with_tree(l, bytes, Limits::default()).ok());
        let (tree, found) = read.unzip();
        let imports = found.iter().flat_map(|found| {
            let said = |range: &Range<u32>| text.get(range.start as usize..range.end as usize);
            found.imports.iter().filter_map(said).map(words)
        });
        Self {
            path,
            text,
            language,
            tree,
            imports: imports.collect(),
        }
    }

    pub fn root(&self) -> Option<Node<'_>> {
        self.tree.as_ref().map(Tree::root_node)
    }

    pub fn bound(&self, at: usize) -> Option<Range<usize>> {
        let (name, start) = name_at(self.text, at)?;
        let range = start..start + name.len();
        local::binding(self.language?, self.root()?, self.text.as_bytes(), &range)
    }

    /// What binds a local name, without its names for other things.
    pub fn said(&self, bound: &Range<usize>) -> &'a str {
        let root = self.root();
        let said = root.map(|root| local::said(root, self.text.as_bytes(), bound));
        said.and_then(|said| std::str::from_utf8(said).ok())
            .unwrap_or_default()
    }

    pub fn describe(&self, bound: &Range<usize>, kind: SymbolKind) -> Bound {
        let before = &self.text[..bound.start];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let rest = &self.text[start..];
        let line = rest.split('\n').next().unwrap_or_default().trim();
        Bound {
            path: self.path.to_vec(),
            kind,
            range: len(bound.start)..len(bound.end),
            line: len(before.matches('\n').count()) + 1,
            units: wording::units(&before.as_bytes()[start..]),
            text: wording::cut(line, 240).to_owned(),
        }
    }

    /// What a name is called where it comes from, if an import gives it another name.
    pub fn imported_as(&self, name: &str) -> Option<&'a str> {
        self.imports.iter().find_map(|words| {
            let at = words.iter().position(|word| *word == name)?;
            (at >= 2 && words[at - 1] == "as").then(|| words[at - 2])
        })
    }
}
