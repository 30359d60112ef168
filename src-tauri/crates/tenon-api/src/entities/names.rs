//! Names of people, organisations and projects, which the sidecar finds in prose.

use std::collections::BTreeMap;
use std::ops::Range;

use tenon_knowledge::entity::Source;
use tenon_sidecar::{EntitiesAsk, EntitiesFound, EntityText, SidecarError};
use tenon_store::EntityRow;

use super::look::Lines;

/// The kinds of names.
pub(crate) const NAMES: [&str; 3] = ["person", "organisation", "project"];
/// The longest text of a request in characters, which is the sidecar's bound; a longer one goes in
/// pieces.
const LONGEST: usize = 100_000;
/// The most texts of one request, and the most bytes: few enough for a slow machine to answer in
/// the time that a request has.
const AT_ONCE: (usize, usize) = (64, 512 << 10);

/// Who finds names.
pub(crate) trait Names: Sync {
    fn names(&self, ask: &EntitiesAsk) -> Result<EntitiesFound, SidecarError>;
}

/// A piece of a text: the number of the text, and where it stands in it.
type Piece = (usize, Range<usize>);

/// Whether names are looked for in such a text.
pub(super) fn has_names(source: Source) -> bool {
    source == Source::Prose
}

/// Adds the names in texts to their rows. Returns the numbers of the texts that were not answered,
/// with the reason.
pub(crate) fn add(
    names: &dyn Names,
    texts: &[(Source, &str)],
    rows: &mut [Vec<EntityRow>],
) -> BTreeMap<usize, String> {
    let mut lost = BTreeMap::new();
    let mut batch: Vec<Piece> = Vec::new();
    let mut size = 0;
    let mut send = |batch: Vec<Piece>| {
        if let Err(error) = ask(names, texts, &batch, rows) {
            let why = error.to_string();
            lost.extend(batch.into_iter().map(|(number, _)| (number, why.clone())));
        }
    };
    for (number, (source, text)) in texts.iter().enumerate() {
        if !has_names(*source) || text.trim().is_empty() {
            continue;
        }
        for piece in pieces(text) {
            if batch.len() == AT_ONCE.0 || size + piece.len() > AT_ONCE.1 {
                send(std::mem::take(&mut batch));
                size = 0;
            }
            size += piece.len();
            batch.push((number, piece));
        }
    }
    if !batch.is_empty() {
        send(batch);
    }
    lost
}

/// A text in pieces that may be asked about, cut behind a line where there is one.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut made = Vec::new();
    let mut start = 0;
    while start < text.len() {
        let rest = &text[start..];
        let most = rest
            .char_indices()
            .nth(LONGEST)
            .map_or(rest.len(), |(at, _)| at);
        let line = match most < rest.len() {
            true => rest[..most].rfind('\n').map(|at| at + 1),
            false => None,
        };
        let end = start + line.unwrap_or(most);
        made.push(start..end);
        start = end;
    }
    made
}

fn ask(
    names: &dyn Names,
    texts: &[(Source, &str)],
    batch: &[Piece],
    rows: &mut [Vec<EntityRow>],
) -> Result<(), SidecarError> {
    let of = |(id, (number, piece)): (usize, &Piece)| EntityText {
        id: id.to_string(),
        text: texts[*number].1[piece.clone()].to_owned(),
    };
    let asked = EntitiesAsk {
        texts: batch.iter().enumerate().map(of).collect(),
        kinds: NAMES.map(str::to_owned).to_vec(),
    };
    let found = names.names(&asked)?;
    for answer in found.results {
        let piece = answer.id.parse().ok().and_then(|id: usize| batch.get(id));
        let Some((number, piece)) = piece else {
            continue;
        };
        let text = texts[*number].1;
        let lines = Lines::of(text);
        for name in answer.entities {
            // What does not fit the text is not believed.
            let (start, end) = (name.start as usize, name.end as usize);
            let said = text[piece.clone()].get(start..end);
            let is_there = start < end && said == Some(name.text.as_str());
            if is_there && NAMES.contains(&name.kind.as_str()) {
                let (line, column) = lines.place(piece.start + start);
                rows[*number].push(EntityRow {
                    start: u32::try_from(piece.start + start).unwrap_or(u32::MAX),
                    end: u32::try_from(piece.start + end).unwrap_or(u32::MAX),
                    kind: name.kind,
                    value: name.text.clone(),
                    text: name.text,
                    line,
                    column,
                });
            }
        }
    }
    Ok(())
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
        assert!(add(&Fake(true), &texts, &mut rows).is_empty());
        assert!(rows[0].is_empty() && rows[2].is_empty());
        let [row] = &rows[1][..] else {
            panic!("{rows:?}")
        };
        assert_eq!((row.line, row.column, &*row.value), (2, 2, "Ada"));
        let lost = add(&Fake(false), &texts, &mut rows);
        assert_eq!(lost.keys().collect::<Vec<_>>(), [&1]);
    }

    #[test]
    fn a_long_text_is_asked_about_in_pieces_and_its_names_stand_at_their_places() {
        let text = format!("by\u{a0}Ada\n{}", "by\u{a0}Ada, é\n".repeat(20_000));
        assert!(pieces(&text).iter().all(|piece| {
            let piece = &text[piece.clone()];
            piece.chars().count() <= LONGEST && piece.ends_with('\n')
        }));
        assert_eq!(
            pieces(&"é".repeat(LONGEST + 1)),
            [0..200_000, 200_000..200_002]
        );
        let mut rows = vec![Vec::new()];
        assert!(add(&Fake(true), &[(Source::Prose, &text)], &mut rows).is_empty());
        assert_eq!(rows[0].len(), pieces(&text).len());
        for row in &rows[0] {
            assert_eq!(&text[row.start as usize..row.end as usize], "Ada");
            assert_eq!(row.column, 5);
        }
        assert!(rows[0][1].line > 9_000);
    }
}
