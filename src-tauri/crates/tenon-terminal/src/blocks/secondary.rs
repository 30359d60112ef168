//! The prompts of a command's further rows, where no mark tells them from what was typed.

/// What zsh names in front of `> `: what is not ended yet.
const OPEN: &[&str] = &[
    "for",
    "while",
    "repeat",
    "select",
    "until",
    "if",
    "then",
    "else",
    "elif",
    "elif-then",
    "math",
    "cond",
    "cmdor",
    "cmdand",
    "pipe",
    "errpipe",
    "foreach",
    "case",
    "function",
    "subsh",
    "cursh",
    "array",
    "quote",
    "dquote",
    "bquote",
    "cmdsubst",
    "mathsubst",
    "heredoc",
    "heredocd",
    "brace",
    "braceparam",
    "always",
];

/// A command without the usual prompts of its rows behind the first one: `> `, or zsh's `for> `. They
/// are cut only where each of these rows has one, as `> file` can be typed too.
pub(super) fn cut(command: &str) -> String {
    let mut rows = command.split('\n');
    let first = rows.next().unwrap_or_default();
    let further: Option<Vec<&str>> = rows.map(behind_prompt).collect();
    let Some(further) = further.filter(|further| !further.is_empty()) else {
        return command.to_owned();
    };
    let mut typed = first.to_owned();
    for row in further {
        typed.push('\n');
        typed.push_str(row);
    }
    typed.truncate(typed.trim_end().len());
    typed
}

/// What stands in a row behind its prompt; nothing where it has none.
fn behind_prompt(row: &str) -> Option<&str> {
    let (prompt, rest) = row.split_once('>')?;
    let is_usual = prompt.is_empty() || prompt.split(' ').all(|word| OPEN.contains(&word));
    // The blank of the last row is not kept.
    let rest = rest
        .strip_prefix(' ')
        .or_else(|| rest.is_empty().then_some(rest));
    rest.filter(|_| is_usual)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prompts_of_further_rows_are_cut_where_each_row_has_one() {
        for (shown, typed) in [
            (
                "for i in 1 2; do\n> echo $i\n> done",
                "for i in 1 2; do\necho $i\ndone",
            ),
            (
                "for i in 1\nfor> do ls\nfor> done",
                "for i in 1\ndo ls\ndone",
            ),
            (
                "if x\nthen> for a in b\nthen for> do c\nthen for> done\nthen> fi",
                "if x\nfor a in b\ndo c\ndone\nfi",
            ),
            (
                "cat <<E\nheredoc> a\nheredoc> \nheredoc> E",
                "cat <<E\na\n\nE",
            ),
            ("cat <<E\n> > quoted\n> E", "cat <<E\n> quoted\nE"),
            ("ls \\\n> > file", "ls \\\n> file"),
            ("ls \\\n>", "ls \\"),
        ] {
            assert_eq!(cut(shown), typed, "{shown:?}");
        }
        for whole in [
            "ls",
            "",
            "cat <<E\n> quoted\nE",
            "cat <<E\n>quoted\n>E",
            "true\ncat > file",
            "true\ncat> file",
            "true\nfor > file",
            "a\n\n> b",
        ] {
            assert_eq!(cut(whole), whole);
        }
    }
}
