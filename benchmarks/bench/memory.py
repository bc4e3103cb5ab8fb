"""Memory at 16 streams, and over streams that are opened, cancelled and closed."""

import os
import random
import threading
import time

from . import client, load, report, server, speech


def run(quick, minutes=None):
    minutes = minutes or (0.2 if quick else 10)
    recording = speech.joined(["jfk"], 20)
    with server.transcriber(slots=16) as one:
        idle = one.resident_mib()
        load.run(one.endpoint, 4 if quick else 16, 10 if quick else 40, recording, recording.language)
        full = one.resident_mib()
        times, sizes, opened = churn(one, recording, minutes)
    third = len(sizes) // 3 or 1
    rows = [
        ["model loaded", idle],
        ["16 live streams", full],
        [f"{opened} streams in {minutes:g} minutes: mean of the first third", sum(sizes[:third]) / third],
        ["mean of the last third", sum(sizes[-third:]) / third],
        ["most", max(sizes)],
    ]
    report.write(
        "memory",
        "Resident memory of the transcriber, base model",
        ["When", "MiB"],
        rows,
        ["The churn: 16 clients that each open a stream, speak for 0.5 to 5 s at ten times the pace of speech, and end it or cancel it or half-close it unread, over and over."],
        quick=quick,
    )
    report.picture("memory", "minutes", "MiB", {"resident": (times, sizes)}, quick=quick)


def churn(one, recording, minutes):
    end, opened = time.monotonic() + minutes * 60, [0]

    def client_loop(seed):
        dice, channel = random.Random(seed), client.channel(one.endpoint)
        stub = client.rpc.AudioStreamServiceStub(channel)
        while time.monotonic() < end:
            opened[0] += 1
            length = int(dice.uniform(0.5, 5) * speech.RATE)
            at = dice.randrange(len(recording.samples) - length)
            part = speech.Recording("part", recording.samples[at : at + length], "-", "en")
            kind = dice.choice(["end", "cancel", "unread"])
            stream = client.Stream(channel, part, pace=10)
            stream.begun = time.monotonic()
            call = stub.StreamAudio(stream.chunks())
            try:
                if kind == "cancel":
                    time.sleep(dice.uniform(0, 0.5))
                elif kind == "end":
                    for _ in call:
                        pass
                else:
                    time.sleep(length / speech.RATE / 10)
            except client.grpc.RpcError:
                time.sleep(0.2)
            call.cancel()
        channel.close()

    clients = [threading.Thread(target=client_loop, args=(seed,)) for seed in range(16)]
    for each in clients:
        each.start()
    times, sizes = [], []
    while time.monotonic() < end:
        times.append(minutes - (end - time.monotonic()) / 60)
        sizes.append(one.resident_mib())
        time.sleep(min(5, minutes * 6))
    for each in clients:
        each.join()
    return times, sizes, opened[0]
