"""What is wrong with a payload, in words of our own: which field, what it is, what it has to be."""

import re
from typing import Any

from pydantic_core import ErrorDetails

# A key that nobody knows is the client's text; more of it than this says nothing.
SHOWN = 60

# What the patterns of the schemas ask for.
PATTERNS = {
    "^[0-9a-fA-F]{16,128}$": "16 to 128 hexadecimal digits",
    "^[0-9a-f-]{8,64}$": "8 to 64 hexadecimal digits in small letters, and dashes",
    "^[a-z0-9-]{1,64}$": "1 to 64 small letters, digits and dashes",
    "^[0-9a-f]{32}$": "32 hexadecimal digits in small letters",
}

TYPES = {
    "string_type": "a text",
    "list_type": "a list",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dict_type": "an object",
}

_PLACE = re.compile(r"at line (\d+) column (\d+)$")


def sentence(mistake: ErrorDetails) -> str:
    """Return `field: What is wrong with it.`; of the payload only names of keys are repeated."""
    steps = [str(step)[:SHOWN] for step in mistake["loc"] if step not in ("body", "query")]
    said = _said(mistake)
    return f"{'.'.join(steps)}: {said}" if steps else said


def _said(mistake: ErrorDetails) -> str:
    kind, context = mistake["type"], mistake.get("ctx", {})
    if wanted := TYPES.get(kind):
        return f"It is {_found(mistake['input'], kind)}, and has to be {wanted}."
    match kind:
        case "missing":
            return "It is missing."
        case "extra_forbidden":
            return "There is no such field; leave it out."
        case "json_invalid" | "json_type" | "string_unicode":
            return _no_json(str(context.get("error", "")))
        case "string_pattern_mismatch":
            pattern = str(context["pattern"])
            return f"It has to be {PATTERNS.get(pattern, f'a text that fits {pattern}')}."
        case "enum" | "literal_error":
            return f"It has to be {_choices(str(context['expected']))}."
        case "string_too_long":
            return f"It is too long; {_counted(context['max_length'], 'character')} is the most."
        case "string_too_short":
            return f"It is too short; {_counted(context['min_length'], 'character')} is the least."
        case "too_long":
            return f"It has too many entries; {context['max_length']} is the most."
        case "too_short":
            return f"It has too few entries; {context['min_length']} is the least."
        case "greater_than_equal":
            return f"It is too small; {context['ge']} is the least."
        case "less_than_equal":
            return f"It is too large; {context['le']} is the most."
        case "int_parsing_size":
            return "It is a number with too many digits."
        case "value_error":
            return str(context["error"])
        case _:
            return "It is nothing that this route takes."


def _found(value: Any, kind: str) -> str:  # noqa: ANN401
    match value:
        case None:
            return "null"
        case bool():
            return "true or false"
        case float() if kind in ("int_type", "int_from_float"):
            return "a number that is not whole"
        case int() | float():
            return "a number"
        case str():
            return "a text"
        case list():
            return "a list"
        case _:
            return "an object"


def _no_json(told: str) -> str:
    if place := _PLACE.search(told):
        line, column = place.groups()
        if (line, column) == ("1", "0"):
            return "The body is empty, and has to be JSON."
        return f"The body is not JSON in UTF-8; line {line}, column {column} is wrong."
    return "The body is not JSON in UTF-8."


def _choices(expected: str) -> str:
    return {"True": "true", "False": "false"}.get(expected, expected.replace("'", '"'))


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
