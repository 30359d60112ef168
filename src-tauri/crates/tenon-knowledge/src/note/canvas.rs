//! What canvases name: notes on cards, and links in the text of cards (JSON Canvas 1.0,
//! <https://jsoncanvas.org/spec/1.0/>).

use std::ops::Range;

use serde::de::IgnoredAny;

use super::read::Note;
use super::vault::Vault;

/// The ending of a canvas.
const ENDING: &[u8] = b".canvas";

impl Vault {
    /// The canvases, in the order of their paths.
    pub fn canvases(&self) -> impl Iterator<Item = &[u8]> {
        self.paths().filter(|path| path.ends_with(ENDING))
    }

    /// What must be written in the text of a canvas when a file gets another path: the bytes of
    /// strings with their quotation marks, and the strings that take their places. Everything
    /// else of the text stays as it is.
    ///
    /// # Errors
    /// A text that is no JSON, in the words of the reader.
    pub fn recanvas(
        &self,
        text: &str,
        old: &[u8],
        new: &[u8],
    ) -> Result<Vec<(Range<usize>, String)>, String> {
        serde_json::from_str::<IgnoredAny>(text).map_err(|error| error.to_string())?;
        let new = String::from_utf8_lossy(new);
        let mut edits = Vec::new();
        for (key, at) in values(text) {
            let Ok(value) = serde_json::from_str::<String>(&text[at.clone()]) else {
                continue;
            };
            let changed = match key.as_str() {
                "file" if value.as_bytes() == old => Some(new.to_string()),
                "text" => self.relinked(&value, old, &new),
                _ => None,
            };
            if let Some(changed) = changed {
                let quoted = serde_json::to_string(&changed).map_err(|error| error.to_string())?;
                edits.push((at, quoted));
            }
        }
        Ok(edits)
    }

    /// The text of a card with its wikilinks to a file written anew; nothing where there is none.
    fn relinked(&self, text: &str, old: &[u8], new: &str) -> Option<String> {
        let mut changed = text.to_owned();
        for link in Note::read(text, 0).links.iter().rev() {
            let found = self.look_up(&link.target);
            let Some(at) = link.target_range.clone().filter(|_| link.form.is_wiki()) else {
                continue;
            };
            if found.is_some_and(|found| found.path == old) {
                changed.replace_range(at, &self.spelled(&link.target, new));
            }
        }
        (changed != text).then_some(changed)
    }

    /// The new path as the old one was written: with or without folders and ending.
    fn spelled(&self, target: &str, new: &str) -> String {
        let bare = new.rsplit_once('.').map_or(new, |(stem, _)| stem);
        let path = if target.ends_with(".md") { new } else { bare };
        let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
        // Another file may be called so already.
        match target.contains('/') || self.look_up(name).is_some() {
            true => path.to_owned(),
            false => name.to_owned(),
        }
    }
}

/// The strings behind keys, of a text that is JSON: the key, and the bytes with the quotation marks.
fn values(text: &str) -> Vec<(String, Range<usize>)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut key = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte != b'"' {
            if !matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b':') {
                key = None;
            }
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        while bytes.get(at).is_some_and(|byte| *byte != b'"') {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        at += 1;
        let string = start..at.min(bytes.len());
        match key.take() {
            Some(key) => found.push((key, string)),
            None => key = serde_json::from_str(&text[string]).ok(),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vault() -> Vault {
        let mut vault = Vault::new();
        vault.put(b"Sub/Note One.md", "# One\n", 0);
        vault.put(b"Two.md", "# Two\n", 0);
        vault.attach(b"Board.canvas");
        vault
    }

    fn after(text: &str, new: &[u8]) -> String {
        let edits = vault().recanvas(text, b"Sub/Note One.md", new);
        let mut text = text.to_owned();
        for (at, string) in edits.expect("it is JSON").into_iter().rev() {
            text.replace_range(at, &string);
        }
        text
    }

    #[test]
    fn cards_and_the_links_on_them_follow_and_nothing_else_changes() {
        let text = "{ \"nodes\":[\n\t{\"id\":\"Sub/Note One.md\",\"type\":\"file\",\"file\" : \"Sub\\/Note One.md\", \"x\":1e0},\n {\"type\":\"text\",\"text\":\"é [[Note One|one]]\\n[[Sub/Note One#Part]] [[Two]] `[[Note One]]`\"},\n {\"type\":\"text\",\"text\":\"caf\\u00e9 [[Two]]\"}], \"file\":[\"Sub/Note One.md\"]}";
        let want = text
            .replace("\"Sub\\/Note One.md\", \"x\"", "\"Sub/Eins.md\", \"x\"")
            .replace("[[Note One|one]]", "[[Eins|one]]")
            .replace("[[Sub/Note One#Part]]", "[[Sub/Eins#Part]]");
        assert_eq!(after(text, b"Sub/Eins.md"), want);
        assert_eq!(vault().canvases().collect::<Vec<_>>(), [b"Board.canvas"]);
    }

    #[test]
    fn a_name_that_another_file_has_is_written_with_its_folder() {
        let text = r#"{"nodes":[{"text":"[[Note One]]"}]}"#;
        assert_eq!(
            after(text, b"Sub/Two.md"),
            r#"{"nodes":[{"text":"[[Sub/Two]]"}]}"#
        );
    }

    #[test]
    fn what_is_no_json_is_said() {
        let refused = vault().recanvas("{\"nodes\":[", b"Two.md", b"Three.md");
        assert!(refused.expect_err("it ends too soon").contains("line 1"));
    }
}
