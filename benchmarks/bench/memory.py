"""Measures the resident memory of the transcriber at 16 streams, and while clients open, cancel and close streams."""

import random
import threading
import time

from . import client, load, report, server, speech


def run(quick, minutes=None):
    minutes = minutes or (0.2 if quick else 10)
    recording = speech.joined(["jfk"], 20)
    with server.transcriber(slots=16) as target:
        idle = target.resident_mib()
        load.run(target.endpoint, 4 if quick else 16, 10 if quick else 40, recording, recording.language)
        full = target.resident_mib()
        times, sizes, opened = churn(target, recording, minutes)
    third = len(sizes) // 3 or 1
    rows = [
        ["model loaded", idle],
        ["16 live streams", full],
        [f"{opened} streams in {minutes:g} minutes: mean of the first third", sum(sizes[:third]) / third],
        ["mean of the last third", sum(sizes[-third:]) / third],
        ["maximum", max(sizes)],
    ]
    report.write(
        "memory",
        "Resident memory of the transcriber, base model",
        ["When", "MiB"],
        rows,
        [
            "Churn: 16 clients repeatedly open a stream, send 0.5 to 5 s of speech at ten times its pace, and then finish the stream,"
            " cancel it, or half-close it without reading its responses."
        ],
        quick=quick,
    )
    report.plot("memory", "minutes", "MiB", {"resident": (times, sizes)}, quick=quick)


def churn(target, recording, minutes):
    """Opens and ends streams; returns times in minutes, the resident MiB at these times, and the number of streams."""
    end, opened = time.monotonic() + minutes * 60, [0]

    def client_loop(seed):
        random_source, channel = random.Random(seed), client.channel(target.endpoint)
        stub = client.rpc.AudioStreamServiceStub(channel)
        while time.monotonic() < end:
            opened[0] += 1
            length = int(random_source.uniform(0.5, 5) * speech.RATE)
            at = random_source.randrange(len(recording.samples) - length)
            part = speech.Recording("part", recording.samples[at : at + length], "-", "en")
            kind = random_source.choice(["end", "cancel", "unread"])
            stream = client.Stream(channel, part, pace=10)
            stream.started = time.monotonic()
            call = stub.StreamAudio(stream.chunks())
            try:
                if kind == "cancel":
                    time.sleep(random_source.uniform(0, 0.5))
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
    for thread in clients:
        thread.start()
    times, sizes = [], []
    while time.monotonic() < end:
        times.append(minutes - (end - time.monotonic()) / 60)
        sizes.append(target.resident_mib())
        time.sleep(min(5, minutes * 6))
    for thread in clients:
        thread.join()
    return times, sizes, opened[0]
