"""A client for live streams over gRPC: sends at the pace of speech and records when responses arrive."""

import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import grpc

PROTO = pathlib.Path(__file__).resolve().parents[2] / "proto/src/main/protobuf/audio_service.proto"
CHUNK_SECONDS = 0.1


def generated():
    """Generates the classes of the .proto and returns the modules of messages and services."""
    folder = tempfile.mkdtemp()
    subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"-I{PROTO.parent}", f"--python_out={folder}", f"--grpc_python_out={folder}", PROTO],
        check=True,
    )
    sys.path.insert(0, folder)
    import audio_service_pb2
    import audio_service_pb2_grpc

    return audio_service_pb2, audio_service_pb2_grpc


pb, rpc = generated()


class Event:
    """A response and its arrival time `at`, in seconds since the first sample of the stream was spoken."""

    def __init__(self, at, response):
        self.at, self.text, self.final = at, response.text, response.is_final
        m = response.metadata
        self.segment, self.settled = m.segment_index, response.text if response.is_final else response.text[: m.settled_length]
        self.start, self.end = m.start_time.ToMilliseconds() / 1000, m.end_time.ToMilliseconds() / 1000
        self.reason = m.end_reason
        self.words = [(w.text, w.end_time.ToMilliseconds() / 1000) for w in m.words]
        self.word_spans = [(w.start_time.ToMilliseconds() / 1000, w.end_time.ToMilliseconds() / 1000) for w in m.words]


class Stream:
    """Streams a recording in a thread of its own. `events` and `error` are complete after `join`.

    `pace` is a multiple of the pace of speech; 0 sends without pauses. `max_segment` is in seconds; 0 is the server's default.
    `chunk_seconds` is the length of a chunk. `late` is the maximum delay of a chunk, in seconds.
    """

    def __init__(self, channel, recording, pace=1.0, language="", words=False, loops=1, max_segment=0, chunk_seconds=CHUNK_SECONDS):
        self.stub, self.pace, self.loops, self.chunk_seconds = rpc.AudioStreamServiceStub(channel), pace, loops, chunk_seconds
        self.pcm, self.events, self.error, self.late = recording.pcm(), [], None, 0.0
        self.metadata = pb.AudioMetadata(
            encoding=pb.AUDIO_ENCODING_PCM_S16LE, sample_rate_hertz=16000, channels=1, language=language, word_timestamps=words
        )
        if max_segment:
            self.metadata.endpointing.max_segment.FromSeconds(max_segment)
        self.thread = threading.Thread(target=self.run)

    def start(self):
        self.thread.start()
        return self

    def join(self):
        self.thread.join()
        return self

    def run(self):
        self.started = time.monotonic()
        try:
            for response in self.stub.StreamAudio(self.chunks()):
                self.events.append(Event(time.monotonic() - self.started, response))
        except grpc.RpcError as e:
            self.error = e
        self.ended = time.monotonic() - self.started

    def chunks(self):
        size = int(16_000 * self.chunk_seconds) * 2
        sent = 0
        for _ in range(self.loops):
            for at in range(0, len(self.pcm), size):
                if self.pace:
                    # A live client can send a chunk when its last sample has been spoken.
                    due = self.started + (sent + 1) * self.chunk_seconds / self.pace
                    wait = due - time.monotonic()
                    if wait > 0:
                        time.sleep(wait)
                    else:
                        self.late = max(self.late, -wait)
                yield pb.AudioChunk(audio_data=self.pcm[at : at + size], chunk_index=sent, metadata=self.metadata if sent == 0 else None)
                sent += 1

    def text(self):
        """Returns the finals as one text."""
        return " ".join(event.text for event in self.events if event.final and event.text)


def transcribe(channel, recording, language="", words=False):
    """Transcribes a whole recording with one call; returns its text and the response."""
    metadata = pb.AudioMetadata(
        encoding=pb.AUDIO_ENCODING_PCM_S16LE, sample_rate_hertz=16000, channels=1, language=language, word_timestamps=words
    )
    response = rpc.AudioStreamServiceStub(channel).TranscribeAudio(pb.AudioFile(audio_data=recording.pcm(), metadata=metadata), timeout=1800)
    return response.text, response


def channel(endpoint):
    return grpc.insecure_channel(endpoint, options=[("grpc.max_send_message_length", 64 << 20), ("grpc.max_receive_message_length", 64 << 20)])
