//! Values that people give: what they have to be, and what is said where they are not.

use jiff::Timestamp;
use tenon_core::{Code, Millis};
use tenon_knowledge::task::{Change, Id, Moment, Priority, Readiness, Refused, Task};

use super::folder::Tasks;
use crate::{ApiError, ApiResult};

/// An answer to a value that does not fit. Nothing was written.
pub(super) fn invalid(message: impl Into<String>) -> ApiError {
    ApiError::new(Code::Invalid, message).hint("Nothing was changed.")
}

/// Why the domain refused an edit of a file.
pub(super) fn refused(path: Option<&str>, refused: &Refused) -> ApiError {
    match path {
        Some(path) => invalid(format!("\"{path}\" was left alone. {refused}")),
        None => invalid(refused.to_string()),
    }
}

/// A day, or a time of a day, as files have it.
pub(super) fn day(text: &str) -> ApiResult<Moment> {
    let moment = Moment::parse(text);
    let moment = moment.and_then(|moment| match moment.has_time() {
        true => Some(moment),
        // Whatever form it was given in, the file gets the one that is read everywhere.
        false => Moment::parse(moment.day()),
    });
    moment.ok_or_else(|| {
        let text = text.escape_debug();
        invalid(format!("\"{text}\" is no day; write it as 2026-03-01."))
    })
}

/// The present, to the minute.
pub(super) fn now(at: Millis) -> ApiResult<Moment> {
    let written = Timestamp::from_millisecond(at).ok();
    let written = written.map(|at| at.strftime("%Y-%m-%dT%H:%MZ").to_string());
    let moment = written.and_then(|text| Moment::parse(&text));
    moment.ok_or_else(|| {
        ApiError::new(
            Code::PreconditionFailed,
            "the clock tells no time that can be written",
        )
        .hint("Set the system's clock.")
    })
}

impl Tasks {
    /// A status in the folder's own spelling: a column, or one that a task has.
    pub fn status(&self, text: &str) -> ApiResult<String> {
        let used = self.tasks.iter().map(|task| self.workflow.status(task));
        let mut known: Vec<&str> = self.workflow.statuses.iter().map(String::as_str).collect();
        for status in used {
            if !known.contains(&status) {
                known.push(status);
            }
        }
        pick(text, &known, "status", "statuses")
    }

    /// A priority that the folder knows, or that a task has.
    pub fn priority(&self, text: &str) -> ApiResult<Priority> {
        let used = self.tasks.iter().filter_map(|task| task.priority.as_ref());
        let mut known: Vec<&str> = Vec::new();
        for word in self
            .workflow
            .priorities
            .iter()
            .chain(used)
            .map(Priority::word)
        {
            if !known.contains(&word) {
                known.push(word);
            }
        }
        pick(text, &known, "priority", "priorities").map(|word| Priority::of(&word))
    }

    /// The id of a task that is there, as its file writes it.
    pub fn known(&self, text: &str) -> ApiResult<Id> {
        let task = self.find(text)?;
        task.id.clone().ok_or_else(|| {
            let message = format!("\"{}\" has no id, so nothing can depend on it.", task.path);
            invalid(message)
        })
    }

    /// Refuses dependencies by which a task would wait for itself and did not before.
    pub fn no_circle(&self, task: &Task, depends: &[Id]) -> ApiResult<()> {
        if let Some(id) = task.id.as_ref()
            && depends.contains(id)
            && !task.depends.contains(id)
        {
            let message = format!("the task would wait for itself: {id} needs {id}.");
            return Err(invalid(message));
        }
        let mut changed = task.clone();
        Change::Depends(depends.to_vec()).apply(&mut changed);
        match (self.circle(&changed), self.circle(task)) {
            (Some(circle), None) => Err(invalid(format!(
                "the task would wait for itself: {}.",
                around(&circle)
            ))),
            _ => Ok(()),
        }
    }

    /// The circle that a task is in, with what it says now in place of what its file says.
    fn circle(&self, task: &Task) -> Option<Vec<Id>> {
        let others = self.tasks.iter().filter(|other| other.path != task.path);
        let readiness = Readiness::of(others.chain([task]), &self.workflow);
        let at = readiness.waits(task)?.circle?;
        readiness.circles().get(at).cloned()
    }

    /// Refuses where it is not known how tasks look here.
    pub fn seeing(&self) -> ApiResult<()> {
        match &self.blind {
            Some(why) => {
                let message = format!("tasks cannot be made or moved to a column now. {why}");
                Err(ApiError::new(Code::PreconditionFailed, message).hint("Nothing was changed."))
            }
            None => Ok(()),
        }
    }
}

/// A circle of ids as people read it, ending where it begins.
pub(super) fn around(circle: &[Id]) -> String {
    let ids: Vec<&str> = circle
        .iter()
        .chain(circle.first())
        .map(Id::as_str)
        .collect();
    ids.join(" needs ")
}

fn pick(text: &str, known: &[&str], what: &str, all: &str) -> ApiResult<String> {
    let wanted = text.trim().to_lowercase();
    let found = known.iter().find(|word| word.to_lowercase() == wanted);
    found.map(|word| (*word).to_owned()).ok_or_else(|| {
        let text = text.escape_debug();
        let list = known.join(", ");
        invalid(format!(
            "\"{text}\" is no {what} here; the {all} are {list}."
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_present_is_written_to_the_minute() {
        let at = now(1_772_373_959_999).expect("a time");
        assert_eq!(at.as_str(), "2026-03-01T14:05Z");
        assert_eq!(at.seconds() % 60, 0);
        let never = now(i64::MAX).expect_err("no such year");
        assert_eq!(never.code, Code::PreconditionFailed);
    }

    #[test]
    fn a_day_is_given_the_one_form() {
        assert_eq!(day("01-03-26").expect("a day").as_str(), "2026-03-01");
        assert_eq!(
            day("2026-03-01 14:05").expect("a time").as_str(),
            "2026-03-01 14:05"
        );
        for wrong in ["tomorrow", "", "2026-02-30", "2026-3-1", "1\u{7}"] {
            let error = day(wrong).expect_err(wrong);
            assert!(error.message.contains("2026-03-01"), "{}", error.message);
        }
    }
}
