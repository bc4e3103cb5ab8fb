"""How soon a call that is cancelled, disconnected or past its deadline has freed its slot, and its decode has stopped."""

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
        with server.transcriber(engine, slots=1) as one:
            for how in (cancelled, disconnected, past_its_deadline):
                slots, decodes = zip(*(once(one, recording, how, seed) for seed in range(rounds)))
                row = [f"{engine}, {how.__name__.replace('_', ' ')}", lag.percentile(slots, 50), max(slots)]
                rows.append([*row, lag.percentile(decodes, 50), max(decodes)])
    report.write(
        "abort",
        "Calls that nobody waits for any more, base model",
        ["Call", "Slot free p50 s", "most s", "Decode stopped p50 s", "most s"],
        rows,
        [
            f"{rounds} calls each with a recording of 2 minutes, given up at a random time within a second. A slot is free when"
            " `/statusz` says so, a decode has stopped when `/metrics` counts it as cancelled; both are asked every few ms.",
        ],
        quick=quick,
    )


def once(one, recording, how, seed):
    """Seconds from the moment at which a call is given up until its slot is free, and until its decode has stopped."""
    dice, channel = random.Random(seed), client.channel(one.endpoint)
    stub = client.rpc.AudioStreamServiceStub(channel)
    request = client.pb.AudioFile(audio_data=recording.pcm(), metadata=client.pb.AudioMetadata(language="en"))
    before = stopped(one)
    given_up = how(stub, channel, request, 0.2 + 0.8 * dice.random(), one)
    free = seconds_until(lambda: streams(one) == 0, given_up)
    stop = seconds_until(lambda: stopped(one) > before, given_up)
    channel.close()
    return free, stop


def cancelled(stub, channel, request, after, one):
    call = stub.TranscribeAudio.future(request)
    await_slot(one)
    time.sleep(after)
    call.cancel()
    return time.monotonic()


def disconnected(stub, channel, request, after, one):
    call = stub.TranscribeAudio.future(request)  # held: a call that nobody holds is cancelled
    await_slot(one)
    time.sleep(after)
    channel.close()
    given_up = time.monotonic()
    del call
    return given_up


def past_its_deadline(stub, channel, request, after, one):
    try:
        stub.TranscribeAudio(request, timeout=after + 0.3)
    except grpc.RpcError as e:
        if e.code() != grpc.StatusCode.DEADLINE_EXCEEDED:
            raise
    return time.monotonic()


def await_slot(one):
    seconds_until(lambda: streams(one) == 1, time.monotonic())


def seconds_until(condition, since, patience=30):
    while not condition():
        if time.monotonic() - since > patience:
            raise SystemExit("what is waited for does not come")
        time.sleep(0.002)
    return time.monotonic() - since


def streams(one):
    return json.loads(asked(one, "/statusz"))["streams"]


def stopped(one):
    """Decodes that were cancelled so far."""
    counts = re.findall(r'audiostream_decode_seconds_count\{cancelled="true".*?\} (\S+)', asked(one, "/metrics"))
    return sum(map(float, counts))


def asked(one, path):
    with urllib.request.urlopen(f"http://{one.http}{path}", timeout=10) as answer:
        return answer.read().decode()
