//! Command lines in blocks that say they are of a shell.

use std::sync::LazyLock;

use super::super::fence;
use super::super::part::Part;
use super::super::rule::{Found, Pattern};
use super::{PROGRAMS, PROMPT, add};

/// Languages of scripts: a line is a command, unless it can only be output.
const SCRIPTS: [&str; 4] = ["sh", "bash", "zsh", "fish"];
/// Languages of what a terminal shows: commands and their output.
const SESSIONS: [&str; 5] = [
    "shell",
    "console",
    "terminal",
    "shell-session",
    "shellsession",
];

/// A line that begins with a program, and with what stands before it.
static CALLED: LazyLock<&'static Pattern> = LazyLock::new(|| {
    leaked(format!(
        r"^(?:sudo (?:-\w+ )*)?(?:[A-Za-z_]\w*=\S* +)*(?:(?:\.{{1,2}}|~|/(?:usr|opt|bin|sbin|home))/[\w.@-][\w./@-]*|(?:{PROGRAMS}))(?:[ ;|&]|$)"
    ))
});
/// The prompt of root, and the one that npm and others print.
static SIGNED: LazyLock<&'static Pattern> =
    LazyLock::new(|| leaked(format!(r"^[#>] +((?:{PROGRAMS})(?: .*)?)$")));
/// A sentence that begins with a word that is a program too: `# make sure that it runs`.
static SENTENCE: Pattern = Pattern::new(
    r"^(?:cat|code|echo|env|find|go|http|just|kill|less|make|mix|source|sort|time|top|touch|watch|which|stack|swift) (?:[a-z]+ ){1,}[a-z]+[.:]?$",
);
/// What only output begins with.
static OUTPUT: Pattern = Pattern::new(
    r"^(?:[A-Z][\w.-]*(?: [\w-]+){0,4}:(?:\s|$)|[A-Z][a-z]+(?: |$)|[\w.-]+: |(?:error|warning|info|note|debug|fatal|panic)\b|Caused by|\d|\[[^\] ]*\]|[-=]+>|[-*=+|<>✓✔✗✖✘×⚠→●•…]|at \w|\.\.\.)",
);
/// What a shell has itself.
static WORD: Pattern = Pattern::new(
    r"^(?:if|for|while|until|case|do|done|then|fi|else|elif|esac|function|set|unset|alias|eval|exec|exit|trap|printf|read|test|shift|local|declare|return|wait|pushd|popd|umask|ulimit|builtin|command)\b|^[A-Za-z_]\w*=|^[({]|^\[\[? ",
);
/// A program that is not known, with arguments that only commands have.
static OPTIONS: Pattern = Pattern::new(
    r"^[a-z][\w.-]*(?: [\w./:@=-]+)* (?:--?[A-Za-z]|[|>] |\.{0,2}/\w|~/|[\w.-]+/[\w.-])",
);
static PLAIN: Pattern = Pattern::new(r"^[a-z][\w-]*(?: [\w./:@=<>\[\]-]+){0,5}$");
/// What a program counts: `added 12 packages`.
static COUNTED: Pattern = Pattern::new(r" \d+[a-z]* [a-z]|^total \d");
/// A text that goes on until its word stands alone on a line.
static HEREDOC: Pattern = Pattern::new(r#"<<-?[ \t]*["']?([A-Za-z_]\w*)["']?"#);

fn leaked(expression: String) -> &'static Pattern {
    Box::leak(Box::new(Pattern::new(Box::leak(
        expression.into_boxed_str(),
    ))))
}

pub(super) fn find(found: &mut Found<'_>, text: &Part<'_>, at: usize) {
    for block in fence::blocks(text) {
        let is_script = SCRIPTS.contains(&block.language.as_str());
        let is_session = SESSIONS.contains(&block.language.as_str());
        let said = &text[block.range.clone()];
        // Where prompts are shown, what has none is output.
        if !is_script && !is_session || PROMPT.is_in(said) {
            continue;
        }
        let start = at + block.range.start;
        if !signed(found, said, start, is_session) {
            unsigned(found, said, start, is_session);
        }
    }
}

/// Adds the lines that have a prompt of root or `>`; whether there are such.
fn signed(found: &mut Found<'_>, block: &str, at: usize, is_session: bool) -> bool {
    let mut place = at;
    let mut is_any = false;
    for line in block.split_inclusive('\n') {
        let said = line.trim();
        // In a script `#` begins a comment.
        let is_sign = said.starts_with('>') || is_session;
        let groups = SIGNED.within(said).next().filter(|_| is_sign);
        if let Some(range) = groups.map(|groups| groups.first())
            && !SENTENCE.is_in(&said[range.clone()])
        {
            let begin = place + (line.len() - line.trim_start().len()) + range.start;
            add(found, begin..begin + range.len(), 0);
            is_any = true;
        }
        place += line.len();
    }
    is_any
}

fn unsigned(found: &mut Found<'_>, block: &str, at: usize, is_session: bool) {
    let mut place = at;
    let mut before = "";
    let mut is_first = true;
    let mut until: Option<String> = None;
    let mut programs: Vec<&str> = Vec::new();
    let is_told = block.lines().map(str::trim).any(is_output);
    for line in block.split_inclusive('\n') {
        let said = line.trim();
        let begin = place + (line.len() - line.trim_start().len());
        place += line.len();
        if let Some(word) = &until {
            if said == word {
                until = None;
            }
            continue;
        }
        if said.is_empty() || said.starts_with('#') {
            is_first = true;
            before = "";
            continue;
        }
        let goes_on = before.ends_with('\\');
        before = said;
        if goes_on {
            continue;
        }
        let program = said.split(' ').next().unwrap_or_default();
        let is_sure = CALLED.is_in(said) && !SENTENCE.is_in(said);
        let is_command = match is_session {
            false => is_sure || WORD.is_in(said) || !OUTPUT.is_in(said),
            true => {
                is_sure
                    || !OUTPUT.is_in(said)
                        && (OPTIONS.is_in(said)
                            || is_plain(said)
                                && (is_first || !is_told || programs.contains(&program)))
            }
        };
        is_first = false;
        if is_command {
            programs.push(program);
            until = HEREDOC
                .within(said)
                .next()
                .map(|groups| said[groups.first()].to_owned());
            add(found, begin..begin + said.len(), 0);
        }
    }
}

/// Whether it is a line of words as only a few of them stand in a command.
fn is_plain(said: &str) -> bool {
    PLAIN.is_in(said) && !COUNTED.is_in(said)
}

/// Whether a line in a terminal is no command whatever stands around it.
fn is_output(said: &str) -> bool {
    !said.is_empty()
        && !said.starts_with('#')
        && !CALLED.is_in(said)
        && (OUTPUT.is_in(said) || !OPTIONS.is_in(said) && !is_plain(said))
}
