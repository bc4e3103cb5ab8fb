"""Measures the operator while streams come and go at the pods of many resources: status writes, requests, probes, memory."""

import asyncio
import calendar
import contextlib
import hashlib
import http.client
import json
import statistics
import threading
import time
import urllib.parse
from concurrent import futures

from . import kubernetes, operator, report, server

COUNT, QUICK_COUNT, PODS, SLOTS = 1000, 20, 5, 4
SECONDS, QUICK_SECONDS, WARM_UP, QUICK_WARM_UP, WINDOW = 120, 20, 120, 5, 10
PORT = 8001  # where the operator asks a pod for its load
CLIENTS = 4
STREAM_SECONDS = (20, 60)  # the shortest and the longest time that a slot is in use, or free


def run(quick):
    count = QUICK_COUNT if quick else COUNT
    found = measure(count, QUICK_SECONDS if quick else SECONDS, QUICK_WARM_UP if quick else WARM_UP)
    report.write(
        "operator-pods",
        f"The operator while streams come and go at the pods of {count} resources",
        ["Measure", f"{count} resources with {PODS} pods each"],
        [[name, value] for name, value in found.items()],
        [
            f"The API server, the operator and the resources are those of `operator`. The benchmark creates the pods as objects, from the"
            f" template of each Deployment, and writes the status of both. One HTTP server answers for all pods, at addresses of the loopback"
            f" interface. Each of the {SLOTS} slots of a pod is in use for {STREAM_SECONDS[0]} to {STREAM_SECONDS[1]} s, and then free for as long.",
            f"Measured for {SECONDS} s, {WARM_UP} s after the first stream. The most status writes are those of {WINDOW} s, as a rate. The API"
            " server's metrics count the requests, the few of the benchmark included.",
            "The age of a status is the time since its last write, at the end: how long streams can wait for their report. The operator stops and"
            " starts again while no stream changes.",
        ],
        quick=quick,
    )


def measure(count, seconds, warm_up):
    """Returns the results by name."""
    found = {}
    with kubernetes.cluster() as cluster, Pods() as pods:
        with operator.operator(cluster) as process:
            _, applied = operator.apply(cluster, count, {"replicas": PODS})
            operator.await_objects(cluster, process, count)
            found["seconds until all objects exist"] = time.monotonic() - applied
            create_pods(cluster, count)
            operator.await_condition(process, lambda: all(map(is_reported, resources(cluster))), "all resources to be ready", pause=1)
            operator.await_idle(cluster, process)
            found["MiB resident, pods without streams"] = process.resident_mib()
            pods.start_streams()
            time.sleep(warm_up)
            found |= moving(cluster, process, pods, seconds)
            pods.stop_streams()
            await_reports(cluster)
        before = status_writes(cluster.requests())
        with operator.operator(cluster) as process:
            operator.await_reconciles(process, count)
            await_reports(cluster)
            found["status writes after a restart"] = status_writes(cluster.requests()) - before
            found["MiB resident after a restart"] = process.resident_mib()
    return found


def moving(cluster, process, pods, seconds):
    """Returns the results of this time, in which streams come and go."""
    requests, probes, cpu, started = cluster.requests(), pods.answered, process.cpu_seconds(), time.monotonic()
    writes = [status_writes(requests)]
    while time.monotonic() - started < seconds:
        time.sleep(WINDOW)
        writes.append(status_writes(cluster.requests()))
    elapsed = time.monotonic() - started
    made = cluster.requests() - requests
    rates = [(after - before) / WINDOW for before, after in zip(writes, writes[1:])]
    ages = status_ages(cluster)
    return {
        "status writes a second": (writes[-1] - writes[0]) / elapsed,
        "most status writes a second": max(rates),
        "writes of deletion costs a second": made["PATCH", "pods"] / elapsed,
        "API requests a second": sum(made.values()) / elapsed,
        "probes a second": (pods.answered - probes) / elapsed,
        "cores in use": (process.cpu_seconds() - cpu) / elapsed,
        "seconds, median age of a status": statistics.median(ages),
        "seconds, highest age of a status": max(ages),
        "MiB resident, streams come and go": process.resident_mib(),
    }


def status_writes(requests):
    return sum(number for (verb, resource), number in requests.items() if resource == "transcriptionservices" and verb in ("APPLY", "PATCH", "PUT"))


def await_reports(cluster):
    """Waits until the operator has written no status for longer than it holds streams back. The deletion costs may take minutes more."""
    last = None
    while (now := status_writes(cluster.requests())) != last:
        last = now
        time.sleep(20)


def resources(cluster):
    return json.loads(cluster.request(operator.RESOURCES))["items"]


def is_reported(resource):
    status = resource.get("status", {})
    ready = any(each["type"] == "Ready" and each["status"] == "True" for each in status.get("conditions", []))
    return ready and status.get("streams") == 0 and status.get("capacity") == PODS * SLOTS


def status_ages(cluster):
    """Returns the seconds since each resource's status was written."""
    now, ages = time.time(), []
    for resource in resources(cluster):
        times = [each["time"] for each in resource["metadata"]["managedFields"] if each.get("subresource") == "status"]
        ages.append(now - max(seconds_of(each) for each in times))
    return ages


