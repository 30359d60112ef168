//! The expressions that messages of errors are found by.

use std::sync::LazyLock;

use crate::entity::part::{
    BRACKET, COLON, DASH, DIGIT, DOT, HASH, HIGH, JOINT, QUOTE, SHOUT, SQUARE, UPPER,
};
use crate::entity::rule::Pattern;

/// What programs begin to tell of an error with.
pub(super) static HEAD: Pattern = Pattern::of(
    COLON,
    0,
    r"((?:fatal error|Fatal error|error|fatal|Error|ERROR|FATAL|panic|E)(?:\[[A-Z]?\d+\]| \[[A-Z_0-9]+\]| [A-Z]{1,4}\d{3,5})?: +)[^\s]",
);
/// What stands before that: a tool, a place or nothing, as in `git: ` and `a.c:3:5: `.
pub(super) static BEFORE: Pattern = Pattern::new(
    r"^(?:\d{4}-\d\d-\d\dT[\d:.]+Z +)?(?:[^\x00-\x7F]{1,2} +)?(?:[\w.@-]+ +\| |[\w.@-]+/[\w./@-]+ [\w:.-]+: )?[ \t│╷]*(?://+|#+|\*|--|;+|>)?[ \t]*(?:(?:[A-Za-z]:\\[^\n:(]+|[\w./+@\\-]+)(?:\(\d+(?:,\d+)?\)|(?::\d+){0,2})?:? (?:- |: |[\w./-]+: )?)?$|\]: $|[`\x22'(]$",
);

/// What is said behind the name of a program that failed.
pub(super) static FAILED: Pattern = Pattern::new(
    r": (?:No such file|Permission denied|command not found|[Cc]annot |connect to |Could not |Failed to |Connection refused|Operation not permitted|Is a directory|Not a directory|Device or resource busy|No space left|Segmentation fault|Address already in use)",
);

/// A line that tells of an error, wherever it is quoted.
pub(super) static MESSAGES: [Pattern; 6] = [
    // What Rust and Go say when they give up, wherever it is quoted.
    Pattern::new(
        r"\b(Internal server error: [^\n]+|error:[0-9A-F]{8}:[^\n\x22`]+|index out of (?:bounds: the len is \d+ but the index is \d+|range \[\d+\] with length \d+)|called `(?:Option|Result)::\w+(?:\(\))?` on an? `\w+` value(?:: [^\n]+)?|attempt to (?:add|subtract|multiply|divide|negate|shift)[^\n]{0,20} (?:overflow|by zero)|invalid memory address or nil pointer dereference|assignment to entry in nil map|all goroutines are asleep - deadlock!)",
    ),
    Pattern::new(
        r"(?m)^(?:\d{4}-\d\d-\d\dT[\d:.]+Z +)?(?:npm|pnpm) ((?:ERR!|error) +(?:code |errno |E[A-Z]{3,}:? |Missing |Invalid |Unsupported |Cannot |Can't |Failed |Test failed|Unable |Unknown |Unexpected |Refusing |Conflicting |Exit |Error: |missing |network |[45]\d\d +(?:'|[A-Z][a-z]+ [A-Z])|[a-z]+ (?:E[A-Z]+: |Not |Unsupported ))[^\n]*)",
    ),
    // An exception with its name.
    Pattern::of(
        COLON | UPPER,
        0,
        r"(?m)(?:^|[\s(`'\x22])((?:[A-Za-z_][\w$]*(?:\.|::))*[A-Z][A-Za-z0-9]*(?:Error|Exception|Warning|Panic|Interrupt|Iteration|Failure|Fault|Timeout|Refused|Denied|Abort)(?: \[[A-Z_0-9]+\])?: +[^\s][^\n]*)",
    ),
    Pattern::of(
        COLON,
        0,
        r"(?m)^[^\s:][^:\n]{0,60}: (?:[^:\n]{1,80}: ){0,2}?((?:No such file or directory|Permission denied|command not found|[Cc]annot [a-z]+[ :][^\n]{2,}|connect to [^\n]{2,}|Could not [^\n]{2,}|Failed to [^\n]{2,}|Connection refused|Operation not permitted|Is a directory|Not a directory|Device or resource busy|No space left on device|Segmentation fault|Address already in use)[^\n]*)$",
    )
    .beside(&FAILED),
    Pattern::new(
        r"(?m)^(Segmentation fault(?: \(core dumped\))?|Killed|Aborted(?: \(core dumped\))?|Bus error(?: \(core dumped\))?)$",
    ),
    Pattern::of(
        COLON,
        0,
        r"(Error (?:response from daemon|from server(?: \(\w+\))?): [^\n]+)",
    ),
];

