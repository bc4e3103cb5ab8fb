"""Measures the operator with many resources: the time until all objects exist, memory, processor time, requests, and a restart."""

import contextlib
import json
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request

from . import kubernetes, report, server

COUNTS, QUICK_COUNTS, PODS = (200, 1000), (20,), 100
TIMEOUT = 600
BASE = f"/namespaces/{kubernetes.NAMESPACE}"
OBJECTS = {f"/apis/apps/v1{BASE}/deployments": 1, f"/api/v1{BASE}/services": 2, f"/api/v1{BASE}/configmaps": 1, f"/api/v1{BASE}/serviceaccounts": 1}
RESOURCES = f"/apis/audiostream.io/v1alpha1{BASE}/transcriptionservices"
# What is no write of an object: the Lease is renewed every 2 s, and an Event may follow the write of a status.
NO_WRITES = ("GET", "LIST")
UNCOUNTED = ("leases", "events", "selfsubjectrulesreviews", "selfsubjectaccessreviews")


def run(quick):
    counts = QUICK_COUNTS if quick else COUNTS
    results = [measure(count, quick) for count in counts]
    rows = [[name, *(result[name] for result in results)] for name in results[0]]
    report.write(
        "operator",
        "The operator with many resources, applied at once",
        ["Measure", *(f"{count} resources" for count in counts)],
        rows,
        [
            "A real API server and etcd, without controllers and nodes, on the same machine. The operator has the options of its image and"
            f" the heap that Java derives from the chart's memory limit: {' '.join(options())}. The resources are smallest ones, applied in one"
            " `kubectl apply --server-side`. All objects of all exist when the API server has every Deployment, Service, ConfigMap and"
            " ServiceAccount, and each status its endpoint.",
            f"A reconcile without a change comes from an annotation at each Deployment. One without a changed object comes from the status of"
            f" {PODS} pods. The processor time of both is that of the whole process, divided by the reconciles in its metrics.",
            "Writes after the restart leave out the Lease. The API server's metrics count the requests, those of `kubectl` included.",
        ],
        quick=quick,
    )


def measure(count, quick):
    """Returns the results for this number of resources by name."""
    found = {}
    with kubernetes.cluster() as cluster:
        with operator(cluster) as process:
            before = cluster.requests()
            found["seconds that apply takes"], applied = apply(cluster, count)
            await_objects(cluster, process, count)
            found["seconds from its end until all objects exist"] = time.monotonic() - applied
            await_idle(cluster, process)
            for verb, number in by_verb(cluster.requests() - before).items():
                found[f"requests: {verb}"] = number
            time.sleep(0 if quick else 60)
            found["MiB resident, after a minute"] = process.resident_mib()
            deployments = f"/apis/apps/v1{BASE}/deployments"
            found["ms of processor time, reconcile without a change"] = cpu_of_reconciles(
                cluster, process, [f"{deployments}/service-{i}" for i in range(count)], {"metadata": {"annotations": {"note": "1"}}}
            )
            pods = [create_pod(cluster, i) for i in range(min(count, PODS))]
            await_idle(cluster, process)
            changed = {"status": {"message": "changed"}}
            found["ms of processor time, reconcile without a changed object"] = cpu_of_reconciles(cluster, process, [f"{pod}/status" for pod in pods], changed)
        before, started = cluster.requests(), time.monotonic()
        with operator(cluster) as process:
            found["seconds from a restart until ready"] = time.monotonic() - started
            await_reconciles(process, count)
            found["seconds until all are reconciled"] = time.monotonic() - started
            await_idle(cluster, process)
            found["writes after the restart"] = sum(writes(cluster.requests() - before).values())
            found["MiB resident after the restart"] = process.resident_mib()
    return found


