//! What a task or a note is called as a row, where the line of the piece does not say it.

use tenon_knowledge::task::Task;
use tenon_markdown::front_matter;

use super::lines::Lines;

/// What a task is called, with its id, and its reference.
pub(super) fn task(path: &[u8], file: &Lines) -> Option<(String, Option<String>)> {
    let text = std::str::from_utf8(&file.bytes).ok()?;
    // What cannot be read as a task is a row like any other.
    let task = Task::parse(std::str::from_utf8(path).ok()?, text).ok()?;
    Some(match &task.id {
        Some(id) => (format!("{id} {}", task.title), Some(format!("task:{id}"))),
        None => (task.title, None),
    })
}

/// The line that stands for a piece: where it would be one of front matter, the first behind that.
pub(super) fn below_front_matter(file: &Lines, line: usize) -> usize {
    let is_fenced = file.line(1).starts_with(b"---");
    let text = std::str::from_utf8(&file.bytes).ok().filter(|_| is_fenced);
    let Some(found) = text.and_then(front_matter::find) else {
        return line;
    };
    let closing = file.number(found.yaml.end);
    let is_said = |number: &usize| !file.line(*number).trim_ascii().is_empty();
    match line <= closing {
        true => ((closing + 1)..=file.count()).find(is_said).unwrap_or(line),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_begins_below_its_front_matter() {
        let file = Lines::new(b"---\ntags: [a]\n---\n\n# One\n\ntext\n".to_vec());
        let below = [1, 2, 3, 4, 5, 7].map(|line| below_front_matter(&file, line));
        assert_eq!(below, [5, 5, 5, 4, 5, 7]);
        let open = Lines::new(b"---\ntags\n".to_vec());
        assert_eq!(below_front_matter(&open, 1), 1);
        let none = Lines::new(b"# One\n".to_vec());
        assert_eq!(below_front_matter(&none, 1), 1);
    }

    #[test]
    fn a_task_is_called_by_its_id_and_title() {
        let file = Lines::new(b"---\nid: T-3\ntitle: Guess it\nstatus: To Do\n---\n\nx\n".to_vec());
        let called = task(b".tenon/tasks/T-3 Guess it.md", &file);
        assert_eq!(
            called,
            Some(("T-3 Guess it".to_owned(), Some("task:T-3".to_owned())))
        );
        let broken = Lines::new(b"---\nid: [\n---\n".to_vec());
        assert_eq!(task(b".tenon/tasks/T-4.md", &broken), None);
    }
}
