"""Streaming baselines, started as their projects document it, with the same weights, language and number of threads."""

import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import numpy as np
import websocket

from . import lag, pytorch, server, speech

CHUNK_SECONDS = 0.1
# The alignment heads of the base model, as OpenAI's and WhisperLiveKit's code have them.
ALIGNMENT_HEADS = "ABzY8KQ!870{>%RzyTQH3`Q^yNP!>##QT-<FaQ7m"


class BaselineStream:
    """A live stream over a WebSocket.

    `settled` holds (word, time) of the words that became final, `first` the time of the first text, `last` the words of the last
    response, `updates` the words of all responses, with case and punctuation. Times are in seconds since the first sample was spoken. Each subclass implements the protocol of one baseline.
    """

    def __init__(self, url, recording):
        self.url, self.recording, self.settled, self.first, self.error, self.last = url, recording, [], None, None, []
        self.updates = []
        self.thread = threading.Thread(target=self.run)
        self.finished = threading.Event()

    def start(self):
        self.thread.start()
        return self

    def join(self):
        self.thread.join()
        return self

    def run(self):
        try:
            self.socket = websocket.create_connection(self.url, timeout=60)
            self.handshake()
            reader = threading.Thread(target=self.read, daemon=True)
            self.started = time.monotonic()
            reader.start()
            size = int(speech.RATE * CHUNK_SECONDS)
            for i, at in enumerate(range(0, len(self.recording.samples), size)):
                wait = self.started + (i + 1) * CHUNK_SECONDS - time.monotonic()
                if wait > 0:
                    time.sleep(wait)
                self.send(self.recording.samples[at : at + size])
            self.end()
            self.finished.wait(60)
            self.ended = time.monotonic() - self.started
            self.socket.close()
        except Exception as e:  # an error of a baseline is a result, too
            self.error = f"{type(e).__name__}: {e}"

    def read(self):
        try:
            while message := self.socket.recv():
                at = time.monotonic() - self.started
                final, open_words, done = self.parse(json.loads(message))
                if final or open_words:
                    self.updates.append(final + open_words)
                final, open_words = bare_words(final), bare_words(open_words)
                if (final or open_words) and self.first is None:
                    self.first = at
                for word in final[len(self.settled) :]:
                    self.settled.append((word, at))
                if len(final) + len(open_words) >= len(self.last) or open_words:
                    self.last = final + open_words
                if done:
                    break
        except Exception as e:
            if not self.finished.is_set():
                self.error = self.error or (None if "closed" in str(e).lower() else f"{type(e).__name__}: {e}")
        self.finished.set()


class WhisperLiveKit(BaselineStream):
    """A stream to WhisperLiveKit: its `lines` are finals, its buffer is the interim."""

    def handshake(self):
        pass

    def send(self, samples):
        self.socket.send_binary((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())

    def end(self):
        self.socket.send_binary(b"")

    def parse(self, m):
        final = [word for line in m.get("lines", []) for word in (line.get("text") or "").split()]
        return final, (m.get("buffer_transcription") or "").split(), m.get("type") == "ready_to_stop"


class WhisperLive(BaselineStream):
    """A stream to WhisperLive: its `completed` segments are finals, its other segments are interims."""

    def handshake(self):
        self.done = []
        self.uid = f"bench-{id(self)}"
        options = {"uid": self.uid, "language": self.recording.language, "task": "transcribe", "model": "base", "use_vad": False}
        self.socket.send(json.dumps({**options, "send_last_n_segments": 10, "no_speech_thresh": 0.45, "clip_audio": False, "same_output_threshold": 10}))
        while json.loads(self.socket.recv()).get("message") != "SERVER_READY":
            pass

    def send(self, samples):
        self.socket.send_binary(samples.astype("<f4").tobytes())

    def end(self):
        self.socket.send_binary(b"END_OF_AUDIO")

    def parse(self, m):
        open_words = []
        for segment in m.get("segments", []):
            if segment.get("completed"):
                if not self.done or float(segment["start"]) >= self.done[-1][0] + 0.01:
                    self.done.append((float(segment["start"]), segment["text"].split()))
            else:
                open_words = segment["text"].split()
        return [word for _, words in self.done for word in words], open_words, m.get("message") == "DISCONNECT"


def bare_words(words):
    return [lag.bare(word) for word in words if lag.bare(word)]


@contextlib.contextmanager
def started(name, cores=None):
    """Starts a baseline's server on the same model; yields a function that makes a stream.

    `name` is whisperlivekit, with its default policy (AlignAtt) and voice activity detection, whisperlivekit-localagreement, or
    whisper-live.
    """
    port = server.free_port()
    model = server.asset("model", "ct2")
    threads = len(cores) if cores else os.cpu_count()
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "HF_HUB_OFFLINE": "1"}
    weights = tempfile.TemporaryDirectory()
    if name.startswith("whisperlivekit"):
        program = pathlib.Path(sys.executable).parent / "whisperlivekit-server"
        command = [program, "--host", "127.0.0.1", "--port", str(port), "--backend", "faster-whisper", "--lan", "en", "--pcm-input"]
        command += ["--warmup-file", str(speech.FOLDER / "jfk.wav")]
        if name == "whisperlivekit-localagreement":
            command += ["--backend-policy", "localagreement", "--model_dir", model, "--no-vac"]
        else:
            pytorch.checkpoint(f"{weights.name}/base.pt")
            command += ["--encoder-model-path", model, "--decoder-model-path", f"{weights.name}/base.pt"]
            command += ["--custom-alignment-heads", ALIGNMENT_HEADS]
        make = lambda recording: WhisperLiveKit(f"ws://127.0.0.1:{port}/asr", recording)
    else:
        code = (
            "from whisper_live.server import TranscriptionServer\n"
            f"TranscriptionServer().run('127.0.0.1', {port}, backend='faster_whisper', faster_whisper_custom_model_path={model!r},"
            " single_model=True, max_clients=64, max_connection_time=3600)"
        )
        command = [sys.executable, "-c", code]
        make = lambda recording: WhisperLive(f"ws://127.0.0.1:{port}", recording)
    if cores:
        command = ["taskset", "--cpu-list", ",".join(map(str, cores)), *command]
    with weights, tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(list(map(str, command)), stdout=log, stderr=subprocess.STDOUT, env=environment)
        try:
            server.await_port(process, port)
            if process.poll() is not None:
                log.seek(0)
                raise RuntimeError(f"{name} did not start: " + log.read()[-2000:])
            time.sleep(2)
            make.process = process
            yield make
            if os.environ.get("BENCH_DEBUG"):
                log.seek(0)
                print(log.read()[-3000:], file=sys.stderr)
        finally:
            server.stop(process, 20)
