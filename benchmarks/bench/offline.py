"""How fast a whole recording is read, beside faster-whisper with the same weights, threads and recordings."""

import os
import statistics
import time

from . import client, report, server, speech


WARM_UP = 6


def run(quick):
    threads = os.cpu_count()
    recordings = [speech.clip("jfk")] if quick else [speech.clip("jfk"), speech.joined(["jfk"], 600)]
    rounds = [1] if quick else [7, 1]
    readers, rows = {}, []
    with server.transcriber() as one:
        channel = client.channel(one.endpoint)
        readers["audiostream (CTranslate2)"] = lambda recording: client.transcribe(channel, recording, recording.language)[0]
        if not quick:
            readers.update(faster_whisper(threads))
        for recording, count in zip(recordings, rounds):
            rows += compare(recording, readers, count)
    report.write(
        "offline",
        f"A whole recording at once, base model, {threads} threads",
        ["Recording", "Reader", "Seconds (median)", "min – max", "Times real time", "Times as fast", "Word errors %"],
        rows,
        [
            "audiostream is asked over gRPC (`TranscribeAudio`), faster-whisper in its own process; both have 8-bit weights of the"
            " same `model.bin` and take the likeliest token (beam 1); rounds are interleaved, with a second of rest between readers; the"
            f" first {WARM_UP} of the short recording are not counted.",
            "“Times as fast” compares with the first faster-whisper line of the recording.",
        ],
        ["faster-whisper", "ctranslate2"],
        quick,
    )


def faster_whisper(threads):
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    model = WhisperModel(server.asset("model", "ct2"), device="cpu", compute_type="int8", cpu_threads=threads)
    batched = BatchedInferencePipeline(model)
    read = lambda segments: " ".join(segment.text for segment in segments[0])
    return {
        "faster-whisper, int8, beam 1": lambda r: read(model.transcribe(r.samples, language=r.language, beam_size=1)),
        "faster-whisper, batched, 8": lambda r: read(batched.transcribe(r.samples, language=r.language, beam_size=1, batch_size=8)),
    }


def compare(recording, readers, rounds):
    times, texts = {name: [] for name in readers}, {}
    # A server has been up for a while: Java compiles what is called often.
    warm = 0 if recording.seconds > 60 else WARM_UP
    for i in range(rounds + warm):
        for name, reader in readers.items():
            # Threads of the reader before this one spin for a while in case that there is more to do.
            time.sleep(1)
            begun = time.monotonic()
            texts[name] = reader(recording)
            if i >= warm:
                times[name].append(time.monotonic() - begun)
    medians = {name: statistics.median(values) for name, values in times.items()}
    peer = next((medians[name] for name in readers if name.startswith("faster")), float("nan"))
    return [
        [
            f"{recording.seconds:.0f} s",
            name,
            medians[name],
            f"{min(values):.2f} – {max(values):.2f}",
            recording.seconds / medians[name],
            peer / medians[name],
            speech.word_error_rate(recording.text, texts[name]),
        ]
        for name, values in times.items()
    ]
