"""From what came when, how far behind the speech it was."""

import difflib

from . import speech


def bare(word):
    return "".join(speech.words(word))


def timed_words(response):
    """(word, second at which it ends) of a response with word times."""
    return [(bare(w.text), w.end_time.ToMilliseconds() / 1000) for w in response.metadata.words if bare(w.text)]


def settled_at(events):
    """(word, when it was settled) of all words of a stream, in order."""
    seen, out, segment = 0, [], None
    for event in events:
        if event.segment != segment:
            segment, seen = event.segment, 0
        # A word that may go on is not counted before something follows it, or the segment ends.
        words = [bare(w) for w in event.settled.split() if bare(w)]
        for word in words[seen:]:
            out.append((word, event.at))
        seen = max(seen, len(words))
    return out


def lags(reference, settled):
    """Seconds from the end of each spoken word to the moment at which it was settled, for the words that are in both."""
    matcher = difflib.SequenceMatcher(None, [w for w, _ in reference], [w for w, _ in settled], autojunk=False)
    return [
        settled[b + i][1] - reference[a + i][1] for a, b, n in matcher.get_matching_blocks() for i in range(n)
    ]


def flickers(events):
    """How often settled text was taken back: must be 0."""
    count, segment, before = 0, None, ""
    for event in events:
        if event.segment != segment:
            segment, before = event.segment, ""
        count += not event.text.startswith(before)
        before = event.settled
    return count


def first_interims(events, reference_starts):
    """Seconds from where each segment's speech begins to its first response with text."""
    out, seen = [], set()
    for event in events:
        if event.text and event.segment not in seen:
            seen.add(event.segment)
            out.append(event.at - speech_start(event.start, reference_starts))
    return out


def speech_start(segment_start, starts):
    """The first loud moment from a segment's start on (a segment begins a little before its speech)."""
    after = [start for start in starts if start >= segment_start - 0.1]
    return min(after[0], segment_start + 1.0) if after else segment_start


def percentile(values, q):
    """By linear interpolation; nan of nothing."""
    import numpy as np

    return float(np.percentile(values, q)) if len(values) else float("nan")
