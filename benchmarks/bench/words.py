"""Counts words lost and doubled: clips joined with pauses, speech without pauses, and synthesised speech in many scripts."""

import concurrent.futures
import itertools
import json
import unicodedata
import urllib.request

import grpc

from . import alignment, client, corpus, report, scripts, server, speech

# Live streams at once, and calls at once.
STREAMS, CALLS = 8, 2
# A clip counts if the model alone reads it with at most this word error rate, in percent.
READABLE = 60
# Chinese and Japanese counting: the model writes it as one run of digits or as characters, which an alignment cannot compare.
LEFT_OUT = {"zh_jishu", "ja_kazoeru"}


def run(quick):
    with server.transcriber(slots=2 * STREAMS) as target:
        channel = client.channel(target.endpoint)
        joined_clips(target, channel, quick)
        without_pauses(channel, quick)
        other_scripts(channel, quick)


# Clips joined with pauses


def joined_clips(target, channel, quick):
    clips = [clip for clip in (speech.clips() if quick else corpus.clips()) if clip.name not in LEFT_OUT]
    alone = dict(zip([clip.name for clip in clips], each("clips alone", clips, lambda clip: unary(target, channel, clip), CALLS)))
    read = [clip for clip in clips if speech.word_error_rate(clip_text(clip), spaced(alone[clip.name])) <= READABLE]
    print(f"{len(read)} of {len(clips)} clips are read with at most {READABLE} % errors", flush=True)
    gaps = [1] if quick else [0.3, 1, 2.5]
    pairs = [(a, b, gap) for gap in gaps for a, b in pairs_of(read)]
    systems = {"live stream": (live, STREAMS), "TranscribeAudio": (unary, CALLS), "UploadAudio": (upload, CALLS), "HTTP": (http, CALLS)}
    if not quick:
        systems["faster-whisper, int8, beam 1"] = (faster_whisper(), 1)
    rows = []
    for name, (system, workers) in systems.items():
        texts = each(name, pairs, lambda pair, system=system: system(target, channel, joined(*pair)), workers)
        for gap in gaps:
            chosen = [(pair, text) for pair, text in zip(pairs, texts) if pair[2] == gap]
            rows.append([name, f"{gap:g} s", len(chosen), *counts(chosen)])
    report.write(
        "words",
        "Two clips in one recording: words lost and doubled, base model",
        ["Way in", "Pause", "Pairs", "Clips lost", "Words spoken", "Words lost", "Words doubled", "WER %"],
        rows,
        [
            f"All ordered pairs of clips in one language, and of one clip each in two languages, joined with faint noise: {len(read)}"
            f" of {len(clips)} clips that the model alone reads with at most {READABLE} % word errors. A pair in one language is sent with"
            " its code, a pair in two languages with `auto`.",
            "A clip is lost if less than a quarter of its words is in the text. A word is lost if the alignment with the fewest errors has"
            f" no word in its place. A word is doubled if it is inserted within {alignment.REACH} words of a place where it was spoken and"
            " written.",
            f"Live streams are sent at the pace of speech, {STREAMS} at a time, with all options at their defaults. faster-whisper reads the"
            " same recordings within the benchmark's process, with its own defaults except beam 1.",
        ],
        ["faster-whisper"],
        quick,
    )


def pairs_of(clips):
    """Returns the ordered pairs of clips in one language, and of the longest clips of two languages."""
    longest = {}
    for clip in clips:
        if clip.language not in longest or clip.seconds > longest[clip.language].seconds:
            longest[clip.language] = clip
    return [
        (a, b)
        for a, b in itertools.permutations(clips, 2)
        if a.language == b.language or (longest[a.language] is a and longest[b.language] is b)
    ]


def joined(a, b, gap):
    return corpus.joined([a, b], gap, a.language if a.language == b.language else "auto")


def counts(chosen):
    """Returns the numbers of a row of the table."""
    lost_clips = spoken = lost = doubled = errors = 0
    for (a, b, _), text in chosen:
        clips, written = [alignment.units(a.text), alignment.units(b.text)], alignment.units(text)
        reference = clips[0] + clips[1]
        lost_clips += alignment.lost_clips(clips, written)
        spoken += len(reference)
        lost += alignment.lost_words(reference, written)
        doubled += alignment.doubled_words(reference, written)
        errors += speech.errors(reference, written)
    return [lost_clips, spoken, lost, doubled, 100 * errors / max(1, spoken)]


def clip_text(clip):
    return spaced(clip.text)


def spaced(text):
    """Returns a text whose words are those that the alignment compares."""
    return " ".join(alignment.units(text))


# Ways in


def live(target, channel, recording, max_segment=0):
    stream = client.Stream(channel, recording, language=recording.language, max_segment=max_segment).start().join()
    if stream.error:
        raise SystemExit(f"the live stream of '{recording.name}' failed: {stream.error}")
    return stream.text()


def unary(target, channel, recording):
    return client.transcribe(channel, recording, recording.language)[0]


def upload(target, channel, recording):
    pcm, metadata = recording.pcm(), client.pb.AudioMetadata(encoding=client.pb.AUDIO_ENCODING_PCM_S16LE, language=recording.language)
    chunks = [
        client.pb.AudioChunk(audio_data=pcm[at : at + 32_000], metadata=metadata if at == 0 else None) for at in range(0, len(pcm), 32_000)
    ]
    return client.rpc.AudioStreamServiceStub(channel).UploadAudio(iter(chunks), timeout=1800).text


