//! New links, as a vault's settings want them.

use super::name::{folder, parts};
use super::resolve::View;
use super::settings::{LinkFormat, Settings};
use super::spell::{self, Ways};
use super::vault::Vault;

impl Vault {
    /// The text of a new link in a note: to a file, or with `embed` one that shows it. `shown` stands
    /// in place of the target. Nothing when one of both is not there, or the file has a name that the
    /// link cannot hold.
    pub fn link_to(
        &self,
        from: &[u8],
        to: &[u8],
        settings: &Settings,
        embed: bool,
        shown: Option<&str>,
    ) -> Option<String> {
        let (from, to) = (self.id(from)?, self.id(to)?);
        let file = self.file(to);
        let view = View::now(self);
        let wiki = !settings.markdown_links;
        let ways = Ways {
            path: &file.path,
            ending: !wiki,
        };
        let count = parts(&file.path).len();
        let here = folder(view.path(from));
        let mut all = match settings.link_format {
            LinkFormat::Shortest => (1..=count).flat_map(|count| ways.last(count)).collect(),
            LinkFormat::Relative => [ways.from(here, false), ways.from(here, true)].concat(),
            LinkFormat::Absolute => ways.last(count),
        };
        all.extend(ways.rooted());
        let mut fit = all
            .into_iter()
            .filter(|way| spell::leads(&view, from, to, way, wiki));
        let mark = if embed { "!" } else { "" };
        if wiki {
            let mut texts = fit.filter_map(|way| String::from_utf8(way).ok());
            let target = texts.find(|way| spell::can_be_wiki(way, None))?;
            let shown = shown.filter(|shown| spell::can_be_alias(shown) && *shown != target);
            let bar = if shown.is_some() { "|" } else { "" };
            return Some(format!(
                "{mark}[[{target}{bar}{}]]",
                shown.unwrap_or_default()
            ));
        }
        let name = String::from_utf8_lossy(file.stem());
        let shown = escaped(shown.unwrap_or(&name));
        Some(format!(
            "{mark}[{shown}]({})",
            spell::destination(&fit.next()?)
        ))
    }
}

/// A text between the brackets of a link.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if "[]\\`*_<&$!#^".contains(letter) {
            out.push('\\');
        }
        out.push(if letter.is_control() { ' ' } else { letter });
    }
    out
}
