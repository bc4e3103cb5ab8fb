"""Writes the tables and the plot of the last runs into the project's README."""

import json

from . import report

README = report.RESULTS.parents[1] / "README.md"
BEGIN, END = "<!-- written by benchmarks/run -->\n", "<!-- until here -->"
# The number of columns that the README shows of each benchmark.
COLUMNS = {"latency": 5, "flicker": 6, "words": 8, "words-unpaused": 5, "words-scripts": 7, "offline": 7, "streams": 7, "sidecar": 5, "sidecar-cpu": 7, "spillover": 5, "operator": 3, "operator-pods": 2}


def update():
    """Replaces the text between the two markers; does nothing without them."""
    text = README.read_text()
    if BEGIN not in text:
        return
    parts, machines = [], []
    for name, columns in COLUMNS.items():
        file = report.RESULTS / f"{name}.json"
        if not file.exists():
            continue
        results = json.loads(file.read_text())
        parts += [f"{results['title']}:", "", "| " + " | ".join(results["columns"][:columns]) + " |"]
        parts += ["| " + " | ".join(["---"] + ["---:"] * (columns - 1)) + " |"]
        parts += ["| " + " | ".join(report.format_cell(cell) for cell in row[:columns]) + " |" for row in results["rows"]]
        parts += [""]
        machines.append(f"{results['machine']}, {results['date']}")
    if (report.RESULTS / "streams.svg").exists():
        parts += ["![latency of the text in seconds, by the number of streams](benchmarks/results/streams.svg)", ""]
    parts += ["Measured on: " + "; ".join(dict.fromkeys(machines)) + "."]
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    README.write_text(before + BEGIN + "\n".join(parts) + "\n" + END + after)