def http(target, channel, recording):
    fields = f'--b\r\nContent-Disposition: form-data; name="language"\r\n\r\n{recording.language}\r\n'
    file = '--b\r\nContent-Disposition: form-data; name="file"; filename="speech.pcm"\r\n\r\n'
    request = urllib.request.Request(
        f"http://{target.api}/v1/audio/transcriptions",
        (fields + file).encode() + recording.pcm() + b"\r\n--b--\r\n",
        {"Content-Type": "multipart/form-data; boundary=b"},
    )
    with urllib.request.urlopen(request, timeout=1800) as response:
        return json.loads(response.read())["text"]


def faster_whisper():
    from faster_whisper import WhisperModel

    model = WhisperModel(server.asset("model", "ct2"), device="cpu", compute_type="int8")

    def transcribe(target, channel, recording):
        language = None if recording.language == "auto" else recording.language
        return " ".join(segment.text for segment in model.transcribe(recording.samples, language=language, beam_size=1)[0])

    return transcribe


def each(name, items, function, workers):
    """Applies a function to all items, some at a time, and prints the progress. Returns the results in order."""
    results = []
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        for result in pool.map(function, items):
            results.append(result)
            if len(results) % 50 == 0 or len(results) == len(items):
                print(f"{name}: {len(results)} of {len(items)}", flush=True)
    return results


# Speech without pauses


def without_pauses(channel, quick):
    recording = corpus.without_pauses(speech.joined(["jfk", "en_counting"], 20, gap=0.1)) if quick else corpus.unpaused(300)
    systems = {
        "whole (TranscribeAudio)": lambda: unary(None, channel, recording),
        "live": lambda: live(None, channel, recording),
        "live, max_segment 5 s": lambda: live(None, channel, recording, max_segment=5),
    }
    if not quick:
        transcribe = faster_whisper()
        systems["whole (faster-whisper, int8, beam 1)"] = lambda: transcribe(None, channel, recording)
    texts = each(f"{recording.seconds:.0f} s without pauses", list(systems.values()), lambda system: system(), len(systems))
    reference, rows, whole = alignment.units(recording.text), [], None
    for name, text in zip(systems, texts):
        written = alignment.units(text)
        rate = 100 * speech.errors(reference, written) / len(reference)
        whole = rate if whole is None else whole
        rows.append([name, rate, rate - whole, alignment.lost_words(reference, written), alignment.doubled_words(reference, written)])
    report.write(
        "words-unpaused",
        f"{recording.seconds:.0f} s of speech without pauses, {len(reference)} words, base model",
        ["System", "WER %", "− whole", "Words lost", "Words doubled"],
        rows,
        [
            "English clips in random order, with each pause shortened to 60 ms, so that no segment ends in a pause. The live streams are sent"
            " at the pace of speech, at the same time."
        ],
        ["faster-whisper"],
        quick,
    )


# Synthesised speech


def other_scripts(channel, quick):
    recordings = []
    for script, voice, language, text in scripts.TEXTS[7:9] if quick else scripts.TEXTS:
        recordings.append((script, corpus.synthesised(voice, language, text)))
    rows = each("scripts", recordings, lambda item: [*covered(channel, *item)], STREAMS)
    report.write(
        "words-scripts",
        "Synthesised speech in many scripts: how much of it the text covers, base model",
        ["Script", "Language", "Speech s", "Covered by finals %", "Covered by words %", "Letters written / spoken %", "in the script %"],
        rows,
        [
            "Short own texts, spoken by espeak-ng at 140 words a minute and sent live at the pace of speech, with the language given. The"
            " voices are not natural, so the table says how complete the texts are, not how accurate.",
            "Speech is every 10 ms that is louder than 15 % of the root mean square. It is covered by finals if it lies within the times of a"
            " final with text, and by words if it lies within 0.5 s of the times of a word. A model that does not know a language well writes it"
            " in another script.",
        ],
        quick=quick,
    )


def covered(channel, script, recording):
    """Returns the row of a recording."""
    stream = client.Stream(channel, recording, language=recording.language, words=True).start().join()
    if stream.error:
        return [script.title(), recording.language, recording.seconds, *["–"] * 3, error_text(stream.error)]
    finals = [event for event in stream.events if event.final and event.text]
    loud = [i / 100 for i, is_loud in enumerate(corpus.loud_frames(recording.samples)) if is_loud]
    by_finals = share(loud, [(event.start, event.end) for event in finals])
    by_words = share(loud, [(start - 0.5, end + 0.5) for event in finals for start, end in event.word_spans])
    letters = [c for c in stream.text() if c.isalpha()]
    names = ("CJK", "HIRAGANA", "KATAKANA") if script in ("CJK", "HIRAGANA") else (script,)
    in_script = sum(unicodedata.name(c, "").startswith(names) for c in letters)
    written = 100 * len(letters) / sum(map(str.isalpha, recording.text))
    return [script.title(), recording.language, len(loud) / 100, by_finals, by_words, written, 100 * in_script / max(1, len(letters))]


def share(times, spans):
    """Returns how many of the times lie within a span, in percent."""
    return 100 * sum(any(start <= at <= end for start, end in spans) for at in times) / max(1, len(times))


def error_text(error):
    return error.code().name if isinstance(error, grpc.RpcError) else str(error)
