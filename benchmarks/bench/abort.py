"""Measures how soon an aborted call frees its slot and stops its decode: cancelled, disconnected, or past its deadline."""

import json
import random
import re
import time
import urllib.request

import grpc

from . import client, lag, report, server, speech


def run(quick):
    rounds = 2 if quick else 20
    recording = speech.joined(["jfk"], 120)
    rows = []
    for engine in ("ctranslate2", "whisper.cpp"):
        with server.transcriber(engine, slots=1) as target:
            for abort in (cancelled, disconnected, past_its_deadline):
                slots, decodes = zip(*(measure(target, recording, abort, seed) for seed in range(rounds)))
                row = [f"{engine}, {abort.__name__.replace('_', ' ')}", lag.percentile(slots, 50), max(slots)]
                rows.append([*row, lag.percentile(decodes, 50), max(decodes)])
    report.write(
        "abort",
        "Aborted calls, base model",
        ["Call", "Slot free p50 s", "max s", "Decode stopped p50 s", "max s"],
        rows,
        [
            f"Each line is {rounds} calls with a recording of 2 minutes, aborted at a random time within a second. A slot is free when"
            " `/statusz` reports no stream. A decode has stopped when `/metrics` counts it as cancelled. Both are polled every few ms.",
        ],
        quick=quick,
    )


def measure(target, recording, abort, seed):
    """Returns the seconds from the abort of a call until its slot is free, and until its decode has stopped."""
    random_source, channel = random.Random(seed), client.channel(target.endpoint)
    stub = client.rpc.AudioStreamServiceStub(channel)
    request = client.pb.AudioFile(audio_data=recording.pcm(), metadata=client.pb.AudioMetadata(language="en"))
    before = cancelled_decodes(target)
    aborted = abort(stub, channel, request, 0.2 + 0.8 * random_source.random(), target)
    free = seconds_until(lambda: streams(target) == 0, aborted, "a free slot")
    stop = seconds_until(lambda: cancelled_decodes(target) > before, aborted, "the end of a decode")
    channel.close()
    return free, stop


def cancelled(stub, channel, request, after, target):
    """Cancels a call. This function and the two below return the time of the abort."""
    call = stub.TranscribeAudio.future(request)
    await_slot(target)
    time.sleep(after)
    call.cancel()
    return time.monotonic()


def disconnected(stub, channel, request, after, target):
    call = stub.TranscribeAudio.future(request)  # gRPC cancels a call without a reference to it
    await_slot(target)
    time.sleep(after)
    channel.close()
    aborted = time.monotonic()
    del call
    return aborted


def past_its_deadline(stub, channel, request, after, target):
    try:
        stub.TranscribeAudio(request, timeout=after + 0.3)
    except grpc.RpcError as e:
        if e.code() != grpc.StatusCode.DEADLINE_EXCEEDED:
            raise
    return time.monotonic()


def await_slot(target):
    seconds_until(lambda: streams(target) == 1, time.monotonic(), "the start of a call")


def seconds_until(condition, since, what, timeout=60):
    while not condition():
        if time.monotonic() - since > timeout:
            raise SystemExit(f"waited {timeout} s for {what} in vain")
        time.sleep(0.002)
    return time.monotonic() - since


def streams(target):
    """Returns the number of streams and calls that hold a slot."""
    return json.loads(get(target, "/statusz"))["streams"]


def cancelled_decodes(target):
    """Returns the number of cancelled decodes since the server's start."""
    counts = re.findall(r'audiostream_decode_seconds_count\{cancelled="true".*?\} (\S+)', get(target, "/metrics"))
    return sum(map(float, counts))


def get(target, path):
    with urllib.request.urlopen(f"http://{target.http}{path}", timeout=60) as response:
        return response.read().decode()
