"""Runs a recipe for LiveKit's agents, which makes `stt`, and prints the final texts of a recording at the pace of speech.

usage: run_livekit.py RECIPE PCM, which has 24 kHz, 16 bits and one channel
"""

import asyncio
import sys
from pathlib import Path

from livekit import rtc
from livekit.agents import stt, utils

RATE = 24_000
FRAME = RATE // 20  # samples of 50 ms


async def speak(stream, audio):
    for at in range(0, len(audio), 2 * FRAME):
        samples = audio[at : at + 2 * FRAME]
        stream.push_frame(rtc.AudioFrame(samples, RATE, 1, len(samples) // 2))
        await asyncio.sleep(FRAME / RATE)


async def main(recipe, audio):
    names = {}
    exec(Path(recipe).read_text(), names)
    async with utils.http_context.open(), names["stt"].stream() as stream:
        sender = asyncio.create_task(speak(stream, Path(audio).read_bytes()))
        async for event in stream:
            if event.type == stt.SpeechEventType.FINAL_TRANSCRIPT:
                print(event.alternatives[0].text, flush=True)
        await sender


asyncio.run(main(*sys.argv[1:]))
