//! All notes of a folder.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use super::link::Link;
use super::name::{file, is_note, key, stem};
use super::read::Note;

/// The number of a file in the vault's list.
pub(super) type Id = usize;

/// All notes of a folder, and the paths of its other files.
///
/// Paths are relative to the workspace, with `/` between their parts. Whoever has the files calls
/// [`Vault::put`], [`Vault::attach`], [`Vault::remove`] and [`Vault::relocate`] as they change;
/// questions are answered from what was said last.
#[derive(Debug, Default)]
pub struct Vault {
    files: Vec<File>,
    free: Vec<Id>,
    by_path: BTreeMap<Box<[u8]>, Id>,
    /// The files that have a name, with or without its ending.
    by_name: Lists,
    /// The notes that call themselves so.
    by_alias: Lists,
    /// The notes in which a link stands that ends with this name or is this alias.
    linkers: Lists,
}

#[derive(Debug)]
pub(super) struct File {
    pub path: Box<[u8]>,
    /// None for an attachment.
    pub note: Option<Note>,
}

/// Files in the order of their numbers, by keys of names.
type Lists = HashMap<Box<[u8]>, Vec<Id>>;

fn list(lists: &mut Lists, key: Vec<u8>, id: Id) {
    let ids = lists.entry(key.into()).or_default();
    if let Err(at) = ids.binary_search(&id) {
        ids.insert(at, id);
    }
}

fn unlist(lists: &mut Lists, key: &[u8], id: Id) {
    let Some(ids) = lists.get_mut(key) else {
        return;
    };
    if let Ok(at) = ids.binary_search(&id) {
        ids.remove(at);
    }
    if ids.is_empty() {
        lists.remove(key);
    }
}

impl Vault {
    /// A vault without files.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a note's text in, new or changed; `changed` is in milliseconds since 1970. A file that is
    /// no note by its name is taken as an attachment.
    pub fn put(&mut self, path: &[u8], text: &str, changed: i64) {
        let note = is_note(path).then(|| Note::read(text, changed));
        self.set(path, note);
    }

    /// As [`Vault::put`], with a note that was read already.
    pub fn put_read(&mut self, path: &[u8], note: Note) {
        self.set(path, is_note(path).then_some(note));
    }

    /// Takes in the path of a file that is no note, or of a note that cannot be read as text.
    pub fn attach(&mut self, path: &[u8]) {
        let note = is_note(path).then(Note::default);
        self.set(path, note);
    }

    fn set(&mut self, path: &[u8], note: Option<Note>) {
        self.remove(path);
        let file = File {
            path: path.into(),
            note,
        };
        let id = match self.free.pop() {
            Some(id) => {
                self.files[id] = file;
                id
            }
            None => {
                self.files.push(file);
                self.files.len() - 1
            }
        };
        self.by_path.insert(path.into(), id);
        self.enter(id);
    }

    fn enter(&mut self, id: Id) {
        let file = &self.files[id];
        for key in names(&file.path) {
            list(&mut self.by_name, key, id);
        }
        for alias in file.aliases() {
            list(&mut self.by_alias, key(alias.as_bytes()), id);
        }
        for key in file.links().iter().flat_map(keys) {
            list(&mut self.linkers, key, id);
        }
    }

    fn leave(&mut self, id: Id) {
        let file = &self.files[id];
        for key in names(&file.path) {
            unlist(&mut self.by_name, &key, id);
        }
        for alias in file.aliases() {
            unlist(&mut self.by_alias, &key(alias.as_bytes()), id);
        }
        for key in file.links().iter().flat_map(keys) {
            unlist(&mut self.linkers, &key, id);
        }
    }

    /// Forgets a file. Says whether there was one.
    pub fn remove(&mut self, path: &[u8]) -> bool {
        let Some(id) = self.by_path.remove(path) else {
            return false;
        };
        self.leave(id);
        self.files[id].note = None;
        self.free.push(id);
        true
    }

    /// Gives a file another path, or all files of a folder, without a look at their texts. What was
    /// at the new paths is forgotten. Says how many files moved.
    pub fn relocate(&mut self, old: &[u8], new: &[u8]) -> usize {
        let moves = self.moves(old, new);
        let mut moved = Vec::new();
        for (id, to) in &moves {
            self.leave(*id);
            self.by_path.remove(&self.files[*id].path);
            moved.push((*id, to.clone()));
        }
        for (id, to) in moved {
            self.remove(&to);
            let is = is_note(&to);
            let file = &mut self.files[id];
            file.note = file.note.take().filter(|_| is);
            if is && file.note.is_none() {
                file.note = Some(Note::default());
            }
            file.path = to.clone();
            self.by_path.insert(to, id);
            self.enter(id);
        }
        moves.len()
    }

