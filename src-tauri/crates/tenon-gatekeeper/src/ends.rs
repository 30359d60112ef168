//! What is remembered of a rule from one try to the next: where its last match ended, and how much
//! of the text it has looked at in vain.

/// A try that looked at no more than this costs nothing worth remembering, in bytes.
const SHORT: usize = 32;
/// So many times a rule may look at the same stretch in vain, beside what is free.
const OFTEN: usize = 1;
/// So much a rule may look at in vain however short the stretch is, in bytes.
const FREE: usize = 512;

/// Where the rules stand in a text.
#[derive(Debug, Default)]
pub(crate) struct Ends {
    rules: Vec<Kept>,
    /// A secret that is longer than its rule looks at a time: the rule, and where it goes on.
    pub open: Option<(usize, usize)>,
    /// All that was looked at, in bytes.
    pub work: usize,
}

#[derive(Debug)]
struct Kept {
    rule: usize,
    /// Before this the rule is not tried again.
    end: usize,
    /// The stretch that was looked at in vain, and how much that was.
    from: usize,
    upto: usize,
    vain: usize,
}

impl Ends {
    /// Before which place a rule is not tried again.
    pub(crate) fn of(&self, rule: usize) -> usize {
        let kept = self.rules.iter().find(|kept| kept.rule == rule);
        kept.map_or(0, |kept| kept.end)
    }

    /// A match of a rule ended here.
    pub(crate) fn set(&mut self, rule: usize, end: usize) {
        self.kept(rule).end = end;
    }

    /// A rule was tried at `at` and found nothing up to `reach`, at the cost of `work` bytes.
    ///
    /// A text that repeats a keyword makes a rule look at the same bytes from each of them. When it
    /// has done so too often, it goes on behind them: what is looked for there again would have been
    /// found from one of the earlier places, except in a text that is made to hide it.
    pub(crate) fn vain(&mut self, rule: usize, at: usize, reach: usize, work: usize) {
        self.work += work;
        if work <= SHORT {
            return;
        }
        let kept = self.kept(rule);
        if at >= kept.upto {
            (kept.from, kept.upto, kept.vain) = (at, at, 0);
        }
        kept.upto = kept.upto.max(reach);
        kept.vain += work;
        if kept.vain > OFTEN * (kept.upto - kept.from) + FREE {
            kept.end = kept.end.max(kept.upto);
        }
    }

    fn kept(&mut self, rule: usize) -> &mut Kept {
        let place = self.rules.iter().position(|kept| kept.rule == rule);
        let place = place.unwrap_or_else(|| {
            self.rules.push(Kept {
                rule,
                end: 0,
                from: 0,
                upto: 0,
                vain: 0,
            });
            self.rules.len() - 1
        });
        &mut self.rules[place]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_looks_in_vain_too_often_goes_on_behind() {
        let mut ends = Ends::default();
        for tries in 1..=2 {
            ends.vain(3, 1000 + tries, 2000, 1000);
            assert_eq!(ends.of(3) > 0, tries == 2, "after {tries} tries");
        }
        assert_eq!(ends.of(3), 2000, "the end of the stretch");
        ends.vain(3, 2000, 3000, 1000);
        assert_eq!(ends.of(3), 2000, "a new stretch begins anew");
        assert_eq!((ends.of(4), ends.work), (0, 3000));
    }
}
