//! The environment of the programs in a terminal.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;

/// Variables that speak of the terminal Tenon itself was started from, and are wrong in this one.
const FOREIGN: &[&str] = &[
    "COLUMNS",
    "LINES",
    "TERMCAP",
    "TMUX",
    "TMUX_PANE",
    "STY",
    "VTE_VERSION",
    "WINDOWID",
    "TERM_SESSION_ID",
    "KITTY_WINDOW_ID",
    "WEZTERM_PANE",
    "ALACRITTY_WINDOW_ID",
];

/// Makes a terminal's environment out of `base`, the environment of the person's session.
///
/// Everything that begins with `TENON_` is left out: such variables carry tokens from Tenon to its
/// own processes, and no program in a terminal may read them.
pub fn terminal_environment(
    base: impl IntoIterator<Item = (OsString, OsString)>,
    version: &str,
) -> Vec<(OsString, OsString)> {
    let own = [
        ("TERM", "xterm-256color"),
        ("COLORTERM", "truecolor"),
        ("TERM_PROGRAM", "Tenon"),
        ("TERM_PROGRAM_VERSION", version),
    ];
    let kept = base.into_iter().filter(|(name, _)| {
        !own.iter().any(|(ours, _)| name == ours) && !is_foreign(name) && !is_internal(name)
    });
    kept.chain(own.map(|(name, value)| (name.into(), value.into())))
        .collect()
}

fn is_foreign(name: &OsStr) -> bool {
    FOREIGN.iter().any(|foreign| name == *foreign)
}

fn is_internal(name: &OsStr) -> bool {
    name.as_bytes().starts_with(b"TENON_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_the_outer_terminal_are_left_out_and_the_kind_of_terminal_is_named() {
        let base = [
            ("HOME", "/root"),
            ("TENON_SIDECAR_TOKEN", "secret"),
            ("TERM", "dumb"),
            ("TMUX", "/tmp/tmux"),
            ("LINES", "24"),
        ];
        let made = terminal_environment(base.map(|(n, v)| (n.into(), v.into())), "1.2.3");
        let expected = [
            ("HOME", "/root"),
            ("TERM", "xterm-256color"),
            ("COLORTERM", "truecolor"),
            ("TERM_PROGRAM", "Tenon"),
            ("TERM_PROGRAM_VERSION", "1.2.3"),
        ];
        assert_eq!(
            made,
            expected.map(|(n, v)| (n.into(), v.into())),
            "and nothing twice"
        );
    }
}
