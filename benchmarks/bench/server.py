"""Starts audiostream's transcriber on the loopback interface and stops it."""

import contextlib
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def asset(script, *arguments):
    """Runs a script of dev/ and returns the path that it prints."""
    return subprocess.run([ROOT / "dev" / script, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


class Server:
    """A running transcriber: the addresses of gRPC (`endpoint`), of the HTTP API (`api`) and of the metrics (`http`), HOST:PORT."""

    def __init__(self, process, endpoint, api, http):
        self.process, self.endpoint, self.api, self.http = process, endpoint, api, http

    def resident_mib(self):
        """Returns the memory in RAM, in MiB."""
        return memory_mib(self.process.pid, "VmRSS")

    def cpu_seconds(self):
        """Returns the CPU time of all threads since the start."""
        return cpu_seconds(self.process.pid)


def cpu_seconds(pid):
    """Returns the CPU time of all threads of a process since its start."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def children(pid):
    """Returns the processes that a process has started: their numbers by the name of their program."""
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    found = [child for task in tasks for child in (task / "children").read_text().split()]
    return {pathlib.Path(f"/proc/{child}/comm").read_text().strip(): int(child) for child in found}


def memory_mib(pid, field):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(field + r":\s+(\d+)", status)[1]) / 1024


@contextlib.contextmanager
def transcriber(engine="ctranslate2", cores=None, slots=64, options=(), environment=None, model=None):
    """Starts the transcriber of this checkout; yields a Server when it is ready.

    `cores` are the processors to which it is bound, `options` more command-line options, `environment` more variables. `model` is
    the path of another model than the test model.
    """
    model = model or (asset("model", "ct2") if engine == "ctranslate2" else asset("model"))
    api, http = free_port(), free_port()
    command = [java(), "-XX:+UseG1GC", "-XX:MaxNewSize=32m", "-Xms64m", "-XX:G1PeriodicGCInterval=30000", "-jar"]
    command += [ROOT / "transcriber/target/audiostream-transcriber.jar", "serve", "--model-file", model, "--engine", engine]
    command += ["--host", "127.0.0.1", "--grpc-port", "0", "--http-host", "127.0.0.1", "--http-port", http]
    command += ["--api-port", api, "--slots", slots]
    if engine == "ctranslate2":
        command += ["--ct2-library", asset("native")]
    if cores:
        command = ["taskset", "--cpu-list", ",".join(map(str, cores)), *command]
    with running([*command, *options], environment) as (process, endpoint):
        yield Server(process, endpoint, f"127.0.0.1:{api}", f"127.0.0.1:{http}")


@contextlib.contextmanager
def running(command, environment=None):
    """Starts a program that prints READY HOST:PORT; yields its process and that address, and stops it afterwards."""
    with tempfile.TemporaryFile("w+") as log, tempfile.NamedTemporaryFile("r") as out, open(out.name, "w") as stdout:
        env = {**os.environ, **(environment or {})}
        process = subprocess.Popen([*map(str, command)], stdout=stdout, stderr=log, env=env)
        try:
            yield process, await_ready(process, out, log)
        finally:
            stop(process)


def stop(process, timeout=60):
    process.terminate()
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        process.kill()


def java():
    """Returns the path of the Java program."""
    return pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def await_port(process, port, timeout=120):
    """Waits until a process accepts connections on a port of 127.0.0.1. Returns False if it ends, or does not in time."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return True
        time.sleep(0.1)
    return False


def await_ready(process, out, log, timeout=600):
    """Waits for the line READY HOST:PORT on standard output and returns the address."""
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline and process.poll() is None:
        out.seek(0)
        if ready := re.search(r"^READY (\S+)\n", out.read(), re.M):
            return ready[1]
        time.sleep(0.1)
    log.seek(0)
    raise SystemExit(f"the transcriber did not become ready within {timeout} s; the end of its log:\n" + log.read()[-3000:])
