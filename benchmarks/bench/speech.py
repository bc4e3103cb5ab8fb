"""The audio of the benchmarks: clips of speech with their texts, long recordings joined from them, noise and music."""

import pathlib
import re
import unicodedata
import wave

import numpy as np

RATE = 16_000
FOLDER = pathlib.Path(__file__).resolve().parents[2] / "dev" / "audio"


class Recording:
    """Holds mono samples (16 kHz, -1 to 1), the spoken text and its language."""

    def __init__(self, name, samples, text, language):
        self.name, self.samples, self.text, self.language = name, samples.astype(np.float32), text, language

    @property
    def seconds(self):
        return len(self.samples) / RATE

    def pcm(self):
        """Returns the samples as 16-bit little-endian PCM."""
        return (np.clip(self.samples, -1, 1) * 32767).astype("<i2").tobytes()


def read_wav(path):
    with wave.open(str(path)) as wav:
        if (wav.getsampwidth(), wav.getnchannels(), wav.getframerate()) != (2, 1, RATE):
            raise SystemExit(
                f"{path} has {wav.getnchannels()} channels of {8 * wav.getsampwidth()} bits at {wav.getframerate()} Hz:"
                f" use a 16-bit mono WAV of {RATE} Hz"
            )
        return np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(np.float32) / 32768


def clips():
    """Returns the clips in dev/audio that have a text."""
    return [
        Recording(path.stem, read_wav(path), path.with_suffix(".txt").read_text().strip(), "en" if path.stem[:2] != "es" else "es")
        for path in sorted(FOLDER.glob("*.wav"))
        if path.with_suffix(".txt").exists()
    ]


def clip(name):
    return next(recording for recording in clips() if recording.name == name)


def noise(seconds, dbfs=-50, seed=1):
    """Returns white noise at that level."""
    return np.random.default_rng(seed).normal(0, 10 ** (dbfs / 20), int(seconds * RATE)).astype(np.float32)


def music(seconds, seed=2):
    """Returns chords of plucked strings without a voice."""
    random = np.random.default_rng(seed)
    out = np.zeros(int(seconds * RATE), np.float32)
    t = np.arange(int(1.5 * RATE)) / RATE
    for start in np.arange(0, seconds - 1.5, 0.4):
        for semitone in random.choice([0, 4, 7, 12, 16], 3, replace=False):
            tone = 110 * 2 ** (semitone / 12)
            pluck = sum(np.sin(2 * np.pi * tone * k * t) / k**2 for k in range(1, 8)) * np.exp(-3 * t)
            at = int(start * RATE)
            out[at : at + len(t)] += 0.07 * pluck
    return out


def joined(names, seconds, gap=0.6, seed=3):
    """Joins clips until they last at least `seconds`, with faint noise of 0.5 to 1.5 times `gap` seconds between them."""
    random = np.random.default_rng(seed)
    parts, texts, length, i = [noise(0.5)], [], 0, 0
    while length < seconds * RATE:
        part = clip(names[i % len(names)])
        pause = noise(gap * (0.5 + random.random()), seed=100 + i)
        parts += [part.samples, pause]
        texts.append(part.text)
        length += len(part.samples) + len(pause)
        i += 1
    return Recording(f"{'+'.join(names)} for {seconds} s", np.concatenate(parts), " ".join(texts), clip(names[0]).language)


NUMBERS = "zero one two three four five six seven eight nine ten".split()


def words(text):
    """Returns the words of a text for a comparison: lower case, no punctuation, digits up to ten as words."""
    # Marks are vowels in Indic scripts.
    kept = lambda c: c.isalnum() or c == "'" or unicodedata.category(c).startswith("M")
    plain = "".join(c if kept(c) else " " for c in unicodedata.normalize("NFC", text.lower()))
    return [NUMBERS[int(word)] if re.fullmatch(r"\d|10", word) else word for word in plain.split()]


def errors(reference, hypothesis):
    """Counts substitutions, deletions and insertions: the Levenshtein distance of the two lists."""
    row = list(range(len(hypothesis) + 1))
    for i, word in enumerate(reference, 1):
        diagonal, row[0] = row[0], i
        for j, other in enumerate(hypothesis, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (word != other))
    return row[-1]


def word_error_rate(text, hypothesis):
    """Returns the word errors of a hypothesis in percent of the words of the text."""
    reference = words(text)
    return 100 * errors(reference, words(hypothesis)) / len(reference)