/// What people tell of an error.
pub(super) static RETOLD: [Pattern; 3] = [
    // What is quoted and can be nothing else.
    Pattern::of(
        0,
        QUOTE | HIGH,
        r#"["“]((?i:cannot|can.t|could not|couldn.t|failed to|unable to|no such|not found:|permission denied|connection (?:refused|reset|timed out)|access denied|invalid|unexpected|unknown|unresolved|undefined|missing|too many|timed out|out of memory|segmentation fault|undefined reference) [^"”\n]*[^"”\n .…])["”]"#,
    ),
    // A sentence that they quote as what went wrong.
    Pattern::of(
        0,
        QUOTE | HIGH,
        r#"(?i)\b(?:(?:fail|crash|abort|die|exit|error)(?:s|ed|d)?(?: out)?(?: here| there| now)? with|errors?|error message|errors? saying|complain(?:s|ed|ing)?(?: that| about)?|message):? ["“]([A-Za-z][^"”\n ]*(?: [^"”\n ]+){2,})["”]"#,
    ),
    // What Node says, which has no head then.
    Pattern::of(
        QUOTE,
        0,
        r"\b(Cannot find (?:module|package) '[^'\n]+'(?: imported from [^\n]+)?|Cannot read propert(?:y|ies) of (?:undefined|null)(?: \(reading '[^'\n]+'\))?|[\w.]+ is not a function\b)",
    ),
];

/// Programs that say nothing unless something went wrong. What they could not read stands before what
/// they say of it.
const QUIET: &str = "awk|bash|cat|chgrp|chmod|chown|comm|cp|cut|dash|dd|df|diff|dig|du|env|find|fish|fuser|git|gpg|grep|gunzip|gzip|head|jq|kill|ksh|less|ln|ls|mawk|mkdir|mktemp|mount|mv|nc|nohup|node|patch|pgrep|pkill|python|python3|readlink|realpath|rm|rmdir|rsync|scp|sed|sftp|sh|sort|split|ssh|stat|su|sudo|tac|tail|tar|tee|touch|tr|umount|uniq|unxz|unzip|wc|which|xargs|xz|zcat|zip|zsh|zstd";

