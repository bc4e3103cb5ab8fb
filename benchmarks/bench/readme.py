"""Puts the tables and the picture of the last runs into the project's README."""

import json

from . import report

README = report.RESULTS.parents[1] / "README.md"
BEGIN, END = "<!-- written by benchmarks/run -->\n", "<!-- until here -->"
SHOWN = {"latency": 5, "offline": 7, "streams": 6}


def update():
    """Keeps the columns of each table that a reader of the README needs first."""
    text = README.read_text()
    if BEGIN not in text:
        return
    parts, machines = [], []
    for name, columns in SHOWN.items():
        file = report.RESULTS / f"{name}.json"
        if not file.exists():
            continue
        found = json.loads(file.read_text())
        parts += [f"{found['title']}:", "", "| " + " | ".join(found["columns"][:columns]) + " |"]
        parts += ["| " + " | ".join(["---"] + ["---:"] * (columns - 1)) + " |"]
        parts += ["| " + " | ".join(report.shown(cell) for cell in row[:columns]) + " |" for row in found["rows"]]
        parts += [""]
        machines.append(f"{found['machine']}, {found['date']}")
    if (report.RESULTS / "streams.svg").exists():
        parts += ["![seconds that text is behind the speech, by the number of streams](benchmarks/results/streams.svg)", ""]
    parts += ["Measured on: " + "; ".join(dict.fromkeys(machines)) + "."]
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    README.write_text(before + BEGIN + "\n".join(parts) + "\n" + END + after)
