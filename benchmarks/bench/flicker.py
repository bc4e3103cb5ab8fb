"""Measures how often text that a live stream has shown changes again, for audiostream and the streaming baselines."""

import contextlib

from . import client, corpus, lag, report, server, speech

# Names of the baselines, as `baselines.started` has them.
BASELINES = ["whisperlivekit", "whisperlivekit-localagreement", "whisper-live"]


def run(quick):
    recordings = [speech.clip("jfk")] if quick else [paused(), corpus.unpaused(60)]
    labels = ["speech with pauses", "speech without pauses"]
    rows = []
    with server.transcriber() as target:
        channel = client.channel(target.endpoint)
        for label, recording in zip(labels, recordings):
            rows.append([f"audiostream, {label}", *of_audiostream(channel, recording)])
            print(rows[-1], flush=True)
    for name in [] if quick else BASELINES:
        for label, recording in zip(labels, recordings):
            rows.append([f"{name}, {label}", *of_baseline(name, recording)])
            print(rows[-1], flush=True)
    report.write(
        "flicker",
        "Flicker of interim text in one live stream, base model, all cores",
        ["Server", "Unstable words (UPWR)", "Normalised erasure", "with case and punctuation", "Updates /s", "WER %"],
        rows,
        [
            "Each system transcribes " + " and ".join(f"{recording.seconds:.0f} s" for recording in recordings) + " of English speech in 100 ms"
            " chunks at the pace of speech. Its text at a time is all that it shows: what is final, and the interim after it.",
            "UPWR, the unstable partial word ratio (Shangguan et al. 2020): words that the next update shows differently in their place, or no"
            " more, per word of the last text. Normalised erasure (Arivazhagan et al. 2020): words that an update has to erase, from the first"
            " difference on, per word of the last text. Both are 0 if text is only ever added. They compare words without case and"
            " punctuation, except in the fourth column.",
            "whisperlivekit runs with its default policy, AlignAtt, with voice activity detection: a CTranslate2 encoder and a PyTorch decoder"
            " with the same weights. whisperlivekit-localagreement runs with its other policy, on faster-whisper int8 and without voice"
            " activity detection, whisper-live with one shared faster-whisper model. A policy that shows only text that it will not change"
            " has no flicker, but shows its text later: see `latency`.",
        ],
        ["faster-whisper", "whisperlivekit", "whisper-live", "torch"],
        quick,
    )


def paused():
    english = [clip for clip in corpus.clips() if clip.language == "en" and len(speech.words(clip.text)) > 5]
    return corpus.joined(english, 1)


def of_audiostream(channel, recording):
    stream = client.Stream(channel, recording, language=recording.language).start().join()
    if stream.error:
        return ["–"] * 4 + [str(stream.error)]
    finals, updates = [], []
    for event in stream.events:
        updates.append(" ".join([*finals, event.text]).split())
        if event.final and event.text:
            finals.append(event.text)
    return [*metrics(updates, recording), speech.word_error_rate(recording.text, stream.text())]


def of_baseline(name, recording):
    from . import baselines

    with contextlib.ExitStack() as stack:
        try:
            make = stack.enter_context(baselines.started(name))
        except RuntimeError as e:
            print(e)
            return ["did not start"] * 5
        stream = make(recording).start().join()
    if stream.error:
        return ["–"] * 4 + [stream.error]
    return [*metrics(stream.updates, recording), speech.word_error_rate(recording.text, " ".join(stream.last))]


def metrics(updates, recording):
    """Returns the numbers of a row for the texts of a stream, each a list of words, in order."""
    plain = [[lag.bare(word) for word in update if lag.bare(word)] for update in updates]
    length = max(1, len(plain[-1])) if plain else 1
    changes = sum(a != b for a, b in zip(plain, plain[1:]))
    return [
        sum(map(unstable, plain, plain[1:])) / length,
        sum(map(erased, plain, plain[1:])) / length,
        sum(map(erased, updates, updates[1:])) / max(1, len(updates[-1])) if updates else 0.0,
        changes / recording.seconds,
    ]


def unstable(before, after):
    """Counts the words that the next text has differently in their place, or no more."""
    return sum(i >= len(after) or word != after[i] for i, word in enumerate(before))


def erased(before, after):
    """Counts the words from the first difference on."""
    common = next((i for i, (a, b) in enumerate(zip(before, after)) if a != b), min(len(before), len(after)))
    return len(before) - common
