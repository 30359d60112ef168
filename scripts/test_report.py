"""Counts what the suites reported and prints the table that ends `make test`.

Each folder in the one given is a suite: `status` holds its exit status, and its counts are in
`junit.xml` or else in the lines of `log`. The exit status is 1 when anything failed.
"""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

# The order of the table; Rust's report is split into the crates and the shell.
SHELL = "tenon-window"
# A suite that says so could not run here.
SKIPPED_STATUS = 77

LIBTEST = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", re.MULTILINE)
CHECK = re.compile(r"^check: (.+) \.\.\. (ok|FAILED)$", re.MULTILINE)
NEXTEST_SKIPPED = re.compile(r"^\s*Summary .*?(\d+) skipped", re.MULTILINE)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Count:
    """What one row of the table says."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)


def of_junit(path: Path) -> dict[str, Count]:
    """Count a JUnit report; Rust's shell gets a row of its own, all else is in the row ""."""
    rows = {"": Count()}
    for suite in ElementTree.parse(path).iter("testsuite"):
        suite_name = suite.get("name", "")
        row = rows.setdefault("shell", Count()) if suite_name.startswith(SHELL) else rows[""]
        for case in suite.findall("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                row.failed += 1
                row.failures.append(f"{suite_name}: {case.get('name')}")
            elif case.find("skipped") is not None:
                row.skipped += 1
            else:
                row.passed += 1
    return rows


def of_log(log: str) -> Count:
    """Count the closing lines of cargo's own test runner and the lines of our checks."""
    count = Count()
    for passed, failed, ignored in LIBTEST.findall(log):
        count.passed += int(passed)
        count.failed += int(failed)
        count.skipped += int(ignored)
    for what, result in CHECK.findall(log):
        if result == "ok":
            count.passed += 1
        else:
            count.failed += 1
            count.failures.append(what)
    return count


def of_suite(folder: Path) -> dict[str, Count]:
    """Count one suite, as rows by name."""
    name = folder.name
    status = int((folder / "status").read_text())
    log = COLOURS.sub("", (folder / "log").read_text(errors="replace"))
    if status == SKIPPED_STATUS:
        return {name: Count(skipped=1)}
    report = folder / "junit.xml"
    rows = of_junit(report) if report.exists() else {"": of_log(log)}
    counts = {row or name: count for row, count in rows.items()}
    if skipped := NEXTEST_SKIPPED.search(log):
        counts[name].skipped += int(skipped.group(1))
    # A suite that did not compile, or died, has failed although no test of it has.
    if status != 0 and not any(count.failed for count in counts.values()):
        counts[name].failed += 1
        counts[name].failures.append(f"{name} ended with status {status}; see above")
    return counts


def main(report: Path) -> int:
    """Print the table and the closing line."""
    suites = sorted(report.iterdir(), key=lambda folder: (folder / "status").stat().st_mtime_ns)
    rows = {name: count for folder in suites for name, count in of_suite(folder).items()}
    lines = [f"\n{'suite':<16}{'passed':>8}{'failed':>8}{'skipped':>9}"]
    for name, row in rows.items():
        lines.append(f"{name:<16}{row.passed:>8}{row.failed:>8}{row.skipped:>9}")
    failures = [failure for row in rows.values() for failure in row.failures]
    if failures:
        lines.append("\nFailed:")
        lines.extend(f"  {failure}" for failure in failures)
    passed, failed, skipped = (
        sum(getattr(row, part) for row in rows.values()) for part in ("passed", "failed", "skipped")
    )
    closing = f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else "")
    sys.stdout.write("\n".join([*lines, "", closing, ""]))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
