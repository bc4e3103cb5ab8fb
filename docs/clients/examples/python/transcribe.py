"""Transcribes a WAV file (16 kHz, mono, 16 bits) as a live stream, and prints each final once, with its start in ms.

usage: transcribe.py HOST:PORT FILE
"""

import random
import sys
import threading
import time
import wave

import audio_service_pb2 as pb
import audio_service_pb2_grpc as pb_grpc
import grpc

RATE = 16_000
CHUNK = RATE // 10 * 2  # bytes of 100 ms
RESUME_TIMEOUT = 120  # seconds in which calls fail without a final between them
METADATA = pb.AudioMetadata(
    encoding=pb.AUDIO_ENCODING_PCM_S16LE, sample_rate_hertz=RATE, channels=1, language="en", interim_results=False
)
CHANNEL_OPTIONS = [
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
]


class Audio:
    """Chunks of the stream that are not committed yet. Thread-safe."""

    def __init__(self):
        self.chunks = {}  # by number
        self.end = 0  # number after the newest chunk
        self.finished = False
        self.changed = threading.Condition()

    def add(self, data):
        with self.changed:
            self.chunks[self.end] = data
            self.end += 1
            self.changed.notify_all()

    def finish(self):
        with self.changed:
            self.finished = True
            self.changed.notify_all()

    def drop_before(self, number):
        with self.changed:
            for old in [n for n in self.chunks if n < number]:
                del self.chunks[old]

    def get(self, number, ended):
        """Waits for a chunk. Returns None after the last one, or when the call has ended."""
        with self.changed:
            while number not in self.chunks and not self.finished and not ended.is_set():
                self.changed.wait()
            return None if ended.is_set() else self.chunks.get(number)

    def wake(self):
        with self.changed:
            self.changed.notify_all()


class Stream:
    """A stream that goes on in a new call when one breaks."""

    def __init__(self, stub, audio):
        self.stub = stub
        self.audio = audio
        self.next_chunk = 0  # first chunk that the next call sends
        self.committed = 0  # samples of the whole stream that are in finals or hold no speech

    def requests(self, ended):
        number, skip = self.next_chunk, self.committed * 2 - self.next_chunk * CHUNK
        metadata = METADATA
        while (data := self.audio.get(number, ended)) is not None:
            yield pb.AudioChunk(audio_data=data[max(0, skip) :], chunk_index=number, metadata=metadata)
            number, skip, metadata = number + 1, 0, None

    def finals(self):
        """Yields (start in ms, text) of each final."""
        deadline, delay = time.monotonic() + RESUME_TIMEOUT, 0.1
        while True:
            begin, ended = self.committed, threading.Event()
            call = self.stub.StreamAudio(self.requests(ended), timeout=3_600, wait_for_ready=True)
            try:
                for response in call:
                    progress = response.metadata
                    if response.is_final:
                        # Before the caller sees the final: no later call sends its audio again.
                        self.committed = begin + samples(progress.audio_committed)
                        self.next_chunk = progress.resume_chunk_index
                        self.audio.drop_before(self.next_chunk)
                        deadline, delay = time.monotonic() + RESUME_TIMEOUT, 0.1
                        if response.text:
                            yield (begin + samples(progress.start_time)) * 1_000 // RATE, response.text
                return
            except grpc.RpcError as error:
                if not is_broken(error) or time.monotonic() > deadline:
                    raise
                print(f"resuming from chunk {self.next_chunk}: {error.details()}", file=sys.stderr, flush=True)
                time.sleep(delay * random.uniform(0.5, 1))
                delay = min(delay * 2, 5)
            finally:
                ended.set()
                self.audio.wake()


def is_broken(error):
    """Returns whether a call broke, so that another one can go on. A status without `request-id` is not the service's."""
    by_proxy = error.code() in (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN) and "request-id" not in dict(
        error.trailing_metadata() or ()
    )
    return error.code() == grpc.StatusCode.UNAVAILABLE or by_proxy


def samples(duration):
    return duration.seconds * RATE + duration.nanos * RATE // 1_000_000_000


def record(path, audio):
    """Reads a file at the pace of a microphone."""
    with wave.open(path, "rb") as file:
        if (file.getframerate(), file.getnchannels(), file.getsampwidth()) != (RATE, 1, 2):
            sys.exit(f"{path}: the file must have 16 kHz, one channel and 16 bits")
        begin = time.monotonic()
        while data := file.readframes(CHUNK // 2):
            audio.add(data)
            time.sleep(max(0, begin + file.tell() / RATE - time.monotonic()))
    audio.finish()


def main():
    endpoint, path = sys.argv[1:]
    audio = Audio()
    threading.Thread(target=record, args=(path, audio), daemon=True).start()
    with grpc.insecure_channel(endpoint, CHANNEL_OPTIONS) as channel:
        for start, text in Stream(pb_grpc.AudioStreamServiceStub(channel), audio).finals():
            print(start, text, flush=True)


if __name__ == "__main__":
    main()
