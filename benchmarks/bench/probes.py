"""Counts the kubelet's probes that fail while every core of a pod decodes."""

import http.client
import os
import pathlib
import re
import socket
import tempfile
import threading
import time

from . import client, load, report, server, sidecar, speech, spillover

# The golden file of the operator's tests: what the operator renders for a resource that sets only its model.
DEPLOYMENT = server.ROOT / "operator/src/test/resources/golden/deployment-minimal.yaml"
CORES, STREAMS, CALLERS = 2, 8, 2
RESOURCE = """
apiVersion: audiostream.io/v1alpha1
kind: TranscriptionService
metadata:
  name: probes
spec:
  slots: 16
  model:
    name: base
"""


class Probe:
    """A probe of the kubelet: `action` is a path over HTTP or None for a TCP connection; times are in seconds."""

    def __init__(self, container, kind, fields):
        self.name, self.port, self.path = f"{container}, {kind}", int(fields["port"]), fields.get("path")
        self.period, self.timeout, self.threshold = (int(fields[name]) for name in ("periodSeconds", "timeoutSeconds", "failureThreshold"))
        self.times, self.failures, self.in_a_row, self.most_in_a_row = [], 0, 0, 0

    def repeat(self, stop):
        """Probes once a period until the event is set."""
        while not stop.wait(self.period):
            start = time.monotonic()
            succeeded = self.succeeds()
            took = time.monotonic() - start
            self.times.append(took * 1000)
            # A socket's timeout is that of one operation; the kubelet's is that of the probe.
            if succeeded and took <= self.timeout:
                self.in_a_row = 0
            else:
                self.failures += 1
                self.in_a_row += 1
                self.most_in_a_row = max(self.most_in_a_row, self.in_a_row)

    def succeeds(self):
        try:
            if not self.path:
                socket.create_connection(("127.0.0.1", self.port), self.timeout).close()
                return True
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            connection.request("GET", self.path, headers={"Connection": "close"})
            return 200 <= connection.getresponse().status < 400
        except (OSError, http.client.HTTPException):
            return False

    def row(self):
        _, median, p99, most = spillover.percentiles(self.times)
        return [self.name, self.period, len(self.times), self.failures, self.most_in_a_row, self.threshold, median, p99, most]


def run(quick):
    seconds = 60 if quick else 600
    recording = speech.joined(["jfk"], 30)
    stop, calls = threading.Event(), []
    with tempfile.TemporaryDirectory() as folder:
        resource = pathlib.Path(folder) / "resource.yaml"
        resource.write_text(RESOURCE)
        with pod(resource) as (process, endpoint):
            pids = server.children(process.pid)
            threads = [threading.Thread(target=transcribe, args=(endpoint, recording, stop, calls)) for _ in range(CALLERS)]
            found = probes()
            threads += [threading.Thread(target=probe.repeat, args=(stop,)) for probe in found]
            before = server.cpu_seconds(pids["java"])
            start = time.monotonic()
            for thread in threads:
                thread.start()
            try:
                results = load.run(endpoint, STREAMS, seconds, recording, recording.language, reference=[])
            finally:
                stop.set()
            took = time.monotonic() - start
            busy = (server.cpu_seconds(pids["java"]) - before) / took
            for thread in threads:
                thread.join()
    report.write(
        "probes",
        "Probes of the kubelet while every core of the pod decodes, base model",
        ["Container, probe", "Period s", "Probes", "Failed", "Most in a row", "Threshold", "p50 ms", "p99 ms", "Max ms"],
        [probe.row() for probe in found],
        [
            f"The transcriber and its Envoy run on {CORES} cores, of which the transcriber uses {busy:.2f}. {STREAMS} live streams and {CALLERS} callers"
            f" with recordings of {recording.seconds:.0f} s, one after the other, load it for {took:.0f} s: {len(results['failed'])} streams failed, and"
            f" {calls.count(False)} of {len(calls)} calls. The clients and the prober share the cores.",
            "The probes are those of the pods that the operator renders. The kubelet restarts a container, or takes the pod out of its Service,"
            " after as many failures in a row as the threshold.",
        ],
        quick=quick,
    )


def pod(resource):
    """Runs a resource as the processes of its pod, on the ports of a pod."""
    command = ["taskset", "--cpu-list", ",".join(map(str, sorted(os.sched_getaffinity(0))[:CORES])), *sidecar.operator(), "local", "-f", resource]
    command += ["--envoy", server.asset("envoy"), "--model-file", server.asset("model", "ct2")]
    return server.running(command, {"AUDIOSTREAM_CT2": server.asset("native")})


def transcribe(endpoint, recording, stop, calls):
    """Transcribes one recording after the other, and notes whether each succeeds."""
    channel = client.channel(endpoint)
    while not stop.is_set():
        try:
            client.transcribe(channel, recording, recording.language)
            calls.append(True)
        except client.grpc.RpcError:
            calls.append(False)
    channel.close()


def probes():
    """Reads the probes that run during the life of a container from the rendered Deployment."""
    found = []
    for container in re.split(r"\n      - (?=\w)", DEPLOYMENT.read_text()):
        name = re.search(r'\n?        name: "(\w+)"', container)
        for kind, block in re.findall(r"\n        (liveness|readiness)Probe:((?:\n          .*)+)", container):
            fields = dict(re.findall(r'(\w+): "?([^"\n]+)"?\n?', block))
            found.append(Probe(name[1], kind, fields))
    if len(found) != 4:
        raise SystemExit(f"{DEPLOYMENT} has {len(found)} probes of liveness and readiness; expected 4")
    return found
