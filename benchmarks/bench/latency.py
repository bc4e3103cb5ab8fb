"""How far behind the speech one live stream is, beside streaming peers with the same weights on the same cores."""

import contextlib

from . import client, lag, report, server, speech


def run(quick):
    seconds = 20 if quick else 45
    recording = speech.joined(["jfk"], seconds)
    pauses = speech.joined(["jfk"], seconds, gap=3, seed=5)
    rows = []
    with server.transcriber() as one:
        channel = client.channel(one.endpoint)
        reference = words_of(channel, recording)
        for name, spoken in [("speech without pauses", recording), ("speech with pauses", pauses)]:
            rows.append(ours(channel, name, spoken, reference if spoken is recording else words_of(channel, pauses)))
    if not quick:
        for peer in ("whisperlivekit", "whisper-live"):
            rows.append(theirs(peer, recording, reference))
    report.write(
        "latency",
        "One live stream, base model, all cores",
        ["Server", "First text s", "Settled p50 s", "Settled p95 s", "Final after endpoint p50 s", "p95 s", "Taken back", "Word errors %"],
        rows,
        [
            f"{recording.seconds:.0f} s of speech in 100 ms chunks at its pace. A word's time is its end, by forced alignment in a decode of"
            " the whole recording; “settled” is from there to the response that says it won't change any more.",
            "“First text” is from the first sound of a segment's speech (the 95th percentile of all segments for audiostream, the"
            " first of the stream for the others). The endpoint is where 700 ms of silence have passed.",
            "The peers run faster-whisper int8 on the same model folder: WhisperLiveKit with its LocalAgreement policy (its finals are"
            " “lines”), WhisperLive with one shared model (its finals are “completed” segments); both without voice activity"
            " detection, whose models they would download.",
        ],
        ["faster-whisper", "whisperlivekit", "whisper-live"],
        quick,
    )


def words_of(channel, recording):
    return client.transcribe(channel, recording, recording.language, words=True)[1]


def ours(channel, name, recording, reference):
    stream = client.Stream(channel, recording, language=recording.language).start().join()
    if stream.error:
        return [f"audiostream, {name}", *["–"] * 6, str(stream.error)]
    timed = lag.timed_words(reference)
    lags = lag.lags(timed, lag.settled_at(stream.events))
    starts = [w.start_time.ToMilliseconds() / 1000 for w in reference.metadata.words]
    firsts = lag.first_interims(stream.events, starts)
    # A segment ends 300 ms after its speech; the endpoint is 700 ms after it.
    finals = [e.at - (e.end + 0.4) for e in stream.events if e.final and e.reason == client.pb.END_REASON_SILENCE]
    return [
        f"audiostream, {name}",
        lag.percentile(firsts, 95),
        lag.percentile(lags, 50),
        lag.percentile(lags, 95),
        lag.percentile(finals, 50),
        lag.percentile(finals, 95),
        lag.flickers(stream.events),
        speech.word_error_rate(recording.text, stream.text()),
    ]


def theirs(name, recording, reference):
    from . import peers

    with contextlib.ExitStack() as stack:
        try:
            make = stack.enter_context(peers.started(name))
        except RuntimeError as e:
            print(e)
            return [name, *["did not start"] * 7]
        stream = make(recording).start().join()
    lags = lag.lags(lag.timed_words(reference), stream.settled)
    first = (stream.first or float("nan")) - reference.metadata.words[0].start_time.ToMilliseconds() / 1000
    heard = " ".join(stream.last)
    return [name, first, lag.percentile(lags, 50), lag.percentile(lags, 95), "–", "–", "–", speech.word_error_rate(recording.text, heard)]
