"""Computes the delay of the text behind the speech, from the arrival times of the responses."""

import difflib

from . import speech


def bare(word):
    """Returns a word without case and punctuation."""
    return "".join(speech.words(word))


def timed_words(response):
    """Returns (word, end in seconds) of each word in a response with word times."""
    return [(bare(w.text), w.end_time.ToMilliseconds() / 1000) for w in response.metadata.words if bare(w.text)]


def settled_at(events):
    """Returns (word, time at which it was settled) of all words of a stream, in order."""
    seen, out, segment = 0, [], None
    for event in events:
        if event.segment != segment:
            segment, seen = event.segment, 0
        # The last word of an interim may still grow. The server settles it when another word follows or the segment ends.
        words = [bare(w) for w in event.settled.split() if bare(w)]
        for word in words[seen:]:
            out.append((word, event.at))
        seen = max(seen, len(words))
    return out


def lags(reference, settled):
    """Returns the seconds from the end of each spoken word until it was settled, for the words in both lists."""
    matcher = difflib.SequenceMatcher(None, [w for w, _ in reference], [w for w, _ in settled], autojunk=False)
    return [
        settled[b + i][1] - reference[a + i][1] for a, b, n in matcher.get_matching_blocks() for i in range(n)
    ]


def retractions(events):
    """Counts the responses that changed settled text. The contract allows none."""
    count, segment, before = 0, None, ""
    for event in events:
        if event.segment != segment:
            segment, before = event.segment, ""
        count += not event.text.startswith(before)
        before = event.settled
    return count


def first_text_delays(events, reference_starts):
    """Returns for each segment the seconds from the start of its speech to its first response with text."""
    out, seen = [], set()
    for event in events:
        if event.text and event.segment not in seen:
            seen.add(event.segment)
            out.append(event.at - speech_start(event.start, reference_starts))
    return out


def speech_start(segment_start, starts):
    """Returns the start of the first word in a segment. A segment starts a little before its speech."""
    after = [start for start in starts if start >= segment_start - 0.1]
    return min(after[0], segment_start + 1.0) if after else segment_start


def percentile(values, q):
    """Returns the percentile by linear interpolation, or NaN without values."""
    import numpy as np

    return float(np.percentile(values, q)) if len(values) else float("nan")