def seconds_of(text):
    return calendar.timegm(time.strptime(text, "%Y-%m-%dT%H:%M:%SZ"))


def create_pods(cluster, count):
    """Creates the pods of all resources, ready, and reports them in the status of each Deployment."""
    deployments = json.loads(cluster.request(f"/apis/apps/v1{operator.BASE}/deployments"))["items"]
    with futures.ThreadPoolExecutor(CLIENTS) as executor, contextlib.ExitStack() as connections:
        local = threading.local()

        def send(path, method, body, content="application/json"):
            if not hasattr(local, "connection"):
                local.connection = connections.enter_context(contextlib.closing(connect(cluster)))
            headers = {"Authorization": f"Bearer {cluster.token}", "Content-Type": content}
            local.connection.request(method, path, json.dumps(body), headers)
            response = local.connection.getresponse()
            text = response.read().decode()
            if response.status >= 300:
                raise SystemExit(f"{method} {path} answered {response.status}: {text}")

        def create(index, deployment):
            for number in range(PODS):
                name = f"{deployment['metadata']['name']}-{number}"
                template = deployment["spec"]["template"]
                send(f"/api/v1{operator.BASE}/pods", "POST", {"metadata": {**template["metadata"], "name": name}, "spec": template["spec"]})
                status = {"status": pod_status(template["spec"], address(index * PODS + number))}
                send(f"/api/v1{operator.BASE}/pods/{name}/status", "PATCH", status, "application/strategic-merge-patch+json")
            path = f"/apis/apps/v1{operator.BASE}/deployments/{deployment['metadata']['name']}/status"
            send(path, "PATCH", {"status": deployment_status(deployment)}, "application/merge-patch+json")

        list(executor.map(create, range(count), deployments))


def connect(cluster):
    return http.client.HTTPSConnection(urllib.parse.urlsplit(cluster.url).netloc, context=cluster.context, timeout=60)


def pod_status(spec, ip):
    now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())

    def container(each):
        running = {"running": {"startedAt": now}}
        return {"name": each["name"], "image": each["image"], "imageID": "", "ready": True, "started": True, "restartCount": 0, "state": running}

    conditions = [{"type": kind, "status": "True", "lastTransitionTime": now} for kind in ("Initialized", "Ready", "ContainersReady", "PodScheduled")]
    return {"phase": "Running", "podIP": ip, "startTime": now, "conditions": conditions, "containerStatuses": [*map(container, spec["containers"])]}


def deployment_status(deployment):
    numbers = {name: PODS for name in ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas")}
    return {"observedGeneration": deployment["metadata"]["generation"], **numbers}


def address(pod):
    """Returns the address of a pod, 127.1.0.1 to 127.1.250.250: all of them lead to this machine."""
    return f"127.1.{pod // 250}.{pod % 250 + 1}"


class Pods:
    """Answers the operator's probes for all pods, in a thread of its own."""

    def __init__(self):
        self.answered, self.started, self.stopped = 0, None, None

    def __enter__(self):
        self.loop, listening = asyncio.new_event_loop(), threading.Event()
        self.thread = threading.Thread(target=self.serve, args=[listening], daemon=True)
        self.thread.start()
        if not listening.wait(10):
            raise SystemExit(f"cannot listen on port {PORT}, where the operator asks pods for their load: end the program that uses it")
        return self

    def __exit__(self, *_):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    def serve(self, listening):
        asyncio.set_event_loop(self.loop)
        with contextlib.suppress(OSError):
            self.loop.run_until_complete(self.loop.create_server(lambda: Probes(self), "0.0.0.0", PORT, backlog=1024))
            listening.set()
            self.loop.run_forever()

    def start_streams(self):
        self.started = time.monotonic()

    def stop_streams(self):
        """Keeps the slots that are in use now in use."""
        self.stopped = time.monotonic()

    def streams(self, ip):
        """Returns the slots in use at this pod."""
        if self.started is None:
            return 0
        elapsed = (self.stopped or time.monotonic()) - self.started
        return sum(is_in_use(f"{ip}/{slot}", elapsed) for slot in range(SLOTS))


def is_in_use(slot, elapsed):
    """Each slot has its own rhythm, which begins with a free slot."""
    digest = int.from_bytes(hashlib.blake2b(slot.encode(), digest_size=4).digest(), "big")
    length = STREAM_SECONDS[0] + digest % (STREAM_SECONDS[1] - STREAM_SECONDS[0])
    return int((elapsed + digest // 100 % length) / length) % 2 == 1


class Probes(asyncio.Protocol):
    """One connection of the operator to a pod."""

    def __init__(self, pods):
        self.pods, self.received = pods, b""

    def connection_made(self, transport):
        self.transport, self.ip = transport, transport.get_extra_info("sockname")[0]

    def data_received(self, data):
        self.received += data
        while b"\r\n\r\n" in self.received:
            _, self.received = self.received.split(b"\r\n\r\n", 1)
            body = json.dumps({"slots": SLOTS, "streams": self.pods.streams(self.ip), "engine": "benchmark 1"}).encode()
            self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
            self.pods.answered += 1
