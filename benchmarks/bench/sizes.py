"""Measures the memory of the transcriber for models of other sizes, with random weights: it depends only on the shape of the model."""

import pathlib
import tempfile
import threading

from . import client, report, server, shapes, speech

DECODERS = 4
RECORDINGS = 2
# A quarter of the limit that the operator derives for the base model with 4 slots.
HEAP = {"JAVA_TOOL_OPTIONS": "-Xmx512m"}
SIZES = ["tiny", "base", "small", "large-v3-turbo", "medium", "large-v3"]


def run(quick):
    rows = []
    for size in ["base"] if quick else SIZES:
        rows += [measure(size, engine) for engine in ["ctranslate2", "whisper.cpp"]]
    report.write(
        "sizes",
        "Resident memory of the transcriber by size of the model, random weights",
        ["Model", "Engine", "Weights MiB", "Loaded MiB", "Maximum while loading MiB", "Maximum with 4 recordings MiB", "For each decoder MiB"],
        rows,
        [
            f"The transcriber has {DECODERS} slots, {DECODERS} decoders and a heap of 512 MiB. As many clients each send {RECORDINGS} recordings of 29 s,"
            " one after the other. For each decoder: that maximum less what the loaded model takes, divided by the decoders."
        ],
        quick=quick,
    )


def measure(size, engine):
    recording = speech.joined(["jfk"], 29)
    with tempfile.TemporaryDirectory() as folder:
        model, weights = make(size, engine, pathlib.Path(folder))
        options = ["--threads", DECODERS]
        with server.transcriber(engine, slots=DECODERS, options=options, environment=HEAP, model=model) as target:
            loaded, loading = target.resident_mib(), server.memory_mib(target.process.pid, "VmHWM")
            clients = [threading.Thread(target=transcribe, args=(target.endpoint, recording)) for _ in range(DECODERS)]
            for thread in clients:
                thread.start()
            for thread in clients:
                thread.join()
            most = server.memory_mib(target.process.pid, "VmHWM")
    return [size, engine, weights, loaded, loading, most, (most - loaded) / DECODERS]


def transcribe(endpoint, recording):
    channel = client.channel(endpoint)
    for _ in range(RECORDINGS):
        client.transcribe(channel, recording, recording.language)
    channel.close()


def make(size, engine, folder):
    """Writes a model of that size; returns its path and the size of its weights in MiB."""
    if engine == "ctranslate2":
        shapes.write_folder(pathlib.Path(server.asset("model", "ct2")), folder, shapes.SHAPES[size])
        return folder, (folder / "model.bin").stat().st_size / (1 << 20)
    file = shapes.write_ggml(pathlib.Path(server.asset("model", "f16")), folder / "ggml.bin", shapes.SHAPES[size])
    return file, file.stat().st_size / (1 << 20)
