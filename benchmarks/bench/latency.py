"""Measures the delay of the text behind the speech in one live stream, for audiostream and the streaming baselines.

All systems run the same weights on the same cores.
"""

import contextlib

from . import client, corpus, lag, report, server, speech


def run(quick):
    seconds = 20 if quick else 45
    recordings = {
        "speech without pauses": corpus.unpaused(seconds),
        "speech with short pauses": speech.joined(["jfk"], seconds),
        "speech with pauses": speech.joined(["jfk"], seconds, gap=3, seed=5),
    }
    rows, references = [], {}
    with server.transcriber() as target:
        channel = client.channel(target.endpoint)
        for name, spoken in recordings.items():
            references[name] = transcribe_with_words(channel, spoken)
            rows.append(measure_audiostream(channel, name, spoken, references[name]))
            print(rows[-1], flush=True)
    if not quick:
        for baseline in ("whisperlivekit", "whisperlivekit-localagreement", "whisper-live"):
            rows += measure_baseline(baseline, {name: (recordings[name], references[name]) for name in list(recordings)[:2]})
    report.write(
        "latency",
        "One live stream, base model, all cores",
        ["Server", "First text s", "Settled p50 s", "Settled p95 s", "Final after endpoint p50 s", "p95 s", "Retractions", "WER %"],
        rows,
        [
            "Each system transcribes " + ", ".join(f"{spoken.seconds:.0f} s of {name}" for name, spoken in recordings.items()) + ", in 100 ms"
            " chunks at the pace of speech. Without pauses, sentences of different speakers follow each other with at most 60 ms of silence."
            " Short pauses are of 0.3 to 0.9 s, pauses of 1.5 to 4.5 s, between repetitions of one sentence. “Settled” is the time"
            " from the end of a word to the response that declares the word final or settled. The end of a word comes from forced"
            " alignment in a decode of the whole recording.",
            "“First text” is the time from the start of a segment's speech to its first response with text (for audiostream the 95th"
            " percentile of all segments, for the baselines the first segment). The endpoint is the moment after 700 ms of silence:"
            " speech without pauses has none.",
            "The baselines run the same weights. whisperlivekit runs with its default policy, AlignAtt, with voice activity detection: a"
            " CTranslate2 encoder and a PyTorch decoder. whisperlivekit-localagreement runs with its other policy, on faster-whisper int8 and"
            " without voice activity detection. Their finals are “lines”. whisper-live runs with one shared faster-whisper int8 model and"
            " without voice activity detection, which would download a model. Its finals are “completed” segments.",
        ],
        ["faster-whisper", "whisperlivekit", "whisper-live"],
        quick,
    )


def transcribe_with_words(channel, recording):
    """Returns the response for the whole recording, with word times."""
    return client.transcribe(channel, recording, recording.language, words=True)[1]


def measure_audiostream(channel, name, recording, reference):
    stream = client.Stream(channel, recording, language=recording.language).start().join()
    if stream.error:
        return [f"audiostream, {name}", *["–"] * 6, str(stream.error)]
    timed = lag.timed_words(reference)
    lags = lag.lags(timed, lag.settled_at(stream.events))
    starts = [w.start_time.ToMilliseconds() / 1000 for w in reference.metadata.words]
    firsts = lag.first_text_delays(stream.events, starts)
    # A segment's audio ends 300 ms after its speech; the endpoint is 700 ms after it.
    finals = [e.at - (e.end + 0.4) for e in stream.events if e.final and e.reason == client.pb.END_REASON_SILENCE]
    return [
        f"audiostream, {name}",
        lag.percentile(firsts, 95),
        lag.percentile(lags, 50),
        lag.percentile(lags, 95),
        lag.percentile(finals, 50),
        lag.percentile(finals, 95),
        lag.retractions(stream.events),
        speech.word_error_rate(recording.text, stream.text()),
    ]


def measure_baseline(baseline, recordings):
    """Returns a row for each recording, given by name with its reference: all of them in one server, one after another."""
    from . import baselines

    with contextlib.ExitStack() as stack:
        try:
            make = stack.enter_context(baselines.started(baseline))
        except RuntimeError as e:
            print(e)
            return [[f"{baseline}, {name}", *["did not start"] * 7] for name in recordings]
        return [baseline_row(f"{baseline}, {name}", make, recording, reference) for name, (recording, reference) in recordings.items()]


def baseline_row(label, make, recording, reference):
    stream = make(recording).start().join()
    lags = lag.lags(lag.timed_words(reference), stream.settled)
    first = (stream.first or float("nan")) - reference.metadata.words[0].start_time.ToMilliseconds() / 1000
    hypothesis = " ".join(stream.last)
    row = [label, first, lag.percentile(lags, 50), lag.percentile(lags, 95), "–", "–", "–", speech.word_error_rate(recording.text, hypothesis)]
    print(row, flush=True)
    return row
