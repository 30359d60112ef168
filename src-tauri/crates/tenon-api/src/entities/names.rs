//! Names of people, organisations and projects, which the sidecar finds in prose.

use tenon_knowledge::entity::Source;
use tenon_sidecar::{EntitiesAsk, EntitiesFound, EntityText, SidecarError};
use tenon_store::EntityRow;

use super::look::Lines;

/// The kinds of names.
pub(crate) const NAMES: [&str; 3] = ["person", "organisation", "project"];
/// The longest text that the sidecar is asked about, in bytes.
const LONGEST: usize = 200_000;
/// The most texts of one request, and the most bytes.
const AT_ONCE: (usize, usize) = (64, 2 << 20);

/// Who finds names.
pub(crate) trait Names: Sync {
    fn names(&self, ask: &EntitiesAsk) -> Result<EntitiesFound, SidecarError>;
}

/// Whether names are looked for in such a text.
pub(super) fn has_names(source: Source) -> bool {
    source == Source::Prose
}

/// Adds the names in texts to their rows. Returns whether all was answered.
pub(super) fn add(
    names: &dyn Names,
    texts: &[(Source, &str)],
    rows: &mut [Vec<EntityRow>],
) -> bool {
    let mut answered = true;
    let mut batch = Vec::new();
    let mut size = 0;
    for (number, (source, text)) in texts.iter().enumerate() {
        if !has_names(*source) || text.len() > LONGEST || text.trim().is_empty() {
            continue;
        }
        if batch.len() == AT_ONCE.0 || size + text.len() > AT_ONCE.1 {
            answered &= ask(names, texts, &std::mem::take(&mut batch), rows);
            size = 0;
        }
        size += text.len();
        batch.push(number);
    }
    answered && (batch.is_empty() || ask(names, texts, &batch, rows))
}

fn ask(
    names: &dyn Names,
    texts: &[(Source, &str)],
    batch: &[usize],
    rows: &mut [Vec<EntityRow>],
) -> bool {
    let of = |number: &usize| EntityText {
        id: number.to_string(),
        text: texts[*number].1.to_owned(),
    };
    let asked = EntitiesAsk {
        texts: batch.iter().map(of).collect(),
        kinds: NAMES.map(str::to_owned).to_vec(),
    };
    let found = match names.names(&asked) {
        Ok(found) => found,
        Err(error) => {
            tracing::info!(%error, "names were not looked for");
            return false;
        }
    };
    for answer in found.results {
        let number = answer
            .id
            .parse::<usize>()
            .ok()
            .filter(|number| batch.contains(number));
        let Some(number) = number else { continue };
        let text = texts[number].1;
        let lines = Lines::of(text);
        for name in answer.entities {
            // What does not fit the text is not believed.
            let (start, end) = (name.start as usize, name.end as usize);
            let is_there = start < end && text.get(start..end) == Some(name.text.as_str());
            if is_there && NAMES.contains(&name.kind.as_str()) {
                let (line, column) = lines.place(start);
                rows[number].push(EntityRow {
                    start: u32::try_from(name.start).unwrap_or(u32::MAX),
                    end: u32::try_from(name.end).unwrap_or(u32::MAX),
                    kind: name.kind,
                    value: name.text.clone(),
                    text: name.text,
                    line,
                    column,
                });
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use tenon_sidecar::{EntityName, EntityNames};

    use super::*;

    struct Fake(bool);

    impl Names for Fake {
        fn names(&self, ask: &EntitiesAsk) -> Result<EntitiesFound, SidecarError> {
            if !self.0 {
                return Err(SidecarError::Malformed("nothing".into()));
            }
            let name = |start, end, text: &str| EntityName {
                kind: "person".into(),
                text: text.into(),
                start,
                end,
            };
            let names = |text: &EntityText| EntityNames {
                id: text.id.clone(),
                // The second does not fit the text.
                entities: vec![name(4, 7, "Ada"), name(0, 3, "Bob"), name(5, 900, "")],
            };
            Ok(EntitiesFound {
                results: ask.texts.iter().map(names).collect(),
            })
        }
    }

    #[test]
    fn names_that_stand_in_the_text_are_added_and_a_failure_is_told() {
        let texts = [
            (Source::Terminal, "by\n Ada"),
            (Source::Prose, "by\n Ada"),
            (Source::Prose, " "),
        ];
        let mut rows = vec![Vec::new(); 3];
        assert!(add(&Fake(true), &texts, &mut rows));
        assert!(rows[0].is_empty() && rows[2].is_empty());
        let [row] = &rows[1][..] else {
            panic!("{rows:?}")
        };
        assert_eq!((row.line, row.column, &*row.value), (2, 2, "Ada"));
        assert!(!add(&Fake(false), &texts, &mut rows));
    }
}
