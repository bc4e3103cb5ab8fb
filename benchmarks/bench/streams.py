"""Measures how many live streams of continuous speech the transcriber keeps up with, on one core and on two."""

import os

from . import client, corpus, lag, load, report, server, speech


def run(quick):
    seconds = 10 if quick else 30
    recordings = {"without pauses": corpus.unpaused(min(30, seconds)), "short pauses": speech.joined(["jfk"], min(30, seconds))}
    rows, settled, finals = [], {}, {}
    for cores in [1] if quick or os.cpu_count() < 2 else [1, 2]:
        counts = [2] if quick else [1, 4, 8, 12] if cores == 1 else [8, 16]
        with server.transcriber(cores=list(range(cores)), slots=64, options=["--threads", str(cores)]) as target:
            for name, recording in recordings.items():
                reference = lag.timed_words(client.transcribe(client.channel(target.endpoint), recording, recording.language, words=True)[1])
                for count in counts:
                    rows.append([name, *measure(target, cores, count, seconds, recording, reference)])
                    print(rows[-1], flush=True)
                    label = f"{name}, {cores} core" + "s" * (cores > 1)
                    add(settled, f"text settled, median, {label}", count / cores, rows[-1][4])
                    add(finals, f"final after the endpoint, p95, {label}", count / cores, rows[-1][6])
    report.write(
        "streams",
        "Live streams of continuous speech, base model",
        ["Speech", "Cores", "Streams", "Failed", "Settled p50 s", "Settled p95 s", "Final after endpoint p95 s", "End after last sample s", "Interims /s", "WER %", "Resident MiB", "Cores busy"],
        rows,
        [
            f"Each client streams {seconds:.0f} s of speech at its pace in 100 ms chunks; the starts are spread over the recording. The"
            " server is bound to the given cores; the clients run on the same machine. A server keeps up if its finals arrive within 2 s"
            " of the end of speech. Without pauses, sentences of different speakers follow each other with at most 60 ms of silence. Short"
            " pauses are of 0.3 to 0.9 s, between repetitions of one sentence.",
        ],
        quick=quick,
    )
    report.plot("streams", "live streams a core", "seconds", {**settled, **finals}, [("2 s", 2.0)], quick)


def measure(target, cores, count, seconds, recording, reference):
    cpu_before = target.cpu_seconds()
    results = load.run(target.endpoint, count, seconds, recording, recording.language, reference=reference)
    return [
        f"{cores}",
        count,
        len(results["failed"]),
        results["settled lag p50 s"],
        results["settled lag p95 s"],
        results["final after segment's end p95 s"] - 0.4,
        results["end after the last sample s"],
        results["interims per stream and second"],
        results["word error rate %"],
        round(target.resident_mib()),
        (target.cpu_seconds() - cpu_before) / results["seconds"],
    ]


def add(lines, label, streams, value):
    xs, ys = lines.setdefault(label, ([], []))
    xs.append(streams)
    ys.append(value)
