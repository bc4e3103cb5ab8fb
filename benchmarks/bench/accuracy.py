"""Measures the word error rate of live streams and of whole recordings with the same engine, and hallucinated words."""

from . import client, report, server, speech


def run(quick):
    engines = ["ctranslate2"] if quick else ["ctranslate2", "whisper.cpp"]
    speeches = speech.clips() if quick else [*speech.clips(), speech.joined(["jfk"], 60), speech.joined(["jfk", "jfk"], 45, gap=2, seed=9)]
    sounds = [("silence", 0 * speech.noise(20)), ("noise, -50 dBFS", speech.noise(20)), ("noise, -25 dBFS", speech.noise(20, -25)), ("music", speech.music(20))]
    rows, hallucinations = [], []
    for engine in engines:
        with server.transcriber(engine) as target:
            channel = client.channel(target.endpoint)
            for recording in speeches:
                offline = speech.word_error_rate(recording.text, client.transcribe(channel, recording, recording.language)[0])
                stream = client.Stream(channel, recording, language=recording.language).start().join()
                live = speech.word_error_rate(recording.text, stream.text())
                rows.append([recording.name, engine, offline, live, live - offline, str(stream.error or "")])
            for name, samples in sounds[: 2 if quick else None]:
                recording = speech.Recording(name, samples, "-", "en")
                stream = client.Stream(channel, recording, pace=1 if not quick else 20).start().join()
                hallucinations.append([name, engine, len(speech.words(stream.text())), sum(bool(e.text) for e in stream.events)])
    report.write(
        "accuracy",
        "Word error rate: live stream and whole recording",
        ["Recording", "Engine", "Whole %", "Live %", "Live − whole", "Failed"],
        rows,
        [
            "Live: `StreamAudio` with 100 ms chunks at the pace of speech, the language given, all other options at their defaults."
            " Whole: `TranscribeAudio`."
        ],
        quick=quick,
    )
    report.write(
        "hallucination",
        "Hallucinated words: audio without speech",
        ["20 s of", "Engine", "Words in finals", "Responses with text"],
        hallucinations,
        ["Sent at the pace of speech; the transcriber detects the language."],
        quick=quick,
    )
    if failed := [row[5] for row in rows if row[5]]:
        raise SystemExit(f"{len(failed)} of {len(rows)} streams failed; the first: {failed[0]}")
