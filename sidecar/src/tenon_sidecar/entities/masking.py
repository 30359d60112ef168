"""Blanks out what is code, so that only prose is looked at; places stay the same."""

import re

_INLINE = re.compile(
    r"```.*?(?:```|\Z)"
    r"|`[^`\n]*`"
    r"|\b[a-z][a-z0-9+.-]{0,20}://\S+"
    r"|(?<![\w<])(?:~|\.{1,2})?/[\w.@-](?:[\w.@-]|/(?=[\w.@-]))*"
    r"|\"[^\"\n]*\"|(?<!\w)'[^'\n]*'(?!\w)",
    re.DOTALL,
)

# What begins a comment, and what ends one.
_COMMENT = re.compile(r"^\s*(?://[/!]?|\#+(?=\s)|--(?=\s)|/\*+|\*+(?=\s)|;+(?=\s)|%(?=\s))\s*")

_TRACE = re.compile(
    r"^\s*at\s+\S|^\s*File \"|^Traceback|^Caused by:|^Exception in|^\s*\w*(?:Error|Exception)\b.*:"
    r"|^thread '|^goroutine|^main\.|^E\s{2,}|^npm ERR|^error\[|^\s+Compiling\s"
    r"|^\S*\s*(?:INFO|WARN|ERROR|DEBUG|TRACE)\b"
)
_CODE = re.compile(
    r"[{;]\s*$|->|=>|::|\w\(\w*\)|\s=\s|\s==\s|^\s*(?:fn|def|class|import|const|let|public|#include"
    r"|SELECT|return|if)\b(?=[^.!?]*[(<\"'@={;,*]|[^.!?]*$)"
)


def prose_of(text: str) -> str:
    """Return the text with blanks for everything that is no prose."""
    text = _INLINE.sub(lambda found: _blank(found.group()), text)
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    comment = _COMMENT.match(line)
    if comment is not None:
        return " " * comment.end() + line[comment.end() :]
    if _TRACE.search(line) or _CODE.search(line):
        return " " * len(line)
    return line


def _blank(text: str) -> str:
    return "".join("\n" if character == "\n" else " " for character in text)
