"""Counts what the last Maven run tested; fails when a test failed, was skipped, or never ran.

A test class without a report is one that no plugin picked up, which Maven says nothing about.

usage: count-tests.py [--without CLASS] [--without-cluster]      this class, or the tests on a cluster (…E2E), were not to run
"""

import collections
import pathlib
import re
import sys
import xml.etree.ElementTree

root = pathlib.Path(__file__).resolve().parent.parent
OUTCOMES = ("tests", "failures", "errors", "skipped")


def main():
    total, problems = collections.Counter(), []
    for module in sorted(path.parent for path in root.glob("*/pom.xml")):
        suites = [xml.etree.ElementTree.parse(file).getroot() for file in module.glob("target/*-reports/TEST-*.xml")]
        count = collections.Counter()
        for suite in suites:
            count.update({outcome: int(suite.get(outcome)) for outcome in OUTCOMES})
        problems += [f"not run: {name}" for name in test_classes(module) - {reported(suite) for suite in suites}]
        problems += [f"skipped: {case}" for suite in suites for case in skipped(suite)]
        if count["tests"]:
            print(f"{count['tests']:6d} tests in {module.name}" + trouble(count))
        total += count
    print(f"{total['tests']:6d} tests in all" + trouble(total))
    print(*sorted(problems), sep="\n", end="\n" if problems else "")
    sys.exit(1 if problems or not total["tests"] or total["failures"] + total["errors"] else 0)


def trouble(count):
    return "".join(f", {count[outcome]} {outcome}" for outcome in OUTCOMES[1:] if count[outcome])


def reported(suite):
    """The class that a report is of; nested classes count for the one they are in."""
    return suite.get("name").split("$")[0]


def skipped(suite):
    return [f"{case.get('classname')}.{case.get('name')}" for case in suite.iter("testcase") if case.find("skipped") is not None]


def test_classes(module):
    """Names of the classes that surefire (…Test) and failsafe (…IT, …E2E) are to run."""
    kinds = "Test|IT" if "--without-cluster" in sys.argv else "Test|IT|E2E"
    sources = module / "src" / "test" / "java"
    files = [file for file in sources.rglob("*.java") if re.search(f"({kinds})$", file.stem)]
    concrete = [file for file in files if not re.search(r"^(public )?(sealed )?(abstract class|interface|@interface)", file.read_text(), re.M)]
    left_out = {sys.argv[i + 1] for i, argument in enumerate(sys.argv) if argument == "--without"}
    return {".".join(file.relative_to(sources).with_suffix("").parts) for file in concrete if file.stem not in left_out}


main()
