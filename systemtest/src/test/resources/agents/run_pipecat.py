"""Runs a recipe for Pipecat, which makes `stt`, and prints the final texts of a recording at the pace of speech.

usage: run_pipecat.py RECIPE PCM, which has 24 kHz, 16 bits and one channel
"""

import asyncio
import sys
from pathlib import Path

from pipecat.frames.frames import InputAudioRawFrame, TranscriptionFrame
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.worker import PipelineParams, PipelineWorker
from pipecat.processors.frame_processor import FrameProcessor
from pipecat.workers.runner import WorkerRunner

RATE = 24_000
FRAME = RATE // 50  # samples of 20 ms


class Printer(FrameProcessor):
    async def process_frame(self, frame, direction):
        await super().process_frame(frame, direction)
        if isinstance(frame, TranscriptionFrame):
            print(frame.text, flush=True)
        await self.push_frame(frame, direction)


async def main(recipe, audio):
    names = {}
    exec(Path(recipe).read_text(), names)
    worker = PipelineWorker(
        Pipeline([names["stt"], Printer()]), params=PipelineParams(audio_in_sample_rate=RATE), cancel_on_idle_timeout=False
    )
    started = asyncio.Event()

    @worker.event_handler("on_pipeline_started")
    async def on_pipeline_started(worker, frame):
        started.set()

    async def speak():
        await started.wait()
        pcm = Path(audio).read_bytes()
        for at in range(0, len(pcm), 2 * FRAME):
            await worker.queue_frame(InputAudioRawFrame(pcm[at : at + 2 * FRAME], RATE, 1))
            await asyncio.sleep(FRAME / RATE)

    speaker = asyncio.create_task(speak())
    runner = WorkerRunner()
    await runner.add_workers(worker)
    await runner.run()
    await speaker


asyncio.run(main(*sys.argv[1:]))
