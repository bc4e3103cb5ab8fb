"""Calls the service by OpenAI's package as its documentation shows, and prints one line of JSON."""

import json
import sys

import openai

endpoint, recording = sys.argv[1:]
client = openai.OpenAI(base_url=f"http://{endpoint}/v1", api_key="none", max_retries=0)


def transcribe(**options):
    with open(recording, "rb") as file:
        return client.audio.transcriptions.create(file=file, **options)


verbose = transcribe(
    model="whisper-1", response_format="verbose_json", timestamp_granularities=["word", "segment"], temperature=0.2
)
events = list(transcribe(model="gpt-4o-transcribe", stream=True, include=["logprobs"]))
with open(recording, "rb") as file:
    translation = client.audio.translations.create(model="whisper-1", file=file)
try:
    transcribe(model="whisper-1", language="tlh")
    error = None
except openai.BadRequestError as e:
    error = [e.param, e.code, e.type]
try:
    client.models.retrieve("large-v3")
    missing = None
except openai.NotFoundError as e:
    missing = e.code

print(
    json.dumps(
        {
            "text": transcribe(model="gpt-4o-mini-transcribe", language="en-US").text,
            "srt": transcribe(model="whisper-1", response_format="srt"),
            "vtt": transcribe(model="whisper-1", response_format="vtt"),
            "language": verbose.language,
            "duration": verbose.duration,
            "segments": "".join(segment.text for segment in verbose.segments),
            "words": [[word.word, word.start, word.end] for word in verbose.words],
            "deltas": "".join(e.delta for e in events if e.type == "transcript.text.delta"),
            "done": events[-1].text,
            "logprob": events[0].logprobs[0].logprob,
            "translation": translation.text,
            "models": [model.id for model in client.models.list()],
            "model": client.models.retrieve("whisper-1").id,
            "error": error,
            "missing": missing,
        }
    )
)
