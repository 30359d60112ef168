//! Notes and the links between them.

use tenon_core::WirePath;

use super::Whole;

words! {
    /// How a link is written.
    pub enum NoteLinkKind {
        /// `[[target]]`
        Wikilink,
        /// `![[target]]`
        Embed,
        /// `[text](target)`, and links by reference.
        Markdown,
        /// `![text](target)`
        Image,
    }

    /// What a row for a link leads to.
    pub enum NoteCompletionKind {
        /// A note.
        Note,
        /// A heading of a note.
        Heading,
        /// A block of a note.
        Block,
    }
}

wire! {
    /// A heading of a note.
    pub struct NoteHeading {
        /// What it says.
        pub text: String,
        /// From 1 to 6.
        pub level: u8,
        /// Its line, from 1.
        pub line: Whole,
    }

    /// A link of a note.
    pub struct NoteLink {
        /// What it names, as it is written, with what stands behind `#`.
        pub target: String,
        /// The file that it leads to; none where no file has that name.
        pub path: Option<WirePath>,
        /// Its line, from 1.
        pub line: Whole,
        /// How it is written.
        pub kind: NoteLinkKind,
    }

    /// What is known of a note.
    pub struct NoteInfo {
        /// Its file.
        pub path: WirePath,
        /// What it is called: its own title, or its file's name without the ending.
        pub title: String,
        /// Its other names.
        pub aliases: Vec<String>,
        /// Its tags, without `#`.
        pub tags: Vec<String>,
        /// When its file was changed.
        pub modified: Whole,
        /// Its headings, in the order of the text; none in a lean list.
        pub headings: Vec<NoteHeading>,
        /// Its links, in the order of the text; none in a lean list.
        pub links: Vec<NoteLink>,
    }

    /// Which notes are asked for: those that fit all that is said.
    #[derive(Default)]
    pub struct NoteListParams {
        /// With this tag, or one nested in it.
        pub tag: Option<String>,
        /// With all of these words in path, names or text, in any case.
        pub text: String,
        /// In this folder, or in one in it.
        pub folder: Option<WirePath>,
        /// That no other note links to.
        pub orphans: bool,
        /// With a link that leads to no file.
        pub unresolved: bool,
        /// Without headings and links, for who shows names only.
        #[serde(default)]
        pub lean: bool,
    }

    /// Notes.
    pub struct NoteList {
        /// In the order of their paths.
        pub notes: Vec<NoteInfo>,
        /// What could not be read, as sentences that name the place. A note that cannot be read is
        /// known by its name.
        pub problems: Vec<String>,
    }

    /// Which note is asked for.
    pub struct NoteShowParams {
        /// Its path, or its name or alias as in a wikilink.
        pub note: WirePath,
        /// Whether its HTML is asked for in place of its text.
        pub html: bool,
    }

    /// A note.
    pub struct NoteShown {
        /// What is known of it.
        pub note: NoteInfo,
        /// Its text with `\n` line ends, or its sanitised HTML without front matter.
        pub text: String,
        /// What could not be read in it, as a sentence that names the place.
        pub problem: Option<String>,
    }

    /// Which note's backlinks are asked for.
    pub struct NoteBacklinksParams {
        /// Its path, or its name or alias as in a wikilink.
        pub note: WirePath,
        /// Whether places are asked for, too, that name the note and are no link.
        pub mentions: bool,
    }

    /// A place that speaks of a note.
    pub struct NoteBacklink {
        /// The note that it stands in.
        pub path: WirePath,
        /// What that one is called.
        pub title: String,
        /// The line, from 1.
        pub line: Whole,
        /// That line, cut where it is long.
        pub text: String,
        /// Whether it is no link.
        pub mention: bool,
    }

    /// What speaks of a note.
    pub struct NoteBacklinks {
        /// The note's file.
        pub path: WirePath,
        /// Links first, each in the order of paths and of texts.
        pub places: Vec<NoteBacklink>,
        /// What could not be read, as sentences that name the place.
        pub problems: Vec<String>,
    }

    /// A tag.
    pub struct NoteTag {
        /// As the first note that has it writes it, without `#`.
        pub tag: String,
        /// How many notes have it, or one nested in it.
        pub notes: Whole,
    }

    /// The tags of the notes.
    pub struct NoteTags {
        /// In the order of the alphabet, with those that others are nested in.
        pub tags: Vec<NoteTag>,
        /// What could not be read, as sentences that name the place.
        pub problems: Vec<String>,
    }

    /// What a new note is.
    pub struct NoteNewParams {
        /// What it is called. Its file gets a name made of that which is free in the folder.
        pub title: String,
        /// Its folder; where the settings put new notes when left out.
        pub folder: Option<WirePath>,
        /// The template that it begins with: its name in the folder of templates, or its path.
        pub template: Option<String>,
        /// What stands in it, behind the template.
        pub text: String,
    }

    /// Where a new note is asked for.
    pub struct NoteFoldersParams {
        /// The note in front: settings may put a new one beside it.
        pub from: Option<WirePath>,
    }

    /// Where a new note can come to lie.
    pub struct NoteFolders {
        /// The folder that the settings put new notes into, which need not be there; nothing where they
        /// do not say.
        pub usual: Option<WirePath>,
        /// The workspace itself, an empty path, then the folders that hold notes and those around them, in
        /// the order of their bytes.
        pub folders: Vec<WirePath>,
        /// What is wrong with the settings of notes, as sentences.
        pub problems: Vec<String>,
    }

    /// The templates that notes can begin with.
    pub struct NoteTemplates {
        /// Their folder, which need not be there.
        pub folder: WirePath,
        /// Their names, without endings.
        pub names: Vec<String>,
        /// What is wrong with the settings of notes, as sentences.
        pub problems: Vec<String>,
    }

    /// A template, and the note that it is meant for.
    pub struct NoteTemplateParams {
        /// Its name in the folder of templates, or its path.
        pub template: String,
        /// What the note is called.
        pub title: String,
    }

    /// What a template says.
    pub struct NoteText {
        /// With title, date and time filled in.
        pub text: String,
    }

    /// Which day's note is asked for.
    pub struct NoteDailyParams {
        /// The day as `YYYY-MM-DD`; today when left out.
        pub date: Option<String>,
    }

    /// A note that is there now.
    pub struct NoteMade {
        /// Its file.
        pub path: WirePath,
        /// What it is called.
        pub title: String,
        /// Whether it was made just now.
        pub created: bool,
        /// What is wrong with the settings of notes, as sentences.
        pub problems: Vec<String>,
    }

    /// A picture of another machine.
    pub struct PictureFetchParams {
        /// Its address, `http` or `https`.
        pub address: String,
        /// Names of servers that the person lets be asked for this one, beside those that
        /// `notes.remotePictures` names: the address's own, and those that it sends on to.
        #[serde(default)]
        pub allowed: Vec<String>,
    }

    /// A picture that is put into a note.
    pub struct NoteAttachParams {
        /// The note that shows it.
        pub note: WirePath,
        /// The name to write it under, with its ending and without a folder.
        pub name: String,
        /// Its bytes in base64, at most 32 MiB of them.
        pub bytes: String,
    }

    /// A picture that is there now.
    pub struct NoteAttached {
        /// The file.
        pub path: WirePath,
        /// What to write into the note, by the settings of the vault: `![[name.png]]`.
        pub link: String,
        /// Whether the file was there already, with these very bytes.
        pub known: bool,
    }

    /// Words to find notes by.
    pub struct NoteFindParams {
        /// All of them stand in a name, a title, an alias, a path or a heading, in any case.
        pub query: String,
        /// So many rows at most.
        pub limit: u32,
    }

    /// A note or a heading that was found.
    pub struct NoteRow {
        /// The note's file.
        pub path: WirePath,
        /// What the note is called.
        pub title: String,
        /// What fits: a name of the note, or a heading.
        pub text: String,
        /// Its line, from 1.
        pub line: Whole,
        /// From 1 to 6 for a heading.
        pub level: Option<u8>,
        /// The note's tags, without `#`.
        pub tags: Vec<String>,
    }

    /// Notes and headings.
    pub struct NoteFound {
        /// The best first.
        pub rows: Vec<NoteRow>,
        /// What could not be read, as sentences that name the place.
        pub problems: Vec<String>,
    }

    /// What was typed of a link.
    pub struct NoteCompleteParams {
        /// What stands behind `[[` so far.
        pub text: String,
        /// The note that it stands in.
        pub from: WirePath,
        /// So many rows at most.
        pub limit: u32,
    }

    /// A row for a link.
    pub struct NoteCompletion {
        /// What it leads to.
        pub kind: NoteCompletionKind,
        /// The note's file.
        pub path: WirePath,
        /// What comes to stand between the brackets.
        pub insert: String,
        /// The name, heading or block that fits.
        pub title: String,
    }

    /// Rows for a link.
    pub struct NoteCompletions {
        /// The best first.
        pub items: Vec<NoteCompletion>,
    }

    /// Which note gets another name.
    pub struct NoteRenameParams {
        /// Its path, or its name or alias as in a wikilink.
        pub note: WirePath,
        /// Its new name, or its new path when it holds a `/`; `.md` is added to what has no ending of a
        /// note.
        pub to: WirePath,
        /// Whether it is only told what would change.
        pub dry_run: bool,
        /// The `restore` of a renaming that this one takes back: notes in which nobody wrote since get
        /// their text of before, byte for byte.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub undoes: Option<Whole>,
    }

    /// A note whose links are rewritten.
    pub struct NoteRelinked {
        /// Its file, as it is called now.
        pub path: WirePath,
        /// So many links.
        pub links: Whole,
    }

    /// A link that could not be kept.
    pub struct NoteLost {
        /// The note that it stands in, as it is called now.
        pub path: WirePath,
        /// Its line, from 1.
        pub line: Whole,
    }

    /// What came of another name.
    pub struct NoteRenamed {
        /// The note's file before.
        pub from: WirePath,
        /// Its file now.
        pub path: WirePath,
        /// Whose links were rewritten, in the order of paths.
        pub relinked: Vec<NoteRelinked>,
        /// Links that the new name cannot be written into.
        pub lost: Vec<NoteLost>,
        /// The number of the change of texts, which `history_undo` takes back; none where no text
        /// changed.
        pub restore: Option<Whole>,
        /// What could not be read, as sentences: links in it are as they were.
        pub problems: Vec<String>,
    }

    /// A text to draw.
    pub struct MarkdownHtmlParams {
        /// Markdown.
        pub text: String,
    }

    /// Markdown, drawn.
    pub struct MarkdownHtml {
        /// Sanitised, without front matter, with the line of each block in `data-line`.
        pub html: String,
    }
}
