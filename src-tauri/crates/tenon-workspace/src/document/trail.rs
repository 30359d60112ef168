//! What takes back the edits that a text has seen, so that undo outlives the page that typed them.

use std::collections::VecDeque;

use tenon_core::Edit;

/// How much is remembered, in bytes of removed text and a little for each edit.
const LIMIT: usize = 1 << 20;
const EDIT_COST: usize = 32;

/// One edit's way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The change that it takes back, `replica:counter`.
    pub head: String,
    /// The edits that give the text before, over the text after.
    pub back: Vec<Edit>,
}

/// The last steps of a text, oldest first.
#[derive(Debug, Default, Clone)]
pub struct Trail {
    from: Option<String>,
    steps: VecDeque<Step>,
    cost: usize,
}

impl Trail {
    /// The change that the text stood on before the first step.
    pub fn from(&self) -> Option<&str> {
        self.from.as_deref()
    }

    /// The steps, oldest first.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter()
    }

    /// The steps behind a change; `None` when the trail does not reach back to it.
    pub fn since<'a>(
        &'a self,
        head: Option<&str>,
    ) -> Option<impl Iterator<Item = &'a Step> + use<'a>> {
        let skip = match self.steps.iter().position(|s| Some(&*s.head) == head) {
            Some(at) => at + 1,
            None if self.from() == head => 0,
            None => return None,
        };
        Some(self.steps.iter().skip(skip))
    }

    /// Starts anew at a text whose way back is not known here.
    pub(super) fn restart(&mut self, head: Option<String>) {
        *self = Self {
            from: head,
            ..Self::default()
        };
    }

    pub(super) fn push(&mut self, step: Step) {
        self.cost += cost(&step);
        self.steps.push_back(step);
        while self.cost > LIMIT
            && let Some(oldest) = self.steps.pop_front()
        {
            self.cost -= cost(&oldest);
            self.from = Some(oldest.head);
        }
    }

    /// Forgets the steps up to a change, which somebody else remembers now.
    pub(super) fn forget_upto(&mut self, head: &str) {
        if !self.steps.iter().any(|step| step.head == head) {
            return;
        }
        while let Some(oldest) = self.steps.pop_front() {
            self.cost -= cost(&oldest);
            let reached = oldest.head == head;
            self.from = Some(oldest.head);
            if reached {
                return;
            }
        }
    }
}

fn cost(step: &Step) -> usize {
    step.back
        .iter()
        .map(|Edit(_, _, text)| text.len() + EDIT_COST)
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(head: &str, size: usize) -> Step {
        Step {
            head: head.into(),
            back: vec![Edit(0, 0, "x".repeat(size))],
        }
    }

    fn heads<'a>(steps: impl Iterator<Item = &'a Step>) -> Vec<&'a str> {
        steps.map(|step| step.head.as_str()).collect()
    }

    #[test]
    fn it_gives_what_came_behind_a_change_and_says_when_it_does_not_reach() {
        let mut trail = Trail::default();
        for head in ["r:1", "r:2", "r:3"] {
            trail.push(step(head, 1));
        }
        let since = |trail: &Trail, head| trail.since(head).map(|s| heads(s).join(" "));
        assert_eq!(since(&trail, None).as_deref(), Some("r:1 r:2 r:3"));
        assert_eq!(since(&trail, Some("r:2")).as_deref(), Some("r:3"));
        assert_eq!(since(&trail, Some("r:9")), None, "another history");
        trail.forget_upto("r:2");
        assert_eq!(since(&trail, Some("r:2")).as_deref(), Some("r:3"));
        assert_eq!(since(&trail, None), None, "that part is gone");
    }

    #[test]
    fn the_oldest_steps_go_when_there_is_too_much() {
        let mut trail = Trail::default();
        for at in 0..10 {
            trail.push(step(&format!("r:{at}"), LIMIT / 4));
        }
        assert_eq!(heads(trail.steps()), ["r:7", "r:8", "r:9"]);
        assert_eq!(trail.from(), Some("r:6"));
        trail.push(step("r:10", LIMIT * 2));
        assert_eq!(
            heads(trail.steps()),
            [""; 0],
            "one that is too large ends it"
        );
        assert_eq!(trail.from(), Some("r:10"));
    }
}
