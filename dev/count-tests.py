"""Counts the tests of the last Maven run. Fails if a test failed, was skipped, or never ran.

A test class has no report if no Maven plugin ran it, and Maven does not say so. A test that failed and passed when it was repeated is
printed as FLAKY, and its first failure is appended to target/flaky.log.
"""

import argparse
import collections
import pathlib
import re
import sys
import xml.etree.ElementTree

ROOT = pathlib.Path(__file__).resolve().parent.parent
OUTCOMES = ("tests", "failures", "errors", "skipped")


def main():
    options = arguments()
    total, problems, flaky = collections.Counter(), [], []
    for module in sorted(path.parent for path in ROOT.glob("*/pom.xml")):
        suites = [xml.etree.ElementTree.parse(file).getroot() for file in module.glob("target/*-reports/TEST-*.xml")]
        count = collections.Counter()
        for suite in suites:
            count.update({outcome: int(suite.get(outcome)) for outcome in OUTCOMES})
            problems += [f"FAILED  {name(case)}" for case in suite.iter("testcase") if has(case, "failure", "error")]
            problems += [f"SKIPPED  {name(case)}" for case in suite.iter("testcase") if has(case, "skipped")]
            flaky += [case for case in suite.iter("testcase") if has(case, "flakyFailure", "flakyError")]
        if options.only:
            missing = [options.only] if not suites and owns(module, options.only) else []
        else:
            missing = test_classes(module, options) - {class_of(suite) for suite in suites}
        problems += [f"NOT RUN  {missed}" for missed in missing]
        if count["tests"]:
            print(f"{count['tests']:6d} tests in {module.name}" + unsuccessful(count))
        total += count
    print(f"{total['tests']:6d} tests in total" + unsuccessful(total) + (f", {len(flaky)} flaky" if flaky else ""))
    log_flaky(flaky)
    for case in flaky:
        print(f"FLAKY  {name(case)}: {first_failure(case).get('message') or first_failure(case).get('type')}")
    print(*sorted(problems), sep="\n", end="\n" if problems else "")
    sys.exit(1 if problems or not total["tests"] or total["failures"] + total["errors"] else 0)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kinds", nargs="+", default=["Test", "IT", "E2E"], help="suffixes of the classes that had to run")
    parser.add_argument("--without", action="append", default=[], metavar="CLASS", help="this class did not have to run")
    parser.add_argument("--only", metavar="CLASS", help="only this class had to run")
    return parser.parse_args()


def unsuccessful(count):
    """Returns the counts of failures, errors and skipped tests, as the end of a sentence."""
    return "".join(f", {count[outcome]} {outcome}" for outcome in OUTCOMES[1:] if count[outcome])


def has(case, *elements):
    return any(case.find(element) is not None for element in elements)


def name(case):
    return f"{case.get('classname')}.{case.get('name')}"


def first_failure(case):
    return next(element for element in case if element.tag in ("flakyFailure", "flakyError"))


def log_flaky(flaky):
    """Appends the first failures of flaky tests to target/flaky.log."""
    if flaky:
        with open(ROOT / "target" / "flaky.log", "a") as log:
            for case in flaky:
                log.write(f"{name(case)}\n{first_failure(case).findtext('stackTrace')}\n\n")


def class_of(suite):
    """Returns the top-level class of a report."""
    return suite.get("name").split("$")[0]


def owns(module, test_class):
    """Returns whether the module contains the test class."""
    return any((module / "src" / "test").rglob(f"{test_class}.java"))


def test_classes(module, options):
    """Returns the names of the classes that surefire (…Test) and failsafe (…IT, …E2E) have to run."""
    sources = module / "src" / "test" / "java"
    files = [file for file in sources.rglob("*.java") if re.search(f"({'|'.join(options.kinds)})$", file.stem)]
    concrete = [file for file in files if not re.search(r"^(public )?(sealed )?(abstract class|interface|@interface)", file.read_text(), re.M)]
    return {".".join(file.relative_to(sources).with_suffix("").parts) for file in concrete if file.stem not in options.without}


main()
