"""More speech than the clips of dev/audio: recordings that packages ship with their texts, and synthesised speech."""

import importlib.util
import pathlib
import shutil
import struct
import subprocess
import tempfile
import wave

import numpy as np

from . import speech


def clips():
    """Returns all clips with texts: of dev/audio, of pytest-audioeval and of pocketsphinx-testdata."""
    known = {recording.text for recording in speech.clips()}
    return [*speech.clips(), *(clip for clip in audioeval() if clip.text not in known), *austen(), *cards()]


def audioeval():
    """Returns the clips of the Python package pytest-audioeval (MIT licence): short sentences in nine languages."""
    package = importlib.util.find_spec("pytest_audioeval")
    if package is None:
        raise SystemExit("the Python package pytest-audioeval is missing: run benchmarks/run, which installs it")
    folder = pathlib.Path(next(iter(package.submodule_search_locations))) / "samples" / "audio"
    return [
        speech.Recording(f"{path.parent.name}_{path.stem}", read_float_wav(path), path.with_suffix(".txt").read_text().strip(), path.parent.name)
        for path in sorted(folder.glob("*/*.wav"))
    ]


def read_float_wav(path):
    """Reads a mono WAV of 32-bit floats, which the module `wave` does not read."""
    data, at = path.read_bytes(), 12
    while data[at : at + 4] != b"data":
        if data[at : at + 4] == b"fmt ":
            layout = struct.unpack("<HHIIHH", data[at + 8 : at + 24])
            if (layout[0], layout[1], layout[2]) != (3, 1, speech.RATE):
                raise SystemExit(f"{path} is not a mono WAV of floats at {speech.RATE} Hz: its header says {layout}")
        at += 8 + struct.unpack("<I", data[at + 4 : at + 8])[0]
    size = struct.unpack("<I", data[at + 4 : at + 8])[0]
    return np.frombuffer(data[at + 8 : at + 8 + size], "<f4")


def austen():
    """Returns five sentences of a LibriVox reading (public domain) in pocketsphinx-testdata."""
    return sphinx_clips("librivox", "transcription", lambda key: f"librivox/{key}", lambda key: f"austen_{key[-4:]}")


def cards():
    """Returns the names of playing cards, read aloud, in pocketsphinx-testdata (BSD licence, with two clauses)."""
    return sphinx_clips("cards", "cards.transcription", lambda key: f"cards/{key}", lambda key: f"cards_{key}")


def sphinx_clips(folder, transcription, path, name):
    root = sphinx_data()
    out = []
    for line in (root / folder / transcription).read_text().splitlines():
        text, key = line.replace("<s>", "").split("</s>")
        key = key.strip(" ()")
        out.append(speech.Recording(name(key), speech.read_wav(root / f"{path(key)}.wav"), text.strip(), "en"))
    return out


def sphinx_data():
    """Returns the folder of pocketsphinx-testdata's files."""
    folder = pathlib.Path("/usr/share/pocketsphinx/test/data")
    if not folder.is_dir():
        raise SystemExit(f"{folder} is missing: install Debian's package, `apt-get install pocketsphinx-testdata`")
    return folder


def synthesised(voice, language, text):
    """Returns a text spoken by espeak-ng (GPL, run as a program of its own; the licence does not cover its output)."""
    if shutil.which("espeak-ng") is None:
        raise SystemExit("espeak-ng is missing: install it, on Debian with `apt-get install espeak-ng`")
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", voice, "-s", "140", "-w", file.name], input=text, text=True, check=True)
        with wave.open(file.name) as wav:
            samples, rate = np.frombuffer(wav.readframes(wav.getnframes()), "<i2").astype(np.float32) / 32768, wav.getframerate()
    return speech.Recording(language, resampled(samples, rate), text, language)


def resampled(samples, rate):
    """Converts samples to 16 kHz through their spectrum."""
    count = int(len(samples) * speech.RATE / rate)
    spectrum = np.fft.rfft(samples)[: count // 2 + 1]
    return np.fft.irfft(spectrum, count) * count / len(samples)


def joined(recordings, gap, language=None):
    """Joins recordings with `gap` seconds of faint noise between them."""
    parts = [recordings[0].samples]
    for i, recording in enumerate(recordings[1:]):
        parts += [speech.noise(gap, -60, seed=i), recording.samples]
    name = " + ".join(recording.name for recording in recordings)
    return speech.Recording(name, np.concatenate(parts), " ".join(r.text for r in recordings), language or recordings[0].language)


def loud_frames(samples, level=0.15):
    """Returns for each 10 ms whether they are louder than `level` times the root mean square of all."""
    size = speech.RATE // 100
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    return np.sqrt((frames**2).mean(axis=1)) >= level * np.sqrt((samples**2).mean())


def without_pauses(recording, keep=6):
    """Shortens each pause to `keep` frames of 10 ms, so that speech detection finds none."""
    size, quiet, kept = speech.RATE // 100, 0, []
    for i, loud in enumerate(loud_frames(recording.samples)):
        quiet = 0 if loud else quiet + 1
        if quiet <= keep:
            kept.append(recording.samples[i * size : (i + 1) * size])
    return speech.Recording(f"{recording.name} without pauses", np.concatenate(kept), recording.text, recording.language)


def unpaused(seconds, seed=7):
    """Returns English speech of different clips in random order, without pauses, of at least `seconds`."""
    english = [clip for clip in clips() if clip.language == "en" and len(speech.words(clip.text)) > 5]
    random, parts, length = np.random.default_rng(seed), [], 0
    while length < seconds:
        for i in random.permutation(len(english)):
            parts.append(without_pauses(english[i]))
            length += parts[-1].seconds
    whole = joined(parts, 0)
    whole.name = f"{whole.seconds:.0f} s without pauses"
    return whole
