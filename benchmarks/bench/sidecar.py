"""Measures what the Envoy sidecar costs: delay of the messages of 100 live streams, processor time and memory."""

import contextlib
import pathlib
import socket
import statistics
import subprocess
import tempfile

from . import client, lag, load, report, server, speech

# The ports of a pod, to which the rendered configuration refers.
ENVOY, TRANSCRIBER = 50051, 50052
STREAMS, CONNECTIONS = 100, 4
RESOURCE = """
apiVersion: audiostream.io/v1alpha1
kind: TranscriptionService
metadata:
  name: sidecar
spec:
  slots: 64
  model:
    name: base
"""


def run(quick):
    with tempfile.TemporaryDirectory() as folder:
        resource = pathlib.Path(folder) / "resource.yaml"
        resource.write_text(RESOURCE)
        delays(quick, resource, folder)
        processor_time(quick, resource)


def delays(quick, resource, folder):
    """Measures one-way times with and without Envoy, alternately, to a server that transcribes nothing."""
    seconds, rounds = (3, 1) if quick else (20, 5)
    config = pathlib.Path(folder) / "envoy"
    subprocess.run([*operator(), "envoy-config", "-f", resource, "-o", config], check=True, stdout=subprocess.DEVNULL)
    with envoy(config) as pid:
        lines = subprocess.run(
            [
                server.java(),
                "-Xmx512m",
                "-XX:+UseParallelGC",
                "-cp",
                server.ROOT / "transcriber/target/audiostream-transcriber.jar",
                server.ROOT / "benchmarks/sidecar/EchoLatency.java",
                *map(str, (TRANSCRIBER, ENVOY, STREAMS, CONNECTIONS, seconds, rounds)),
            ],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.splitlines()
        memory, anonymous = server.memory_mib(pid, "VmRSS"), server.memory_mib(pid, "RssAnon")
    medians = {}
    for target in ("direct", "envoy"):
        values = [list(map(float, line.split()[1:])) for line in lines if line.startswith(target)]
        medians[target] = [statistics.median(column) / 1000 for column in zip(*values)]
    added = [through - direct for direct, through in zip(medians["direct"], medians["envoy"])]
    report.write(
        "sidecar",
        f"Delay that the Envoy sidecar adds, {STREAMS} live streams",
        ["Way", "Chunk p50 ms", "p99 ms", "Response p50 ms", "p99 ms"],
        [["without Envoy", *medians["direct"][:4]], ["through Envoy", *medians["envoy"][:4]], ["added", *added[:4]]],
        [
            f"{STREAMS} streams over {CONNECTIONS} connections send a chunk of 20 ms each 20 ms, {rounds} rounds of {seconds} s each way,"
            " alternately; medians of the rounds. The server answers every fifth chunk and transcribes nothing, and runs in the process of"
            " the clients: both read one clock, and a decode can't hide the delay.",
            f"Memory of Envoy in RAM afterwards: {memory:.0f} MiB, of which {memory - anonymous:.0f} MiB are pages of its program, which the"
            f" kernel can drop. Largest delay of the sender: {medians['direct'][4]:.1f} ms without, {medians['envoy'][4]:.1f} ms with Envoy.",
        ],
        quick=quick,
    )


def processor_time(quick, resource):
    """Measures the CPU time of Envoy and of the transcriber, with speech that the transcriber transcribes."""
    streams, seconds = (2, 10) if quick else (16, 60)
    recording = speech.joined(["jfk"], min(30, seconds))
    rows = []
    with local(resource) as (endpoint, pids):
        channel = client.channel(endpoint)
        reference = lag.timed_words(client.transcribe(channel, recording, recording.language, words=True)[1])
        for chunk in (0.02, 0.1):
            before = {name: server.cpu_seconds(pid) for name, pid in pids.items()}
            results = load.run(endpoint, streams, seconds, recording, recording.language, reference=reference, chunk_seconds=chunk)
            used = {name: server.cpu_seconds(pid) - before[name] for name, pid in pids.items()}
            share = 100 * used["envoy"] / used["java"]
            rows.append([f"{chunk * 1000:.0f} ms", streams, len(results["failed"]), used["envoy"], used["java"], share, server.memory_mib(pids["envoy"], "VmRSS")])
    report.write(
        "sidecar-cpu",
        "Processor time of the Envoy sidecar beside the transcriber, base model",
        ["Chunks", "Streams", "Failed", "Envoy s", "Transcriber s", "Envoy / transcriber %", "Envoy MiB"],
        rows,
        [f"Each stream sends {seconds:.0f} s of speech at its pace through Envoy. The clients run on the same machine."],
        quick=quick,
    )


def operator():
    return [server.java(), "-jar", server.ROOT / "operator/target/audiostream-operator.jar"]


@contextlib.contextmanager
def envoy(config):
    """Runs Envoy with a rendered configuration; yields its process number when it listens."""
    for port in (ENVOY, TRANSCRIBER):
        with socket.socket() as s:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                s.bind(("127.0.0.1", port))
            except OSError:
                raise SystemExit(f"port {port} of 127.0.0.1 is in use; the benchmark sidecar needs the ports of a pod") from None
    command = [server.asset("envoy"), "--config-path", config / "bootstrap.yaml", "--disable-hot-restart", "--concurrency", "2", "--log-level", "error"]
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL)
    try:
        if not server.await_port(process, ENVOY):
            raise SystemExit(f"Envoy does not listen on port {ENVOY}")
        yield process.pid
    finally:
        server.stop(process)


@contextlib.contextmanager
def local(resource):
    """Runs a resource as the processes of its pod; yields the endpoint and the process numbers by program."""
    command = [*operator(), "local", "-f", resource, "--port", "0", "--envoy", server.asset("envoy"), "--model-file", server.asset("model", "ct2")]
    with server.running(command, {"AUDIOSTREAM_CT2": server.asset("native")}) as (process, endpoint):
        yield endpoint, server.children(process.pid)
