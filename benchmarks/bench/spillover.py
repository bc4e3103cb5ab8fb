"""Measures what spilling over costs: the first answer of a stream that another pod takes, and the refusal if all pods are full."""

import contextlib
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from . import lag, netns, report, server

PODS, SLOTS = 4, 16
ENVOY, TRANSCRIBER, API = 50051, 50052, 8002
RESOURCE = f"""
apiVersion: audiostream.io/v1alpha1
kind: TranscriptionService
metadata:
  name: spillover
spec:
  replicas: {PODS}
  slots: {SLOTS}
  model:
    name: base
"""


def run(quick):
    rounds = 3 if quick else 40
    # Python ends at SIGTERM without a cleanup unless it is an exception.
    signal.signal(signal.SIGTERM, lambda *_: exit("ended by SIGTERM"))
    with tempfile.TemporaryDirectory() as folder, netns.pods(PODS) as pods, contextlib.ExitStack() as processes:
        root = pod_files(pathlib.Path(folder), pods)
        for index in range(PODS):
            slot_server = java("transcriber", "SlotServer.java", TRANSCRIBER, API, SLOTS, pods.names[index])
            processes.enter_context(running(pods.command(index, slot_server)))
        envoys = [processes.enter_context(running(pods.command(index, envoy(), root))) for index in range(PODS)]
        for process in envoys:
            await_peers(process)
        client = java("transcriber", "SpillOverClient.java", pods.addresses[0], ENVOY, pods.names[0], PODS * SLOTS, rounds)
        lines = subprocess.run(pods.client_command(client), check=True, stdout=subprocess.PIPE, text=True).stdout.splitlines()
    times = {}
    for line in lines:
        name, nanos = line.split()
        times.setdefault(name, []).append(int(nanos) / 1e6)
    write(times, rounds, quick)


def write(times, rounds, quick):
    rows = []
    for opened in ("one by one", "at once"):
        key = opened.replace(" ", "-")
        own, other = (percentiles(times.get(f"{key}-{pod}", [])) for pod in ("own", "other"))
        rows.append([f"first answer, opened {opened}: own pod", *own])
        rows.append([f"first answer, opened {opened}: another pod", *other])
        rows.append([f"added, opened {opened}", "", *(b - a for a, b in zip(own[1:], other[1:]))])
    rows.append([f"refusal of stream {PODS * SLOTS + 1}", *percentiles(times.get("further", []))])
    refused = sum(len(values) for name, values in times.items() if name.endswith("refused"))
    report.write(
        "spillover",
        f"Streams that spill over: {PODS} pods of {SLOTS} slots, {PODS * SLOTS} streams over one connection to one pod",
        ["Time", "Streams", "p50 ms", "p99 ms", "Max ms"],
        rows,
        [
            f"{refused} of the first {PODS * SLOTS} streams of a round were refused, in {2 * rounds} rounds. Half of the rounds open the streams one"
            " by one, each after the answer of the one before; the other half all at once.",
            "Each pod is a network namespace with Envoy and the configuration that the operator renders for a pod, TLS between the pods"
            " included. A server that has slots and answers at once stands for the transcriber, so that no decode hides the delay."
            " The time runs from the begin of a stream, which sends 100 ms of audio at once, to its first answer or its refusal.",
        ],
        quick=quick,
    )


def percentiles(values):
    """Returns the number of values, their median, 99th percentile and maximum."""
    return [len(values), lag.percentile(values, 50), lag.percentile(values, 99), max(values, default=float("nan"))]


def pod_files(folder, pods):
    """Makes the folder that the Envoys see as /etc; returns the folder above."""
    resource = folder / "resource.yaml"
    resource.write_text(RESOURCE)
    # The compiler warns about annotations that only the build of the operator needs.
    written = subprocess.run([*map(str, java("operator", "PodFiles.java", resource, folder))], capture_output=True, text=True)
    if written.returncode:
        raise SystemExit(f"PodFiles.java failed:\n{written.stderr}")
    name = written.stdout.strip()
    # Stands for the DNS of a cluster, where the name of the headless Service has the address of each pod.
    (folder / "etc/hosts").write_text("".join(f"{address} {name}\n" for address in pods.addresses))
    (folder / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
    for file in ("passwd", "nsswitch.conf"):
        with contextlib.suppress(FileNotFoundError):
            shutil.copy(f"/etc/{file}", folder / "etc")
    return folder


def java(module, source, *arguments):
    """Returns the command that runs a program of this benchmark with the classes of a module."""
    jar = server.ROOT / module / f"target/audiostream-{module}.jar"
    return [server.java(), "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx128m", "-cp", jar, server.ROOT / "benchmarks/spillover" / source, *arguments]


def envoy():
    """Returns the command of the Envoy container of a pod."""
    return [
        server.asset("envoy"),
        *("--config-path", "/etc/envoy/bootstrap.yaml", "--concurrency", "2", "--disable-hot-restart"),
        *("--drain-strategy", "immediate", "--log-level", "error"),
    ]


@contextlib.contextmanager
def running(command):
    process = subprocess.Popen([*map(str, command)], stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        server.stop(process)


def await_peers(process, timeout=120):
    """Waits until an Envoy finds all pods ready. Its administration socket is below the root of its process."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as s:
            s.settimeout(5)
            s.connect(f"/proc/{process.pid}/root/run/envoy/admin.sock")
            s.sendall(b"GET /stats?filter=cluster.peers.membership_healthy HTTP/1.1\r\nHost: admin\r\nConnection: close\r\n\r\n")
            if f"membership_healthy: {PODS}" in s.makefile().read():
                return
        time.sleep(0.2)
    raise SystemExit(f"an Envoy did not find {PODS} ready pods within {timeout} s")