class Operator:
    """A running operator."""

    def __init__(self, process, port):
        self.process, self.port = process, port

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=60) as response:
            return response.read().decode()

    def reconciles(self):
        return int(float(re.search(r"^audiostream_operator_reconcile_seconds_count (\S+)", self.get("/metrics"), re.M)[1]))

    def resident_mib(self):
        return server.memory_mib(self.process.pid, "VmRSS")

    def cpu_seconds(self):
        return server.cpu_seconds(self.process.pid)

    def check(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the operator ended with {self.process.returncode}")


@contextlib.contextmanager
def operator(cluster):
    """Starts the operator as its container does; yields it when it is ready, and stops it afterwards."""
    jar = os.environ.get("BENCHMARK_OPERATOR_JAR", server.ROOT / "operator/target/audiostream-operator.jar")
    port = server.free_port()
    lease = f"--leader-election-lease={kubernetes.NAMESPACE}/operator"
    command = [server.java(), *options(), "-jar", jar, "run", "--health-port", port, lease]
    with (cluster.folder / "operator.log").open("a") as log:
        environment = {**os.environ, "KUBECONFIG": str(cluster.kubeconfig), "HOSTNAME": f"operator-{port}"}
        process = subprocess.Popen([*map(str, command)], stdout=log, stderr=subprocess.STDOUT, env=environment)
        started = Operator(process, port)
        try:
            await_condition(started, lambda: is_ready(started), "the operator to be ready")
            yield started
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def options():
    """Returns the Java options of the image, and the chart's memory limit in place of that of a container."""
    image = (server.ROOT / "dev/images").read_text().split("image_of_operator()", 1)[1]
    flags = re.search(r"local java_flags=\(([^)]*)\)", image, re.S)[1].split()
    values = (server.ROOT / "helm/audiostream-operator/values.yaml").read_text()
    limit = re.search(r"^resources:.*?limits:\s+memory: (\d+)Mi", values, re.M | re.S)[1]
    return [*flags, f"-XX:MaxRAM={limit}m"]


def apply(cluster, count, fields=None):
    """Applies resources with these fields of the spec; returns the seconds that it takes, and the time of its end."""
    spec = {"model": {"name": "base"}, **(fields or {})}
    text = "".join(
        f"---\n{json.dumps({'apiVersion': 'audiostream.io/v1alpha1', 'kind': 'TranscriptionService', 'metadata': {'name': f'service-{i}'}, 'spec': spec})}\n"
        for i in range(count)
    )
    started = time.monotonic()
    cluster.kubectl("apply", "--server-side", "-f", "-", text=text)
    return time.monotonic() - started, time.monotonic()


def await_objects(cluster, process, count):
    def exist():
        return all(cluster.count(path) >= count * each for path, each in OBJECTS.items()) and has_endpoints()

    def has_endpoints():
        items = json.loads(cluster.request(RESOURCES))["items"]
        return all(item.get("status", {}).get("endpoint") for item in items)

    await_condition(process, exist, f"all objects of {count} resources", pause=0.3)


def await_reconciles(process, count):
    await_condition(process, lambda: process.reconciles() >= count, f"{count} reconciles")


def await_idle(cluster, process, quiet=5):
    """Waits until neither a reconcile nor a write has happened for some seconds."""
    state, since = None, time.monotonic()

    def idle():
        nonlocal state, since
        now = (process.reconciles(), sum(writes(cluster.requests()).values()))
        if now != state:
            state, since = now, time.monotonic()
        return time.monotonic() - since >= quiet

    await_condition(process, idle, "the operator to be idle", pause=0.5)


def await_condition(process, condition, what, pause=0.05):
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        process.check()
        if time.monotonic() > deadline:
            raise SystemExit(f"waited {TIMEOUT} s for {what} in vain")
        time.sleep(pause)


def is_ready(process):
    with contextlib.suppress(OSError, urllib.error.URLError):
        return process.get("/readyz") == "ok\n" and "audiostream_operator_leader 1.0" in process.get("/metrics")
    return False


def cpu_of_reconciles(cluster, process, paths, patch):
    """Patches each object; returns the milliseconds of processor time for each reconcile that follows."""
    cpu, reconciles = process.cpu_seconds(), process.reconciles()
    for path in paths:
        cluster.request(path, "PATCH", json.dumps(patch), "application/merge-patch+json")
    await_idle(cluster, process)
    done = process.reconciles() - reconciles
    return (process.cpu_seconds() - cpu) * 1000 / done if done else float("nan")


def create_pod(cluster, index):
    """Creates a pod of a resource; returns its path."""
    labels = {"app.kubernetes.io/managed-by": "audiostream-operator", "app.kubernetes.io/instance": f"service-{index}"}
    pod = {"metadata": {"name": f"service-{index}-pod", "labels": labels}, "spec": {"containers": [{"name": "transcriber", "image": "image"}]}}
    cluster.request(f"/api/v1{BASE}/pods", "POST", json.dumps(pod))
    return f"/api/v1{BASE}/pods/service-{index}-pod"


def writes(requests):
    return {key: number for key, number in requests.items() if key[0] not in NO_WRITES and key[1] not in UNCOUNTED}


def by_verb(requests):
    verbs = {}
    for (verb, resource), number in sorted(requests.items()):
        name = verb + (f" {resource}" if resource in ("leases", "events") else "")
        verbs[name] = verbs.get(name, 0) + number
    return verbs
