"""Starts audiostream's transcriber, on loopback, and ends it."""

import contextlib
import os
import pathlib
import re
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]


def asset(script, *arguments):
    """What one of the project's scripts gets, and prints the path of."""
    return subprocess.run([ROOT / "dev" / script, *arguments], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()


class Server:
    def __init__(self, process, endpoint, http):
        self.process, self.endpoint, self.http = process, endpoint, http

    def resident_mib(self):
        """Memory in RAM, in MiB."""
        return memory_mib(self.process.pid, "VmRSS")

    def peak_mib(self):
        return memory_mib(self.process.pid, "VmHWM")

    def cpu_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mib(pid, what):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(what + r":\s+(\d+)", status)[1]) / 1024


@contextlib.contextmanager
def transcriber(engine="ctranslate2", cores=None, slots=64, options=(), environment=None):
    """The transcriber of this checkout, once it is ready. `cores`: a list of processors to bind it to; `environment`: variables on top."""
    model = asset("model", "ct2") if engine == "ctranslate2" else asset("model")
    command = [pathlib.Path(os.environ["JAVA_HOME"]) / "bin" / "java", "-XX:+UseG1GC", "-XX:MaxNewSize=32m", "-Xms64m", "-XX:G1PeriodicGCInterval=30000", "-jar"]
    command += [ROOT / "transcriber/target/audiostream-transcriber.jar", "serve", "--model-file", model, "--engine", engine]
    command += ["--host", "127.0.0.1", "--grpc-port", "0", "--http-host", "127.0.0.1", "--http-port", "0", "--slots", str(slots)]
    if engine == "ctranslate2":
        command += ["--ct2-library", asset("native")]
    if cores:
        command = ["taskset", "--cpu-list", ",".join(map(str, cores)), *command]
    with tempfile.TemporaryFile("w+") as log:
        env = {**os.environ, **(environment or {})}
        process = subprocess.Popen([*map(str, command), *options], stdout=log, stderr=subprocess.STDOUT, env=env)
        try:
            grpc, http = ports(process, log)
            yield Server(process, f"127.0.0.1:{grpc}", f"127.0.0.1:{http}")
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()


def ports(process, log, patience=120):
    """The ports for gRPC and for HTTP that the log names, once the model is loaded."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and process.poll() is None:
        log.seek(0)
        said = log.read()
        found = re.findall(r"(?:gRPC|HTTP) listens on \S+:(\d+)", said)
        if len(found) == 2 and re.search(r"\bready\b", said):
            return found
        time.sleep(0.1)
    log.seek(0)
    raise SystemExit("the transcriber did not start:\n" + log.read()[-3000:])
