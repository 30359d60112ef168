//! The kinds of events: one closed, documented list.

/// A kind of event that Tenon itself writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// `area.happened`, as it stands in the journal for ever.
    pub name: &'static str,
    /// What it says, in a sentence.
    pub about: &'static str,
    /// The fields of its payload, for people; empty when it has none.
    pub payload: &'static str,
}

macro_rules! kinds {
    ($($name:literal $about:literal $payload:literal;)*) => {
        /// The kinds of events that Tenon itself writes, by name. Foreign ones are
        /// `x.<source>.<name>`.
        pub const KINDS: &[Kind] = &[$(Kind { name: $name, about: $about, payload: $payload }),*];
    };
}

kinds! {
    "backup.made" "A backup was made and verified." "name, withKey";
    "backup.restored" "A backup was put back." "name";
    "document.changed" "A document is edited; once a burst, which a pause of 10 s ends." "path";
    "document.saved" "A document was saved." "path, size, encoding";
    "egress.decided" "The sidecar tried to reach a server or started a program, the same attempt once a minute; or a note's picture was to be fetched from one: what came of it." "way, target, by, decision, rule, why, times, leftOut";
    "erased" "Payloads were forgotten; it names their places." "seqs";
    "git.branchSwitched" "Another branch is checked out, or another commit without a branch." "from, to, head";
    "history.replaced" "Text in files was replaced." "path, changed, created, removed, failed";
    "history.restored" "Files were taken back to a moment." "path, changed, created, removed, failed";
    "history.undone" "The last restore or replacing was taken back." "changed, created, removed, failed, of";
    "journal.salvaged" "A damaged journal was saved as far as it could be read; it names what is lost." "gaps, payloads, lost, untold, cut";
    "link.accepted" "A person said that a link which was found holds; the subject is where it begins." "kind, to";
    "link.added" "Two things were linked; the subject is where the link begins." "link, kind, to";
    "link.rejected" "A person said that a link which was found does not hold; the subject is where it begins." "kind, to";
    "link.removed" "A link was removed; the subject is where it began." "link, kind, to";
    "link.unjudged" "What a person said of a link which was found was taken back; the subject is where it begins." "kind, to";
    "note.attached" "A picture was put into a note; the subject is its file." "path, note";
    "note.created" "A note was made; the subject is its file." "path";
    "note.renamed" "A note has another name or place; the subject is its file." "path, from, relinked, restore";
    "policy.asked" "The policy wants a person's answer first." "command, rule";
    "policy.denied" "The policy refused a command." "command, rule";
    "profile.created" "A profile was made." "name";
    "profile.deleted" "A profile was deleted with everything in it." "profile";
    "profile.renamed" "A profile has another name." "name";
    "run.ended" "A command that ran in a terminal ended, or was lost when Tenon ended before it." "exit, durationMs, outputBytes, lost";
    "run.started" "A command began to run in a terminal." "command, cwd, branch, terminal";
    "sidecar.changed" "The sidecar is in another state." "state, reason";
    "task.changed" "A task was changed, moved or renumbered; the subject is the task, and its file where it has no id." "path, fields, status, from";
    "task.created" "A task was made; the subject is the task." "path, fields, status";
    "terminal.ended" "The program of a terminal ended." "exit";
    "terminal.started" "A terminal was started." "shell, cwd";
    "workspace.bound" "The workspace belongs to a profile: at first, and when it is another one." "profile";
    "workspace.opened" "A window or `tenon serve` became the owner of the workspace." "";
    "workspace.trusted" "The person said whether they trust the folder." "trusted";
}

/// Whether `kind` may stand in a journal: one of [`KINDS`], or `x.<source>.<name>`.
pub fn is_known_kind(kind: &str) -> bool {
    if KINDS.binary_search_by(|known| known.name.cmp(kind)).is_ok() {
        return true;
    }
    let mut parts = kind.splitn(3, '.');
    let word = |part: Option<&str>| part.is_some_and(|p| !p.is_empty() && p.len() <= 64);
    parts.next() == Some("x") && word(parts.next()) && word(parts.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_sorted_known_and_foreign_ones_name_their_source() {
        assert!(
            KINDS.is_sorted_by_key(|kind| kind.name),
            "the list is read by people, and searched"
        );
        for (kind, known) in [
            ("document.saved", true),
            ("erased", true),
            ("x.wakatime.heartbeat", true),
            ("x.a.b.c", true),
            ("document.exploded", false),
            ("x.a", false),
            ("x..b", false),
            ("", false),
        ] {
            assert_eq!(is_known_kind(kind), known, "{kind}");
        }
        assert!(KINDS.iter().all(|kind| is_known_kind(kind.name)));
    }
}
