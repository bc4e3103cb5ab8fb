"""Word errors of live streams beside the same engine's on the whole recording, and whether words are made of no words."""

from . import client, report, server, speech


def run(quick):
    engines = ["ctranslate2"] if quick else ["ctranslate2", "whisper.cpp"]
    speeches = speech.clips() if quick else [*speech.clips(), speech.joined(["jfk"], 60), speech.joined(["jfk", "jfk"], 45, gap=2, seed=9)]
    nothing = [("silence", 0 * speech.noise(20)), ("noise, -50 dBFS", speech.noise(20)), ("noise, -25 dBFS", speech.noise(20, -25)), ("music", speech.music(20))]
    rows, noises = [], []
    for engine in engines:
        with server.transcriber(engine) as one:
            channel = client.channel(one.endpoint)
            for recording in speeches:
                offline = speech.word_error_rate(recording.text, client.transcribe(channel, recording, recording.language)[0])
                stream = client.Stream(channel, recording, language=recording.language).start().join()
                live = speech.word_error_rate(recording.text, stream.text())
                rows.append([recording.name, engine, offline, live, live - offline, str(stream.error or "")])
            for name, samples in nothing[: 2 if quick else None]:
                recording = speech.Recording(name, samples, "-", "en")
                stream = client.Stream(channel, recording, pace=1 if not quick else 20).start().join()
                noises.append([name, engine, len(speech.words(stream.text())), sum(bool(e.text) for e in stream.events)])
    report.write(
        "accuracy",
        "Word error rate: live stream and whole recording",
        ["Recording", "Engine", "Whole %", "Live %", "Live − whole", "Failed"],
        rows,
        ["Live: 100 ms chunks at the pace of speech, language given, all else by default; whole: `TranscribeAudio`."],
        quick=quick,
    )
    report.write(
        "no-words",
        "Words made of no words",
        ["20 s of", "Engine", "Words in finals", "Responses with text"],
        noises,
        ["Language to be detected, at the pace of speech."],
        quick=quick,
    )
    if any(row[5] for row in rows):
        raise SystemExit("a stream failed")
