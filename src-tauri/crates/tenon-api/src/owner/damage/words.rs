//! What was saved and lost of a damaged database, in words that tell a person what it is.

use tenon_core::counted;
use tenon_store::Salvaged;

/// One and many of what stands in a table; the names of the tables say nothing to a person.
const WORDS: [(&str, &str, &str); 16] = [
    ("change_log", "unsaved edit", "unsaved edits"),
    ("content", "kept text", "kept texts"),
    ("document", "known file", "known files"),
    ("journal", "event of the journal", "events of the journal"),
    ("journal_payload", "event's content", "contents of events"),
    ("kept", "kept state", "kept states"),
    ("layout", "layout of a window", "layouts of windows"),
    ("restore", "restore", "restores"),
    ("restore_file", "step of a restore", "steps of restores"),
    ("screen", "screen of a terminal", "screens of terminals"),
    ("session", "session", "sessions"),
    ("symbol", "known symbol", "known symbols"),
    ("undo", "undo history", "undo histories"),
    ("unsaved", "unsaved text", "unsaved texts"),
    (
        "version",
        "version of the local history",
        "versions of the local history",
    ),
    ("page", "page of the file", "pages of the file"),
];

/// With more kinds than these it is said in one word that anything may be lost.
const NAMED: usize = 8;

/// What was saved, what is lost, and what cannot be told.
pub(super) fn told(found: &Salvaged) -> String {
    let mut said = match found.cut {
        Some(cut) => format!(
            "The data of this folder was damaged: its file was cut at {} of {} bytes.",
            cut.at, cut.of
        ),
        None => "The data of this folder was damaged.".to_owned(),
    };
    said += &match found.saved {
        0 => " Nothing of it can be read.".to_owned(),
        saved => format!(" Saved: {}.", counted(saved, "row")),
    };
    let lost = found.lost.iter().filter(|(table, _)| *table != "page");
    let lost: Vec<_> = lost.map(|(table, count)| several(table, *count)).collect();
    let sure = found.untold.is_empty();
    said += &match (lost.is_empty(), sure) {
        (true, true) if found.saved == 0 => String::new(),
        (true, true) if found.cut.is_some() => {
            " What stood behind the cut was only what is made again: no row is lost.".to_owned()
        }
        (true, true) => " No row is known to be lost.".to_owned(),
        (true, false) => String::new(),
        (false, true) => format!(" Lost: {}.", lost.join(", ")),
        (false, false) => format!(" Lost are at least: {}.", lost.join(", ")),
    };
    if !sure {
        let kinds = found.untold.iter().map(|table| word(table, true));
        let mut kinds: Vec<_> = kinds.collect();
        if kinds.len() > NAMED {
            kinds = vec!["unsaved texts, versions and everything else that was kept"];
        }
        said += &format!(
            " What else stood there cannot be told; more may be lost of: {}.",
            kinds.join(", ")
        );
    }
    said
}

fn several(table: &str, count: u64) -> String {
    format!("{count} {}", word(table, count != 1))
}

fn word(table: &str, many: bool) -> &str {
    match WORDS.iter().find(|(name, ..)| *name == table) {
        Some((_, _, several)) if many => several,
        Some((_, one, _)) => one,
        // A table that is new has its name until it has words.
        None => table,
    }
}

#[cfg(test)]
mod tests {
    use tenon_store::Cut;

    use super::*;

    fn found(lost: &[(&str, u64)], untold: &[&str], cut: bool) -> Salvaged {
        Salvaged {
            saved: 1,
            lost: lost
                .iter()
                .map(|(table, count)| ((*table).to_owned(), *count))
                .collect(),
            untold: untold.iter().map(|&table| table.to_owned()).collect(),
            cut: cut.then_some(Cut {
                at: 40_960,
                of: 196_608,
                pages: 38,
            }),
            ..Salvaged::default()
        }
    }

    #[test]
    fn a_loss_is_told_in_words_and_a_cut_is_never_nothing() {
        let some = told(&found(
            &[("change_log", 1), ("restore_file", 46)],
            &[],
            false,
        ));
        assert!(
            some.ends_with("Lost: 1 unsaved edit, 46 steps of restores."),
            "{some}"
        );
        let cut = told(&found(&[("page", 38)], &["unsaved", "version"], true));
        assert!(cut.contains("cut at 40960 of 196608 bytes"), "{cut}");
        assert!(
            cut.contains("cannot be told; more may be lost of: unsaved texts, versions of"),
            "{cut}"
        );
        let both = told(&found(&[("version", 2)], &["unsaved"], true));
        assert!(both.contains("at least: 2 versions of the local"), "{both}");
        let none = told(&Salvaged {
            saved: 0,
            ..found(&[], &["unsaved"], true)
        });
        assert!(none.contains("Nothing of it can be read."), "{none}");
        assert!(none.ends_with("lost of: unsaved texts."), "{none}");
        for (name, ..) in WORDS {
            let all = told(&found(&[(name, 2)], &[name], false));
            assert!(!all.contains('_'), "{all}");
        }
    }
}