/// What only programs print.
pub(super) static PRINTED: [Pattern; 37] = [
    // pytest, and an exception of a module at the end of a trace.
    Pattern::of(
        COLON | UPPER,
        0,
        r"(?m)^E {2,}((?:[A-Za-z_]\w*\.)*[A-Z]\w*: [^\n]+)$",
    ),
    Pattern::of(
        DASH | SHOUT,
        0,
        r"(?m)^(?:FAILED|ERROR) [^\s]+(?: [^\s-]+){0,4} - ([^\n]+)$",
    ),
    Pattern::of(
        COLON | DOT | UPPER,
        0,
        r"(?m)^((?:[a-z_]\w*\.)+[A-Z]\w*: [^\n]+)$",
    ),
    // Kotlin, and Gradle.
    Pattern::of(COLON | DIGIT, 0, r"(?m)^e: [^\s]+:\d+:\d+:? ([^\n]+)$"),
    Pattern::new(r"(?m)^\* What went wrong:\r?\n([^\r\n]+)$"),
    // Logs of which a field is the error: `error="…"`, `"err":"…"`.
    Pattern::of(
        QUOTE,
        0,
        r#"\b(?:err|error)(?:=|"[ \t]*:[ \t]*)"((?:[^"\\\n]|\\[^\n]){2,})"#,
    ),
    Pattern::of(COLON | BRACKET, 0, r"(?m)^curl: \(\d+\) ([^\n]+)$"),
    Pattern::of(
        COLON,
        0,
        r"(?m)^g?make(?:\[\d+\])?: \*\*\* (?:\[[^\]\n]*\] )?([^\n]+)$",
    ),
    // Ruby: `a.rb:3:in `b': undefined method …`.
    Pattern::of(COLON | DIGIT, 0, r"(?m):\d+:in [`'][^'\n]+': ([^\n]+)$"),
    // Maven, with the place of what it tells.
    Pattern::of(
        SQUARE | SHOUT,
        0,
        r"(?m)^\[ERROR\] +(?:[^\s:]+:\[\d+,\d+\] )?([A-Za-z][^\n]*[a-z][^\n]*)$",
    ),
    // A line of a log: the level, who says it, what is said.
    Pattern::of(
        SHOUT,
        0,
        r"(?m)^[\[\d][^\n]{0,60}?\b(?:ERROR|FATAL|CRITICAL|SEVERE|CRIT)\b\]?(?: [\w:]+\])?(?: \d+ ---)?(?: +\[[^\]\n]*\]){0,2}(?: [^\s]+?(?: -|:| +:)| (?:[\w$]+\.){2,}[\w$<>]+)?(?: -)? +([A-Za-z][^\n]*[a-z][^\n]*)$",
    ),
    Pattern::of(
        COLON | SHOUT,
        0,
        r"(?m)^(?:ERROR|CRITICAL):[\w.]+:([^\n]+)$",
    ),
    Pattern::of(COLON, 0, r"(?m)^dpkg: (error [^\n]+)$"),
    // Go's HTTP, and what a base logs behind its process.
    Pattern::of(
        QUOTE | COLON,
        0,
        r#"((?:Get|Post|Put|Head|Delete) "[^"\s]+": [^\n]+)"#,
    ),
    Pattern::of(
        SQUARE | SHOUT,
        0,
        r"\[\d+\] (?:[^\s@]+@[^\s@]+ )?((?:ERROR|FATAL|PANIC): +[^\n]+)",
    ),
    // What is said without any name before it.
    Pattern::new(
        r"(?m)(?:^(?:> )?|^\S[^\n]*  |^[ \t]+[^\n]*  )((?:Failed to|Unable to|Could not|Couldn't|Cannot|Can't|The connection to the server) [a-z\d/][^\n]*)$",
    ),
    Pattern::of(COLON, 0, r"(?m)^(Module not found: [^\n]+)$"),
    // The logs of code hosts' machines, Go's modules, and an error that is an object.
    Pattern::of(HASH | SQUARE, 0, r"##\[error\] ?([^\n]+)"),
    Pattern::of(COLON, 0, r"(?m)^::error[^:\n]*::([^\n]+)"),
    Pattern::of(
        QUOTE,
        0,
        r#""err(?:or)?"[ \t]*:[ \t]*\{[^\n{}]*?"message"[ \t]*:[ \t]*"((?:[^"\\\n]|\\[^\n]){2,})""#,
    ),
    // What logs say at the level of errors.
    Pattern::of(
        JOINT | QUOTE,
        0,
        r#"\blevel=(?i:error|fatal|panic|crit\w*) (?:[^\n]*? )?msg="((?:[^"\\\n]|\\[^\n]){2,})""#,
    ),
    // Elixir.
    Pattern::of(BRACKET, 0, r"(?m)^ *\*\* \([A-Z][\w.]*\) ([^\n]+)$"),
    // Ansible.
    Pattern::of(
        QUOTE | SQUARE,
        0,
        r#"(?m)^fatal: \[[^\]\n]+\]: [A-Z]+! => \{[^\n]*"msg": "((?:[^"\\\n]|\\[^\n]){2,})""#,
    ),
    Pattern::of(COLON, 0, r"(?m)^ninja: (build stopped: [^\n]+)$"),
    Pattern::of(
        COLON,
        0,
        r"(?m)^(?:[\w./-]*sh|env): (?:(?:line )?\d+: )?[\w./-]+: (not found)$",
    ),
    Pattern::new(
        r"\b(memory allocation of \d+ bytes failed|[Cc]onnection unexpectedly closed(?: \([^)\n]*\))?|Connection closed by [^\n]+|Host key verification failed\.?|Segmentation fault(?: \(core dumped\))?)",
    ),
    Pattern::of(
        COLON,
        0,
        r"(?m)^go: ([^\s][^\n]* (?:invalid|not found|unknown|cannot|missing|disallowed|unrecognized|malformed|no matching)\b[^\n]*)$",
    ),
    // Go: its compiler has no warnings.
    Pattern::of(
        COLON | DIGIT,
        0,
        r"(?m)^(?:\./|vet: )?[^\s:]+\.go:\d+:\d+: ([^\n]+)$",
    ),
    // Yarn, Ruby on Rails and Laravel, Tomcat.
    Pattern::new(r"(?m)^(error [A-Z][^\n]{3,}[^\n;{,])$"),
    Pattern::of(
        SHOUT | SQUARE,
        0,
        r"(?m)^\[[^\]\n]*\] \w+\.(?:ERROR|CRITICAL|ALERT|EMERGENCY): ([^\n]+)$",
    ),
    Pattern::of(COLON | SHOUT, 0, r"(?m)^SEVERE: ([^\n]+)$"),
    // A line of a log that is an object, without a field for the error.
    Pattern::of(
        QUOTE | COLON,
        0,
        r#"(?i)"(?:log\.)?(?:level|severity|lvl)"[ \t]*:[ \t]*"(?:error|fatal|critical|panic|err)"[^\n]*?"(?:msg|message|event)"[ \t]*:[ \t]*"((?:[^"\\\n]|\\[^\n]){2,})""#,
    ),
    // Pytest, wget, and what a builder says behind its name.
    Pattern::new(r"(?m)^E {2,}(fixture [^\n]+ not found)$"),
    Pattern::of(SHOUT | COLON | DIGIT, 0, r"(?m)\b(ERROR [45]\d\d: [^\n]+)$"),
    Pattern::of(
        SQUARE,
        0,
        r"(?m)^\[[a-z][\w:-]*\]:? ((?:[A-Z]\w+ )?(?i:failed to|cannot|could not|unable to) [^\n]+)$",
    ),
    // An option or a name that a program does not know.
    Pattern::of(
        COLON,
        0,
        r"(?m)^[a-z][\w.-]*: ((?:unrecognized|unknown|invalid|illegal|ambiguous|bad|missing|unexpected|unsupported|not a|no such|too many|too few|option requires|unable to|syntax error|permission denied|error)\b[^\n]*)$",
    ),
    // The sentences of the system, wherever they stand.
    Pattern::new(
        r"\b(Permission denied \([a-z,-]+\)\.?|(?:No such file or directory|Permission denied|[Cc]onnection refused|[Cc]onnection timed out|[Cc]onnection reset by peer|[Aa]ddress already in use|command not found(?:: [\w./-]+)?|No space left on device|Operation not permitted|Read-only file system|Too many open files|Broken pipe|Input/output error|Cannot allocate memory|No route to host|Network is unreachable|Host is down|Directory not empty|File exists|Exec format error|Text file busy)\b)\.?",
    ),
];

pub(super) static SAID: LazyLock<&'static Pattern> = LazyLock::new(|| {
    let expression = format!(
        r"(?m)^(?:[\w./-]*/)?(?:{QUIET}): +(?:line \d+: |\d+: )?(?:[^\s:]+: ){{0,2}}([A-Za-z('‘-][^\n]* [^\n]*)$"
    );
    Box::leak(Box::new(Pattern::of(
        COLON,
        0,
        Box::leak(expression.into_boxed_str()),
    )))
});
/// What such programs say when all is well.
pub(super) static FINE: Pattern = Pattern::new(
    r"(?i)^(?:warning|note|info|debug|usage|creating|removing|created|removed|renamed|copied|using|\(no output\)|option enabled)\b",
);
