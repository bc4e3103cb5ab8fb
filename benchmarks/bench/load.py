"""Sends real speech at its pace over several streams to any endpoint, and measures the delay of the text."""

import argparse
import pathlib
import time

from . import client, lag, speech


def run(endpoint, streams, seconds, recording, language="", stagger=True, reference=None, chunk_seconds=client.CHUNK_SECONDS):
    """Runs the streams and returns their metrics, by name.

    Each stream sends about `seconds` of speech. With `stagger` the starts are spread over the recording. `reference` holds the words of
    the recording with their times; without it, the endpoint transcribes the recording first.
    """
    channels = [client.channel(endpoint) for _ in range(min(streams, 8))]
    if reference is None:
        _, response = client.transcribe(channels[0], recording, recording.language, words=True)
        reference = lag.timed_words(response)
    loops = max(1, round(seconds / recording.seconds))
    all_streams = [client.Stream(channels[i % len(channels)], recording, language=language, chunk_seconds=chunk_seconds) for i in range(streams)]
    for i, stream in enumerate(all_streams):
        stream.loops = loops
        stream.start()
        if stagger and i + 1 < streams:
            time.sleep(min(0.37, recording.seconds / streams))
    for stream in all_streams:
        stream.join()
    for channel in channels:
        channel.close()
    return metrics(all_streams, recording, reference, loops)


def metrics(streams, recording, reference, loops):
    """Returns what the report of a run states, with units in the names."""
    spoken = [(word, at + i * recording.seconds) for i in range(loops) for word, at in reference]
    text = " ".join([recording.text] * loops)
    lags, finals, interims, retractions, errors, wers, late = [], [], 0, 0, [], [], 0.0
    for stream in streams:
        if stream.error:
            errors.append(f"{stream.error.code().name}: {stream.error.details()}")
            continue
        lags += lag.lags(spoken, lag.settled_at(stream.events))
        # end_time is the end of the segment's audio, in which 300 ms of silence follow the speech.
        finals += [event.at - event.end for event in stream.events if event.final and event.reason == client.pb.END_REASON_SILENCE]
        interims += sum(not event.final for event in stream.events)
        retractions += lag.retractions(stream.events)
        wers.append(speech.word_error_rate(text, stream.text()))
        late = max(late, stream.late)
    total = recording.seconds * loops
    return {
        "streams": len(streams),
        "seconds": total,
        "failed": errors,
        "settled lag p50 s": lag.percentile(lags, 50),
        "settled lag p95 s": lag.percentile(lags, 95),
        "final after segment's end p50 s": lag.percentile(finals, 50),
        "final after segment's end p95 s": lag.percentile(finals, 95),
        "end after the last sample s": max([s.ended - total for s in streams if not s.error], default=float("nan")),
        "interims per stream and second": interims / max(1, len(wers)) / total,
        "word error rate %": sum(wers) / len(wers) if wers else float("nan"),
        "retractions of settled text": retractions,
        "max delay of a chunk s": late,
    }


def main():
    parser = argparse.ArgumentParser(prog="benchmarks/load", description=__doc__)
    parser.add_argument("--endpoint", required=True, metavar="HOST:PORT", help="a gRPC endpoint without TLS")
    parser.add_argument("--streams", type=int, default=1, metavar="N", help="streams at once, 1 to 1000 (default 1)")
    parser.add_argument("--seconds", type=float, default=30, metavar="S", help="seconds of speech that each stream sends, approximately (default 30)")
    parser.add_argument("--wav", metavar="FILE", help="16-bit mono WAV of 16 kHz, with its text beside it as .txt (default: the project's clips)")
    parser.add_argument("--language", default="", metavar="CODE", help="the language of the recording (default: detected)")
    arguments = parser.parse_args()
    if not 1 <= arguments.streams <= 1000 or not 1 <= arguments.seconds <= 7200:
        parser.error(
            f"--streams is {arguments.streams} and --seconds {arguments.seconds:g}: write 1 to 1000 streams and 1 to 7200 seconds"
        )
    if arguments.wav:
        path = pathlib.Path(arguments.wav)
        text = path.with_suffix(".txt")
        recording = speech.Recording(path.stem, speech.read_wav(path), text.read_text() if text.exists() else "-", arguments.language)
    else:
        recording = speech.joined(["jfk"], min(arguments.seconds, 60))
    results = run(arguments.endpoint, arguments.streams, arguments.seconds, recording, arguments.language)
    for name, value in results.items():
        print(f"{name:36} {value:.2f}" if isinstance(value, float) else f"{name:36} {value}")
    if results["failed"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
