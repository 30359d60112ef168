//! Notes as a graph.

mod complete;
mod figures;
mod find;
mod links;
mod random;
mod rename;

use tenon_knowledge::note::{Edit, Vault};

/// Texts by their paths.
pub type Texts = std::collections::BTreeMap<Vec<u8>, String>;

pub fn texts(files: &[(&str, &str)]) -> Texts {
    let owned = files
        .iter()
        .map(|(path, text)| (path.as_bytes().to_vec(), (*text).to_owned()));
    owned.collect()
}

pub fn vault(texts: &Texts) -> Vault {
    let mut vault = Vault::new();
    for (path, text) in texts {
        vault.put(path, text, 0);
    }
    vault
}

/// Writes edits, from the end of each text to its beginning.
pub fn write(texts: &mut Texts, edits: &[Edit]) {
    for pair in edits.windows(2) {
        let apart = pair[0].path != pair[1].path || pair[0].range.end <= pair[1].range.start;
        assert!(apart, "{pair:?}");
    }
    for edit in edits.iter().rev() {
        let text = texts.get_mut(&edit.path).expect("edits are of notes");
        text.replace_range(edit.range.clone(), &edit.text);
    }
}
