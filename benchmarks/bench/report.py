"""Writes the results of a run: JSON, a Markdown table, a plot."""

import json
import os
import pathlib
import platform
import re
import subprocess
import time
from importlib import metadata

RESULTS = pathlib.Path(__file__).resolve().parents[1] / "results"


def machine():
    """Describes this machine in one line."""
    info = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*:\s*(.+)", info)
    flags = re.search(r"flags\s*:\s*(.+)", info)
    vector = [flag for flag in ("avx2", "avx512f", "avx512_vnni", "amx_int8") if flags and f" {flag} " in f" {flags[1]} "]
    return f"{model[1] if model else platform.machine()}, {os.cpu_count()} cores, {' '.join(vector)}, Linux {platform.release()}"


def versions(*packages):
    """Returns the commit of audiostream and the versions of installed packages."""
    found = {}
    for package in packages:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            pass
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=RESULTS.parent, capture_output=True, text=True).stdout.strip()
    return {"audiostream": commit or "unknown", **found}


def write(name, title, columns, rows, notes=(), packages=(), quick=False):
    """Prints a table and writes results/NAME.md and NAME.json. A quick run writes nothing: its numbers are not representative.

    `rows` are lists as long as `columns`; `packages` are the Python packages whose versions belong to the results.
    """
    results = {
        "title": title,
        "machine": machine(),
        "date": time.strftime("%Y-%m-%d"),
        "versions": versions(*packages),
        "columns": columns,
        "rows": rows,
        "notes": list(notes),
    }
    text = markdown(results)
    print(text, end="", flush=True)
    if quick:
        return
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text)
    (RESULTS / f"{name}.json").write_text(json.dumps(results, indent=1) + "\n")


def markdown(results):
    """Returns the text of NAME.md for the content of NAME.json."""
    columns = results["columns"]
    lines = [f"### {results['title']}", "", "| " + " | ".join(columns) + " |", "| " + " | ".join(["---"] + ["---:"] * (len(columns) - 1)) + " |"]
    lines += ["| " + " | ".join(format_cell(cell) for cell in row) + " |" for row in results["rows"]]
    lines += ["", *(f"- {note}" for note in results["notes"])]
    lines += [f"- {results['machine']}. {results['date']}. " + ", ".join(f"{k} {v}" for k, v in results["versions"].items()) + "."]
    return "\n".join(lines) + "\n"


def format_cell(cell):
    """Returns a cell's text; numbers have about three digits."""
    if isinstance(cell, float):
        return "–" if cell != cell else f"{cell:.2f}" if abs(cell) < 10 else f"{cell:.1f}" if abs(cell) < 100 else f"{cell:.0f}"
    return str(cell)


def plot(name, x_label, y_label, lines, limits=(), quick=False):
    """Draws results/NAME.svg. `lines`: {label: (xs, ys)}; `limits`: [(label, y)]."""
    if quick:
        return
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = name
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(7.2, 4))
    for label, (xs, ys) in lines.items():
        axes.plot(xs, ys, marker="o", markersize=3.5, label=label)
    for label, y in limits:
        axes.axhline(y, color="grey", linewidth=0.8, linestyle="--")
        axes.annotate(label, (0.995, y), xycoords=("axes fraction", "data"), ha="right", va="bottom", fontsize=8, color="grey")
    axes.set_xlabel(x_label)
    axes.set_ylabel(y_label)
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.25)
    axes.legend(fontsize=8, frameon=False)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(RESULTS / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)
