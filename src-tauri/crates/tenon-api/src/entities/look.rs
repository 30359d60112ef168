//! One text: its entities as rows, with nothing secret in them.

use tenon_gatekeeper::{Finding, Gatekeeper};
use tenon_knowledge::entity::{Entity, Kind, Source, find, one_line};
use tenon_store::{EntityOf, EntityRow};

/// The longest text of a row, in bytes; what is longer is cut.
const LONGEST: usize = 500;

/// What a text speaks of.
pub(crate) fn rows(
    gatekeeper: &Gatekeeper,
    of: &EntityOf,
    text: &str,
    source: Source,
) -> Vec<EntityRow> {
    let path = match of {
        EntityOf::File(path) => Some(String::from_utf8_lossy(path)),
        EntityOf::Commit(_) => None,
    };
    let secrets = gatekeeper.find_in(text, path.as_deref());
    let lines = Lines::of(text);
    let entities = find(text, source).into_iter();
    entities
        .filter_map(|entity| row(text, &secrets, &lines, entity))
        .collect()
}

fn row(text: &str, secrets: &[Finding], lines: &Lines, entity: Entity) -> Option<EntityRow> {
    let range = entity.range.clone();
    let inside = |secret: &&Finding| secret.start < range.end && range.start < secret.end;
    let of_value = |secret: &&Finding| {
        let said = text.get(secret.start..secret.end);
        said.is_none_or(|said| entity.value.contains(said))
    };
    // The value of an address has no password.
    let is_shown =
        entity.kind == Kind::Url && !secrets.iter().filter(inside).any(|it| of_value(&it));
    let mut secrets = secrets.iter().filter(inside).peekable();
    let (said, value) = if secrets.peek().is_none() {
        (text[range.clone()].to_owned(), entity.value)
    } else if is_shown || matches!(entity.kind, Kind::Command | Kind::Todo | Kind::ErrorMessage) {
        // These are sentences that are worth keeping without the secret.
        let mut said = String::new();
        let mut done = range.start;
        for secret in secrets {
            said.push_str(text.get(done..secret.start).unwrap_or_default());
            said.push_str(&format!("<REDACTED:{}>", secret.kind));
            done = secret.end;
        }
        said.push_str(text.get(done..range.end).unwrap_or_default());
        match is_shown {
            true => (said, entity.value),
            false => (said.clone(), said),
        }
    } else {
        return None;
    };
    let (line, column) = lines.place(range.start);
    Some(EntityRow {
        start: len(range.start),
        end: len(range.end),
        kind: entity.kind.word().to_owned(),
        value: cut(one_line(&value).into_owned()),
        text: cut(one_line(&said).into_owned()),
        line,
        column,
    })
}

/// A place in a text that is looked at, which is short.
fn len(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

fn cut(mut text: String) -> String {
    if text.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at));
        text.truncate(end.unwrap_or_default());
    }
    text
}

/// Where lines begin.
pub(super) struct Lines(Vec<usize>);

impl Lines {
    pub fn of(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        Self(std::iter::once(0).chain(ends.map(|end| end + 1)).collect())
    }

    /// The line and the column of a byte, from 1.
    pub fn place(&self, at: usize) -> (u32, u32) {
        let line = self.0.partition_point(|start| *start <= at);
        let start = self.0.get(line - 1).copied().unwrap_or_default();
        (len(line), len(at - start + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_row_without_its_password() {
        let text = "see https://user:hunter2hunter2@ci.example.com/job/12 there";
        let of = EntityOf::File(b"a.md".to_vec());
        let rows = rows(&Gatekeeper::new([7; 32]), &of, text, Source::Prose);
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0].value, "https://user@ci.example.com/job/12");
        assert!(!rows[0].text.contains("hunter2"), "{rows:?}");
    }

    #[test]
    fn a_secret_is_in_no_row() {
        let secret = "sk-proj-1234567890abcdef";
        let text = format!("é\nrun `curl -H {secret} https://{secret}.example.com/x`, see `a_b`");
        let of = EntityOf::File(b"a.md".to_vec());
        let rows = rows(&Gatekeeper::new([7; 32]), &of, &text, Source::Prose);
        assert!(!format!("{rows:?}").contains(secret), "{rows:?}");
        let command = rows
            .iter()
            .find(|row| row.kind == "command")
            .expect("it is told");
        assert!(
            command.text.starts_with("curl -H <REDACTED:"),
            "{command:?}"
        );
        let symbol = rows
            .iter()
            .find(|row| row.kind == "symbol")
            .expect("it is told");
        assert_eq!((symbol.line, &*symbol.value), (2, "a_b"));
        assert_eq!(&text[symbol.start as usize..symbol.end as usize], "a_b");
    }
}
