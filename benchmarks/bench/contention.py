"""Measures a decode under CPU contention: while other processes decode on the same cores, as pods of one node do.

Each process has as many threads as the machine has cores.
"""

import contextlib
import multiprocessing
import os
import statistics
import threading
import time

from . import client, report, server, speech

# Rounds of each process that are not counted.
WARM_UP = 3
# libgomp's default when there are no more threads than cores.
DEFAULT_SPIN = {"GOMP_SPINCOUNT": "300000"}


def run(quick):
    # A recording of one segment is one decode with all threads. Several segments would be decoded at once, with fewer threads each.
    recording = speech.clip("es_pangrama")
    rounds = 1 if quick else 5
    systems = [
        ("audiostream (CTranslate2)", lambda: audiostream("ctranslate2", {})),
        ("audiostream (CTranslate2), libgomp's default spin", lambda: audiostream("ctranslate2", DEFAULT_SPIN)),
        ("audiostream (whisper.cpp)", lambda: audiostream("whisper.cpp", {})),
        ("audiostream (whisper.cpp), libgomp's default spin", lambda: audiostream("whisper.cpp", DEFAULT_SPIN)),
    ]
    if not quick:
        systems.append(("faster-whisper, int8, beam 1", faster_whisper))
    rows = []
    for name, system in systems:
        alone, contended = measure(system, 1, recording, rounds), measure(system, 3, recording, rounds)
        rows.append([name, statistics.median(alone), max(alone), statistics.median(contended), max(contended)])
    report.write(
        "contention",
        f"A recording of {recording.seconds:.0f} s under CPU contention, base model, {os.cpu_count()} threads for each process",
        ["System", "Alone: median s", "max s", "One of three: median s", "max s"],
        rows,
        [
            f"One process alone, and three at once on the same {os.cpu_count()} cores. Each transcribes the recording {rounds} times in"
            f" sequence, after {WARM_UP} uncounted warm-up rounds. With a fair share of the cores, one of three takes three times as long.",
            "Threads of libgomp, GNU's OpenMP library, by default spin 300,000 rounds while they wait for each other; audiostream sets"
            " 1,000. faster-whisper uses the same library with its default.",
        ],
        ["faster-whisper", "ctranslate2"],
        quick,
    )


def measure(system, count, recording, rounds):
    """Returns the seconds of every transcription in `count` processes that run at once."""
    seconds, errors = [], []
    with contextlib.ExitStack() as stack:
        processes = [stack.enter_context(system()) for _ in range(count)]
        for transcribe in processes:
            for _ in range(WARM_UP):
                transcribe(recording)
        start = threading.Barrier(count)

        def repeat(transcribe):
            try:
                start.wait()
                for _ in range(rounds):
                    started = time.monotonic()
                    transcribe(recording)
                    seconds.append(time.monotonic() - started)
            except Exception as e:
                errors.append(e)

        threads = [threading.Thread(target=repeat, args=(transcribe,)) for transcribe in processes]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if errors:
        raise SystemExit(f"a transcription failed: {errors[0]}")
    return seconds


@contextlib.contextmanager
def audiostream(engine, environment):
    """Starts a transcriber; yields a function that transcribes a recording."""
    with server.transcriber(engine, options=["--unary-timeout", "10m"], environment=environment) as target:
        channel = client.channel(target.endpoint)
        yield lambda recording: client.transcribe(channel, recording, recording.language)
        channel.close()


@contextlib.contextmanager
def faster_whisper():
    """Starts faster-whisper in a process of its own; yields a function that transcribes a recording."""
    context = multiprocessing.get_context("spawn")
    parent, child = context.Pipe()
    process = context.Process(target=serve_faster_whisper, args=(child, server.asset("model", "ct2"), os.cpu_count()), daemon=True)
    process.start()

    def transcribe(recording):
        parent.send((recording.samples, recording.language))
        return parent.recv()

    try:
        yield transcribe
    finally:
        process.terminate()
        process.join()


def serve_faster_whisper(pipe, model, threads):
    from faster_whisper import WhisperModel

    whisper = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=threads)
    while True:
        samples, language = pipe.recv()
        pipe.send(" ".join(segment.text for segment in whisper.transcribe(samples, language=language, beam_size=1)[0]))
