"""Transcribes a WAV file (16 kHz, 16 bits) as a live stream, and prints each final once, with its start in ms.

If the file has several channels, each gets a transcript of its own.

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
CHUNK = RATE // 10  # samples of 100 ms
SAMPLE = 2  # bytes
RESUME_TIMEOUT = 120  # seconds in which calls fail without a final between them
CHANNEL_OPTIONS = [
    ("grpc.keepalive_time_ms", 10_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.keepalive_permit_without_calls", 1),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.max_reconnect_backoff_ms", 5_000),  # otherwise two minutes after a long outage
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

    def __init__(self, stub, audio, channels):
        self.stub = stub
        self.audio = audio
        self.next_chunk = 0  # first chunk that the next call sends
        self.committed = [0] * channels  # samples of each channel that are in finals or hold no speech

    def metadata(self):
        metadata = pb.AudioMetadata(
            encoding=pb.AUDIO_ENCODING_PCM_S16LE,
            sample_rate_hertz=RATE,
            channels=len(self.committed),
            language="en",
            interim_results=False,
        )
        if metadata.channels > 1:
            metadata.separate_channels = True
            for end in self.committed:  # a channel that is ahead of the others does not come again
                metadata.channel_skips.add().FromNanoseconds((end - min(self.committed)) * 1_000_000_000 // RATE)
        return metadata

    def requests(self, ended):
        number, skip = self.next_chunk, max(0, min(self.committed) - self.next_chunk * CHUNK)
        skip, metadata = skip * SAMPLE * len(self.committed), self.metadata()
        while (data := self.audio.get(number, ended)) is not None:
            yield pb.AudioChunk(audio_data=data[skip:], chunk_index=number, metadata=metadata)
            number, skip, metadata = number + 1, 0, None

    def finals(self):
        """Yields (start in ms, channel, text) of each final. The channel is 0 if there is only one."""
        deadline, delay = time.monotonic() + RESUME_TIMEOUT, 0.1
        while True:
            begin, ended = min(self.committed), threading.Event()
            call = self.stub.StreamAudio(self.requests(ended), timeout=3_600, wait_for_ready=True)
            try:
                for response in call:
                    progress = response.metadata
                    if response.is_final:
                        # Before the caller sees the final: no later call sends its audio again.
                        committed = progress.channel_committed or [progress.audio_committed]
                        self.committed = [begin + samples(channel) for channel in committed]
                        self.next_chunk = progress.resume_chunk_index
                        self.audio.drop_before(self.next_chunk)
                        deadline, delay = time.monotonic() + RESUME_TIMEOUT, 0.1
                        if response.text:
                            start = (begin + samples(progress.start_time)) * 1_000 // RATE
                            yield start, progress.channel, response.text
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


def record(file, audio):
    """Reads a file at the pace of a microphone."""
    begin = time.monotonic()
    while data := file.readframes(CHUNK):
        audio.add(data)
        time.sleep(max(0, begin + file.tell() / RATE - time.monotonic()))
    audio.finish()


def main():
    endpoint, path = sys.argv[1:]
    file = wave.open(path, "rb")
    if (file.getframerate(), file.getsampwidth()) != (RATE, SAMPLE):
        sys.exit(f"{path}: the file must have 16 kHz and 16 bits")
    audio = Audio()
    threading.Thread(target=record, args=(file, audio), daemon=True).start()
    with grpc.insecure_channel(endpoint, CHANNEL_OPTIONS) as connection:
        stream = Stream(pb_grpc.AudioStreamServiceStub(connection), audio, file.getnchannels())
        for start, channel, text in stream.finals():
            print(start, f"Channel {channel}: {text}" if channel else text, flush=True)


if __name__ == "__main__":
    main()
