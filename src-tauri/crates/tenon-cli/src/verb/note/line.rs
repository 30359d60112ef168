//! The lines of JSON that tell of notes: paths are plain strings, with their bytes beside them where
//! they are not UTF-8.

use serde::Serialize;
use tenon_api::wire::{
    NoteBacklink, NoteHeading, NoteInfo, NoteLink, NoteLinkKind, NoteMade, NoteRenamed, NoteShown,
    Whole,
};
use tenon_core::WirePath;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InfoLine<'a> {
    #[serde(flatten)]
    pub path: &'a WirePath,
    pub title: &'a str,
    pub aliases: &'a [String],
    pub tags: &'a [String],
    pub modified: Whole,
    pub headings: &'a [NoteHeading],
    pub links: Vec<LinkLine<'a>>,
}

#[derive(Serialize)]
pub struct LinkLine<'a> {
    target: &'a str,
    path: Option<&'a str>,
    line: Whole,
    kind: NoteLinkKind,
}

#[derive(Serialize)]
pub struct ShownLine<'a> {
    #[serde(flatten)]
    note: InfoLine<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<&'a str>,
}

#[derive(Serialize)]
pub struct BackLine<'a> {
    #[serde(flatten)]
    pub path: &'a WirePath,
    pub title: &'a str,
    pub line: Whole,
    pub text: &'a str,
    pub mention: bool,
}

#[derive(Serialize)]
pub struct MadeLine<'a> {
    #[serde(flatten)]
    pub path: &'a WirePath,
    pub title: &'a str,
    pub created: bool,
}

#[derive(Serialize)]
pub struct RenamedLine<'a> {
    pub from: &'a str,
    #[serde(flatten)]
    pub path: &'a WirePath,
    pub relinked: Vec<RelinkedLine<'a>>,
    pub lost: Vec<LostLine<'a>>,
    pub restore: Option<Whole>,
}

#[derive(Serialize)]
pub struct RelinkedLine<'a> {
    #[serde(flatten)]
    path: &'a WirePath,
    links: Whole,
}

#[derive(Serialize)]
pub struct LostLine<'a> {
    #[serde(flatten)]
    path: &'a WirePath,
    line: Whole,
}

impl<'a> InfoLine<'a> {
    pub fn of(note: &'a NoteInfo) -> Self {
        Self {
            path: &note.path,
            title: &note.title,
            aliases: &note.aliases,
            tags: &note.tags,
            modified: note.modified,
            headings: &note.headings,
            links: note.links.iter().map(LinkLine::of).collect(),
        }
    }
}

impl<'a> LinkLine<'a> {
    fn of(link: &'a NoteLink) -> Self {
        Self {
            target: &link.target,
            path: link.path.as_ref().map(|path| path.path.as_str()),
            line: link.line,
            kind: link.kind,
        }
    }
}

impl<'a> ShownLine<'a> {
    pub fn of(shown: &'a NoteShown, html: bool) -> Self {
        Self {
            note: InfoLine::of(&shown.note),
            text: (!html).then_some(&shown.text),
            html: html.then_some(&shown.text),
        }
    }
}

impl<'a> BackLine<'a> {
    pub fn of(place: &'a NoteBacklink) -> Self {
        Self {
            path: &place.path,
            title: &place.title,
            line: place.line,
            text: &place.text,
            mention: place.mention,
        }
    }
}

impl<'a> MadeLine<'a> {
    pub fn of(made: &'a NoteMade) -> Self {
        Self {
            path: &made.path,
            title: &made.title,
            created: made.created,
        }
    }
}

impl<'a> RenamedLine<'a> {
    pub fn of(renamed: &'a NoteRenamed) -> Self {
        let relinked = renamed.relinked.iter().map(|one| RelinkedLine {
            path: &one.path,
            links: one.links,
        });
        let lost = renamed.lost.iter().map(|one| LostLine {
            path: &one.path,
            line: one.line,
        });
        Self {
            from: &renamed.from.path,
            path: &renamed.path,
            relinked: relinked.collect(),
            lost: lost.collect(),
            restore: renamed.restore,
        }
    }
}
