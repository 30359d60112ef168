//! What is no symbol and stands in another place: the parameter that an argument is given to, what
//! a method gives its object, and a file that is a module.

use super::fit::{nearness, stem};
use super::{Bound, Place, Read, line_of};
use crate::syntax::store::sight::Sight;
use crate::syntax::store::{Located, Symbols};
use crate::syntax::{Language, SymbolKind as K};

/// How many classes are read for what their methods give them.
const CLASSES: usize = 4;

impl Symbols {
    /// The parameter that an argument with a name is given to; `call` is where the name of what is
    /// called ends.
    pub(super) fn parameter(
        &self,
        place: &Place<'_>,
        name: &str,
        call: usize,
        read: Read<'_>,
    ) -> Option<Bound> {
        let called = self.ranked(place, call, 0);
        let mut called = *called.first()?;
        if called.symbol.kind == K::Class {
            let class = Some(&called.symbol.name);
            let makes = |l: &Located<'_>| l.path == called.path && l.symbol.parents.last() == class;
            called = self.named("__init__").into_iter().find(makes)?;
        }
        let text = match called.path == place.path {
            true => place.text.to_owned(),
            false => read(called.path)?,
        };
        let other = Place::of(called.path, &text, self.language(called.path));
        let at = called.symbol.at as usize;
        let named = other.root()?.descendant_for_byte_range(at, at + 1)?;
        let parameters = named.parent()?.child_by_field_name("parameters")?;
        let mut cursor = parameters.walk();
        let found = parameters
            .named_children(&mut cursor)
            .find_map(|parameter| {
                let named = parameter.child_by_field_name("name");
                let found = named.or_else(|| match parameter.kind() {
                    "identifier" => Some(parameter),
                    _ => parameter.named_child(0),
                })?;
                (text.get(found.byte_range()) == Some(name)).then(|| found.byte_range())
            })?;
        Some(other.describe(&found, K::Variable))
    }

    /// Where a class of Python gives its objects what is asked for, if no symbol fits as well.
    pub(super) fn attribute(
        &self,
        place: &Place<'_>,
        sight: &Sight,
        at: usize,
        best: Option<&Located<'_>>,
        read: Read<'_>,
    ) -> Option<Bound> {
        if place.language != Some(Language::Python) || !sight.member {
            return None;
        }
        let holder = self.holder(place.path, line_of(place.text, at));
        let mut classes = self.hinted(place, sight, holder, 0);
        if matches!(sight.qualifier.as_deref(), Some("self" | "cls")) {
            classes.splice(0..0, holder.map(ToOwned::to_owned));
        }
        let fits = |best: &&Located<'_>| {
            let of = best.symbol.parents.last();
            of.is_some_and(|of| classes.iter().any(|class| *class == **of))
        };
        if best.filter(fits).is_some() {
            return None;
        }
        let found = classes.iter().flat_map(|class| self.named(class));
        let found = found.filter(|located| located.symbol.kind == K::Class);
        found.take(CLASSES).find_map(|class| {
            let text = match class.path == place.path {
                true => place.text.to_owned(),
                false => read(class.path)?,
            };
            let range = class.symbol.range.start as usize..class.symbol.range.end as usize;
            let given = given(text.get(range.clone())?, &sight.name)?;
            let start = range.start + given;
            let other = Place::of(class.path, &text, self.language(class.path));
            Some(other.describe(&(start..start + sight.name.len()), K::Field))
        })
    }

    /// The file that a name stands for as a module, if nothing better is known.
    pub(super) fn module(
        &self,
        place: &Place<'_>,
        sight: &Sight,
        best: Option<&Located<'_>>,
    ) -> Option<Bound> {
        let family = place.language?.family();
        let other = match best {
            None => true,
            Some(best) => {
                let symbol = best.symbol;
                let headless = symbol.kind == K::Module && symbol.line == symbol.end_line;
                let foreign = self.language(best.path).map(Language::family) != Some(family);
                headless && place.language == Some(Language::Rust) || foreign
            }
        };
        let declared = best.is_some_and(|best| best.symbol.kind == K::Module);
        let imported = place
            .imports
            .iter()
            .flatten()
            .any(|word| *word == sight.name);
        if !other || !(declared || imported) {
            return None;
        }
        let files = self.files().filter(|(path, file)| {
            file.language.map(Language::family) == Some(family)
                && stem(path) == sight.name.as_bytes()
        });
        let (path, _) = files.max_by_key(|(path, _)| nearness(path, place.path))?;
        Some(Bound {
            path: path.to_vec(),
            kind: K::Module,
            range: 0..0,
            line: 1,
            units: 0,
            text: String::new(),
        })
    }
}

/// Where a text says `self.name =` or `self.name:`, the first time.
fn given(text: &str, name: &str) -> Option<usize> {
    let wanted = format!("self.{name}");
    text.match_indices(&wanted).find_map(|(at, found)| {
        let rest = text[at + found.len()..].trim_start_matches(' ');
        let given = rest.starts_with('=') && !rest.starts_with("==") || rest.starts_with(':');
        given.then_some(at + "self.".len())
    })
}
