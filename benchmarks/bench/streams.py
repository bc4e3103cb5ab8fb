"""How many live streams of continuous speech a core keeps up with."""

import os

from . import client, lag, load, report, server, speech


def run(quick):
    seconds = 10 if quick else 30
    recording = speech.joined(["jfk"], min(30, seconds))
    rows, settled, finals = [], {}, {}
    for cores in [1] if quick or os.cpu_count() < 2 else [1, 2]:
        counts = [2] if quick else [1, 4, 8, 12] if cores == 1 else [8, 16]
        with server.transcriber(cores=list(range(cores)), slots=64, options=["--threads", str(cores)]) as one:
            channel = client.channel(one.endpoint)
            reference = lag.timed_words(client.transcribe(channel, recording, recording.language, words=True)[1])
            for count in counts:
                begun = one.cpu_seconds()
                found = load.run(one.endpoint, count, seconds, recording, recording.language, reference=reference)
                rows.append(
                    [
                        f"{cores}",
                        count,
                        len(found["failed"]),
                        found["settled lag p50 s"],
                        found["settled lag p95 s"],
                        found["final after segment's end p95 s"] - 0.4,
                        found["after the last sample s"],
                        found["interims a stream and second"],
                        found["word error rate %"],
                        round(one.resident_mib()),
                        (one.cpu_seconds() - begun) / found["seconds"],
                    ]
                )
                print(rows[-1], flush=True)
                label = f"{cores} core" + "s" * (cores > 1)
                settled.setdefault(f"text settled, median, {label}", ([], []))
                finals.setdefault(f"final after the endpoint, p95, {label}", ([], []))
                for lines, value in ((settled[f"text settled, median, {label}"], rows[-1][3]), (finals[f"final after the endpoint, p95, {label}"], rows[-1][5])):
                    lines[0].append(count / cores)
                    lines[1].append(value)
    report.write(
        "streams",
        "Live streams of continuous speech, base model",
        ["Cores", "Streams", "Failed", "Settled p50 s", "Settled p95 s", "Final after endpoint p95 s", "After the last sample s", "Interims /s", "Word errors %", "Resident MiB", "CPU busy"],
        rows,
        [
            f"Each stream speaks {seconds:.0f} s at its pace, in 100 ms chunks, the starts spread over the recording; the server is bound to"
            " so many cores, the clients run beside it. A server keeps up when finals stay within 2 s of the end of speech.",
        ],
        quick=quick,
    )
    report.picture("streams", "live streams a core", "seconds", {**settled, **finals}, [("2 s", 2.0)], quick)
