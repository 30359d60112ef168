//! What a window's page is asked to open. What comes before the page is there waits for it; what
//! comes later is told to it at once.

use tenon_api::wire::OpenTarget;

/// What a window is asked to open, in the order of asking.
#[derive(Debug, Default, Clone)]
pub struct Asked {
    waiting: Vec<OpenTarget>,
    booted: bool,
}

impl Asked {
    /// Adds what a start of the window asks for.
    pub fn add(&mut self, targets: Vec<OpenTarget>) {
        self.waiting.extend(targets);
    }

    /// Takes one more; what it gives back is to be told to the page now.
    pub fn open(&mut self, target: OpenTarget) -> Option<OpenTarget> {
        if self.booted {
            return Some(target);
        }
        self.waiting.push(target);
        None
    }

    /// The page is there, and takes what waited for it.
    pub fn boot(&mut self) -> Vec<OpenTarget> {
        self.booted = true;
        std::mem::take(&mut self.waiting)
    }

    /// The page goes, and another one comes.
    pub fn reloads(&mut self) {
        self.booted = false;
    }

    /// The same page shows another folder, whose files those that wait are not.
    pub fn elsewhere(&mut self) {
        self.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(path: &str) -> OpenTarget {
        OpenTarget {
            path: path.into(),
            line: Some(3),
            column: None,
        }
    }

    #[test]
    fn what_is_asked_for_during_a_start_waits_and_comes_once_and_in_order() {
        let mut asked = Asked::default();
        asked.add(vec![target("first")]);
        assert_eq!(asked.open(target("second")), None, "no page hears it yet");
        assert_eq!(asked.open(target("first")), None);
        let all = [target("first"), target("second"), target("first")];
        assert_eq!(asked.boot(), all);
        assert_eq!(asked.boot(), [], "nothing comes twice");
        let told = asked.open(target("later"));
        assert_eq!(told, Some(target("later")), "the page hears it at once");
    }

    #[test]
    fn a_page_that_loads_anew_misses_nothing() {
        let mut asked = Asked::default();
        asked.boot();
        asked.reloads();
        assert_eq!(asked.open(target("meanwhile")), None);
        // The owner ends and is found again before the page is there.
        asked.add(Vec::new());
        assert_eq!(asked.boot(), [target("meanwhile")]);
        asked.reloads();
        assert_eq!(asked.open(target("of the old folder")), None);
        asked.elsewhere();
        assert_eq!(asked.boot(), []);
    }
}
