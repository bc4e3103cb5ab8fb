"""What becomes of a decode beside other processes that decode, as pods of one node do: each has as many threads as there are cores."""

import contextlib
import multiprocessing
import os
import statistics
import threading
import time

from . import client, report, server, speech

WARM_UP = 3
# What libgomp takes by itself when it knows of no other process.
LONG_SPIN = {"GOMP_SPINCOUNT": "300000"}


def run(quick):
    # One segment, which is one decode with all threads; of several, audiostream decodes two at once with a thread each.
    recording = speech.clip("es_pangrama")
    rounds = 1 if quick else 5
    readers = [
        ("audiostream (CTranslate2)", lambda: ours("ctranslate2", {})),
        ("audiostream (CTranslate2), libgomp's own spin", lambda: ours("ctranslate2", LONG_SPIN)),
        ("audiostream (whisper.cpp)", lambda: ours("whisper.cpp", {})),
        ("audiostream (whisper.cpp), libgomp's own spin", lambda: ours("whisper.cpp", LONG_SPIN)),
    ]
    if not quick:
        readers.append(("faster-whisper, int8, beam 1", faster_whisper))
    rows = []
    for name, reader in readers:
        alone, beside = together(reader, 1, recording, rounds), together(reader, 3, recording, rounds)
        rows.append([name, statistics.median(alone), max(alone), statistics.median(beside), max(beside)])
    report.write(
        "neighbours",
        f"A recording of {recording.seconds:.0f} s, beside others that decode, base model, {os.cpu_count()} threads each",
        ["Reader", "Alone: median s", "most s", "One of three: median s", "most s"],
        rows,
        [
            f"One process, and three at once on the same {os.cpu_count()} cores; each reads the recording {rounds} times, one after the"
            f" other, after {WARM_UP} times that are not counted. In a fair share three take three times as long as one.",
            "libgomp, GNU's OpenMP, spins 300,000 rounds where threads wait for each other, unless it is told otherwise; audiostream"
            " tells it 1,000. faster-whisper brings the same library and leaves it as it is.",
        ],
        ["faster-whisper", "ctranslate2"],
        quick,
    )


def together(reader, count, recording, rounds):
    """Seconds of each reading, in so many processes that read at once."""
    seconds, faults = [], []
    with contextlib.ExitStack() as open_:
        reads = [open_.enter_context(reader()) for _ in range(count)]
        for read in reads:
            for _ in range(WARM_UP):
                read(recording)
        start = threading.Barrier(count)

        def reading(read):
            try:
                start.wait()
                for _ in range(rounds):
                    begun = time.monotonic()
                    read(recording)
                    seconds.append(time.monotonic() - begun)
            except Exception as e:
                faults.append(e)

        threads = [threading.Thread(target=reading, args=(read,)) for read in reads]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    if faults:
        raise SystemExit(f"a recording could not be read: {faults[0]}")
    return seconds


@contextlib.contextmanager
def ours(engine, environment):
    with server.transcriber(engine, options=["--unary-timeout", "10m"], environment=environment) as one:
        channel = client.channel(one.endpoint)
        yield lambda recording: client.transcribe(channel, recording, recording.language)
        channel.close()


@contextlib.contextmanager
def faster_whisper():
    """In a process of its own, as ours are."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=serve_faster_whisper, args=(there, server.asset("model", "ct2"), os.cpu_count()), daemon=True)
    process.start()

    def read(recording):
        here.send((recording.samples, recording.language))
        return here.recv()

    try:
        yield read
    finally:
        process.terminate()
        process.join()


def serve_faster_whisper(pipe, model, threads):
    from faster_whisper import WhisperModel

    whisper = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=threads)
    while True:
        samples, language = pipe.recv()
        pipe.send(" ".join(segment.text for segment in whisper.transcribe(samples, language=language, beam_size=1)[0]))
