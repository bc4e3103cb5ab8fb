"""Runs a real API server with its etcd, without controllers and nodes, and counts its requests."""

import base64
import collections
import contextlib
import json
import pathlib
import re
import secrets
import ssl
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

from . import server

NAMESPACE = "benchmark"


class Cluster:
    """A running API server. `folder` holds its files; `kubeconfig` has all rights."""

    def __init__(self, folder, programs, url, token):
        self.folder, self.programs, self.url, self.token = folder, programs, url, token
        self.context = ssl.create_default_context()
        self.context.check_hostname, self.context.verify_mode = False, ssl.CERT_NONE
        self.kubeconfig = folder / "kubeconfig"
        user, cluster = {"name": "b", "user": {"token": token}}, {"name": "b", "cluster": {"server": url, "insecure-skip-tls-verify": True}}
        context = {"name": "b", "context": {"cluster": "b", "user": "b", "namespace": NAMESPACE}}
        lists = {"clusters": [cluster], "users": [user], "contexts": [context]}
        self.kubeconfig.write_text(json.dumps({"apiVersion": "v1", "kind": "Config", "current-context": "b", **lists}))

    def kubectl(self, *arguments, text=None):
        """Runs kubectl with this text on standard input; returns what it prints."""
        command = [self.programs / "kubectl", "--kubeconfig", self.kubeconfig, *arguments]
        return subprocess.run([*map(str, command)], check=True, stdout=subprocess.PIPE, input=text, text=True).stdout

    def request(self, path, method="GET", body=None, content="application/json"):
        """Sends a request; returns the text of the response."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": content}
        request = urllib.request.Request(self.url + path, method=method, headers=headers, data=body.encode() if body else None)
        with urllib.request.urlopen(request, context=self.context, timeout=60) as response:
            return response.read().decode()

    def count(self, path):
        """Returns the number of objects below a path; the answer has one of them, so that it costs little."""
        page = json.loads(self.request(f"{path}?limit=1"))
        return len(page["items"]) + page["metadata"].get("remainingItemCount", 0)

    def requests(self):
        """Returns the finished requests since the start by (verb, resource), watches excluded."""
        found = collections.Counter()
        for labels, value in re.findall(r"^apiserver_request_total\{(.*)\} (\S+)$", self.request("/metrics"), re.M):
            label = dict(re.findall(r'(\w+)="([^"]*)"', labels))
            if label["verb"] not in ("WATCH", "CONNECT"):
                found[label["verb"], label["resource"]] += int(float(value))
        return found


@contextlib.contextmanager
def cluster():
    """Starts etcd and the API server; yields a Cluster with the CRD and the namespace, and stops both afterwards."""
    programs = next(pathlib.Path(server.asset("kube"), "k8s").iterdir())
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as processes:
        folder = pathlib.Path(folder)
        etcd = f"http://127.0.0.1:{server.free_port()}"
        start(processes, folder / "etcd.log", programs / "etcd", "--data-dir", folder / "etcd", "--listen-client-urls", etcd,
              "--advertise-client-urls", etcd, "--listen-peer-urls", f"http://127.0.0.1:{server.free_port()}")  # fmt: skip
        subprocess.run(["openssl", "genrsa", "-out", folder / "sa.key", "2048"], check=True, stderr=subprocess.DEVNULL)
        token, port = base64.b16encode(secrets.token_bytes(8)).decode(), server.free_port()
        (folder / "tokens.csv").write_text(f'{token},admin,admin,"system:masters"\n')
        api = start(
            processes,
            folder / "api.log",
            *(programs / "kube-apiserver", "--etcd-servers", etcd, "--secure-port", port, "--bind-address", "127.0.0.1"),
            *("--cert-dir", folder / "certs", "--authorization-mode", "RBAC", "--token-auth-file", folder / "tokens.csv"),
            *("--service-account-issuer", "https://localhost", "--service-account-signing-key-file", folder / "sa.key"),
            *("--service-account-key-file", folder / "sa.key", "--disable-admission-plugins", "ServiceAccount"),
            *("--service-cluster-ip-range", "10.0.0.0/16"),
        )
        started = Cluster(folder, programs, f"https://127.0.0.1:{port}", token)
        await_ready(started, api)
        started.kubectl("apply", "--server-side", "-f", server.ROOT / "deploy/crd")
        started.kubectl(
            "wait",
            "--for=condition=Established",
            "crd/transcriptionservices.audiostream.io",
            "crd/transcriptionmodels.audiostream.io",
        )
        started.kubectl("create", "namespace", NAMESPACE)
        yield started


def start(processes, log, *command):
    """Starts a program until the end of `processes`. Without etcd the API server would not end on SIGTERM."""
    process = subprocess.Popen([*map(str, command)], stdout=log.open("w"), stderr=subprocess.STDOUT)
    processes.callback(process.wait)
    processes.callback(process.kill)
    return process


def await_ready(started, process, timeout=120):
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, urllib.error.URLError):
            started.request("/readyz")
            return
        time.sleep(0.2)
    raise SystemExit(f"the API server did not start: {(started.folder / 'api.log').read_text()[-500:]}")
