"""Measures how fast audiostream and faster-whisper transcribe a whole recording, with the same weights and threads."""

import os
import statistics
import time

from . import client, report, server, speech

# Uncounted rounds of the short recording.
WARM_UP = 6


def run(quick):
    threads = os.cpu_count()
    recordings = [speech.clip("jfk")] if quick else [speech.clip("jfk"), speech.joined(["jfk"], 600)]
    rounds = [1] if quick else [7, 1]
    systems, rows = {}, []
    with server.transcriber() as target:
        channel = client.channel(target.endpoint)
        systems["audiostream (CTranslate2)"] = lambda recording: client.transcribe(channel, recording, recording.language)[0]
        if not quick:
            systems.update(faster_whisper(threads))
        for recording, count in zip(recordings, rounds):
            rows += compare(recording, systems, count)
    report.write(
        "offline",
        f"A whole recording at once, base model, {threads} threads",
        ["Recording", "System", "Seconds (median)", "min – max", "Times real time", "Speedup", "WER %"],
        rows,
        [
            "audiostream is called over gRPC (`TranscribeAudio`), faster-whisper within the benchmark's process. Both use 8-bit weights of"
            " the same `model.bin` and greedy search (beam 1). Rounds are interleaved, with a pause of one second between systems. The"
            f" first {WARM_UP} rounds of the short recording are warm-up and not counted.",
            "“Speedup” compares with the first faster-whisper line of the same recording.",
        ],
        ["faster-whisper", "ctranslate2"],
        quick,
    )


def faster_whisper(threads):
    """Returns functions that transcribe a recording, by name."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(server.asset("model", "ct2"), device="cpu", compute_type="int8", cpu_threads=threads)
    batched = BatchedInferencePipeline(model)
    text_of = lambda result: " ".join(segment.text for segment in result[0])
    return {
        "faster-whisper, int8, beam 1": lambda r: text_of(model.transcribe(r.samples, language=r.language, beam_size=1)),
        "faster-whisper, batched, 8": lambda r: text_of(batched.transcribe(r.samples, language=r.language, beam_size=1, batch_size=8)),
    }


def compare(recording, systems, rounds):
    """Returns one row for each system."""
    times, texts = {name: [] for name in systems}, {}
    # The JVM compiles a method after many calls. The warm-up brings it to the state of a server in production.
    warm = 0 if recording.seconds > 60 else WARM_UP
    for i in range(rounds + warm):
        for name, system in systems.items():
            # The threads of the previous system spin for a while before they sleep.
            time.sleep(1)
            started = time.monotonic()
            texts[name] = system(recording)
            if i >= warm:
                times[name].append(time.monotonic() - started)
    medians = {name: statistics.median(values) for name, values in times.items()}
    baseline = next((medians[name] for name in systems if name.startswith("faster")), float("nan"))
    return [
        [
            f"{recording.seconds:.0f} s",
            name,
            medians[name],
            f"{min(values):.2f} – {max(values):.2f}",
            recording.seconds / medians[name],
            baseline / medians[name],
            speech.word_error_rate(recording.text, texts[name]),
        ]
        for name, values in times.items()
    ]
