//! Which task is meant.

use tenon_core::Code;
use tenon_knowledge::task::{Id, Place, Task};

use super::folder::Tasks;
use crate::{ApiError, ApiResult};

/// So many letters may be other ones in an id that is suggested.
const TYPOS: usize = 2;

impl Tasks {
    /// The task with an id, without regard to case and zeros in front, or one that had it before,
    /// or the one of a file. A number alone has the prefix that new ids have.
    ///
    /// # Errors
    /// `notFound` with one that may be meant; `conflict` where several have the id; `invalid` where
    /// its file cannot be read.
    pub fn find(&self, text: &str) -> ApiResult<&Task> {
        if let Some(task) = self.tasks.iter().find(|task| task.path == text) {
            return Ok(task);
        }
        let Some(id) = self.id(text) else {
            let message = format!("\"{}\" is no id of a task", text.escape_debug());
            return Err(ApiError::new(Code::Invalid, message)
                .hint(format!("An id looks like {}-14.", self.workflow.prefix)));
        };
        let own = |task: &&Task| task.id.as_ref() == Some(&id);
        let active = |task: &&Task| own(task) && task.place != Place::Archived;
        let had = |task: &&Task| {
            let mut ids = task.aliases.iter().filter_map(|alias| Id::parse(alias));
            ids.any(|alias| alias == id)
        };
        for found in [self.those(active), self.those(own), self.those(had)] {
            match found[..] {
                [] => {}
                [only] => return Ok(only),
                _ => return Err(several(&id, &found)),
            }
        }
        Err(self
            .unreadable_one(&id)
            .unwrap_or_else(|| self.unknown(&id)))
    }

    fn id(&self, text: &str) -> Option<Id> {
        let is_number = |c: char| c.is_ascii_digit() || c == '.';
        match !text.is_empty() && text.chars().all(is_number) {
            true => Id::parse(&format!("{}-{text}", self.workflow.prefix)),
            false => Id::parse(text),
        }
    }

    fn those(&self, are: impl Fn(&&Task) -> bool) -> Vec<&Task> {
        self.tasks.iter().filter(are).collect()
    }

    /// Why the file that is named after an id, or claims it, is no task.
    fn unreadable_one(&self, id: &Id) -> Option<ApiError> {
        let is_its = |path: &String| {
            let name = path.rsplit('/').next().unwrap_or(path);
            Id::leading(name).as_ref() == Some(id)
        };
        let fault = self.faults.iter().find(|fault| {
            let mut claimed = fault.ids.iter().filter_map(|claimed| Id::parse(claimed));
            fault.paths.iter().any(is_its) || claimed.any(|claimed| claimed == *id)
        })?;
        Some(ApiError::new(Code::Invalid, fault.message.clone()))
    }

    fn unknown(&self, id: &Id) -> ApiError {
        let error = ApiError::new(Code::NotFound, format!("there is no task {id}"));
        let wanted = id.as_str().to_lowercase();
        let known = self.tasks.iter().filter_map(|task| {
            let id = task.id.as_ref()?;
            let known = id.as_str().to_lowercase();
            let typos = distance(&wanted, &known);
            // An id of which no digit is right is another one, and no slip.
            let is_digit = |c: &char| c.is_ascii_digit();
            let is_like = wanted.chars().filter(is_digit).any(|c| known.contains(c));
            (typos <= TYPOS && is_like).then_some((typos, id, &task.title))
        });
        match known.min_by_key(|(typos, ..)| *typos) {
            Some((_, id, title)) => error.hint(format!("Is {id} meant, \"{title}\"?")),
            None => error.hint("List the tasks to see their ids."),
        }
    }
}

fn several(id: &Id, found: &[&Task]) -> ApiError {
    let paths: Vec<_> = found
        .iter()
        .map(|task| format!("\"{}\"", task.path))
        .collect();
    let message = format!(
        "{} tasks have the id {id}: {}",
        found.len(),
        paths.join(", ")
    );
    ApiError::new(Code::Conflict, message)
        .hint("Name one by its file, or give the younger one another id (\"tenon task repair\").")
}

/// How many letters have to be added, taken away or exchanged to make one text of another.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().enumerate() {
        let mut before = at;
        row[0] = at + 1;
        for (column, their) in other.iter().enumerate() {
            let cost = before + usize::from(letter != *their);
            before = row[column + 1];
            row[column + 1] = cost.min(before + 1).min(row[column] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn typos_are_counted() {
        for (one, other, typos) in [
            ("t-14", "t-14", 0),
            ("t-14", "t-41", 2),
            ("t-14", "t-1", 1),
            ("", "t-1", 3),
            ("task-7", "tsk-7", 1),
        ] {
            assert_eq!(distance(one, other), typos, "{one} {other}");
        }
    }
}