    /// The files at and below a path, and where they come to lie.
    pub(super) fn moves(&self, old: &[u8], new: &[u8]) -> Vec<(Id, Box<[u8]>)> {
        if let Some(id) = self.by_path.get(old) {
            return vec![(*id, new.into())];
        }
        let mut below = old.to_vec();
        below.push(b'/');
        let from = self.by_path.range::<[u8], _>((
            std::ops::Bound::Included(below.as_slice()),
            std::ops::Bound::Unbounded,
        ));
        from.take_while(|(path, _)| path.starts_with(&below))
            .map(|(path, id)| (*id, [new, &path[old.len()..]].concat().into()))
            .collect()
    }

    /// How many notes there are.
    pub fn len(&self) -> usize {
        self.notes().count()
    }

    /// Whether there is no note.
    pub fn is_empty(&self) -> bool {
        self.notes().next().is_none()
    }

    /// The paths of all files, in their order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &[u8]> {
        self.ids().map(|id| &*self.files[id].path)
    }

    /// All notes in the order of their paths.
    pub fn notes(&self) -> impl Iterator<Item = (&[u8], &Note)> {
        self.ids().filter_map(|id| {
            let file = &self.files[id];
            Some((&*file.path, file.note.as_ref()?))
        })
    }

    /// What is known of a note.
    pub fn note(&self, path: &[u8]) -> Option<&Note> {
        self.files[self.id(path)?].note.as_ref()
    }

    /// What a note is called: its own title, or its file's name without the ending.
    pub fn title(&self, path: &[u8]) -> Option<Cow<'_, str>> {
        let file = &self.files[self.id(path)?];
        let note = file.note.as_ref()?;
        Some(match &note.title {
            Some(title) => Cow::Borrowed(title),
            None => String::from_utf8_lossy(file.stem()),
        })
    }

    /// Whether this is still the text that the places of a note are of.
    pub fn is_text_of(&self, path: &[u8], text: &str) -> bool {
        self.note(path)
            .is_some_and(|note| note.hash == *blake3::hash(text.as_bytes()).as_bytes())
    }

    pub(super) fn id(&self, path: &[u8]) -> Option<Id> {
        self.by_path.get(path).copied()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = Id> {
        self.by_path.values().copied()
    }

    pub(super) fn file(&self, id: Id) -> &File {
        &self.files[id]
    }

    /// The files that have this key as name.
    pub(super) fn named(&self, key: &[u8]) -> &[Id] {
        self.by_name.get(key).map_or(&[], Vec::as_slice)
    }

    /// The notes that have this key as alias.
    pub(super) fn aliased(&self, key: &[u8]) -> &[Id] {
        self.by_alias.get(key).map_or(&[], Vec::as_slice)
    }

    /// The notes in which a link stands that names this key.
    pub(super) fn linking(&self, key: &[u8]) -> &[Id] {
        self.linkers.get(key).map_or(&[], Vec::as_slice)
    }
}

impl File {
    /// The file's name without the ending of a note.
    pub fn stem(&self) -> &[u8] {
        stem(file(&self.path))
    }

    pub fn links(&self) -> &[Link] {
        self.note.as_ref().map_or(&[], |note| &note.links)
    }

    pub fn aliases(&self) -> &[String] {
        self.note.as_ref().map_or(&[], |note| &note.aliases)
    }

    /// All keys by which a link can lead here.
    pub fn reached_by(&self) -> Vec<Vec<u8>> {
        let aliases = self.aliases().iter().map(|alias| key(alias.as_bytes()));
        names(&self.path).into_iter().chain(aliases).collect()
    }
}

/// The keys of a file's name, with and without the ending of a note.
pub(super) fn names(path: &[u8]) -> Vec<Vec<u8>> {
    let name = file(path);
    let mut keys = vec![key(name)];
    if stem(name).len() < name.len() {
        keys.push(key(stem(name)));
    }
    keys
}

/// The keys of a link: the last part of its path, and the whole, which may be an alias.
fn keys(link: &Link) -> Vec<Vec<u8>> {
    let path = link.path();
    if path.is_empty() {
        return Vec::new();
    }
    let mut keys = vec![key(file(&path))];
    if path.contains(&b'/') && link.form.is_wiki() {
        keys.push(key(&path));
    }
    keys
}
