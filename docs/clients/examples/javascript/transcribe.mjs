// Transcribes a WAV file (16 kHz, mono, 16 bits) as a live stream, and prints each final once, with its start in ms.
//
// usage: node transcribe.mjs HOST:PORT FILE [PROTO]
import { EventEmitter } from "node:events";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const RATE = 16_000;
const CHUNK = (RATE / 10) * 2; // bytes of 100 ms
const WAV_HEADER = 44;
const CALL_TIMEOUT = 3_600_000; // ms
const RESUME_TIMEOUT = 120_000; // ms in which calls fail without a final between them

const [endpoint, file, proto = "audio_service.proto"] = process.argv.slice(2);
const { AudioStreamService } = grpc.loadPackageDefinition(
  loadSync(proto, { keepCase: true, longs: Number, enums: String, defaults: true }),
).audiostream;

/** Chunks of the stream that are not committed yet. Emits "change". */
class Audio extends EventEmitter {
  chunks = new Map(); // by number
  end = 0; // number after the newest chunk
  finished = false;

  add(data) {
    this.chunks.set(this.end++, data);
    this.emit("change");
  }

  finish() {
    this.finished = true;
    this.emit("change");
  }

  dropBefore(number) {
    for (const old of this.chunks.keys()) if (old < number) this.chunks.delete(old);
  }
}

/** A stream that goes on in a new call when one breaks. */
class Stream {
  nextChunk = 0; // first chunk that the next call sends
  committed = 0; // samples of the whole stream that are in finals or hold no speech

  constructor(client, audio) {
    this.client = client;
    this.audio = audio;
  }

  /** Sends the audio of one call, as fast as the service takes it. */
  send(call) {
    let number = this.nextChunk;
    let skip = Math.max(0, this.committed * 2 - this.nextChunk * CHUNK);
    let metadata = {
      encoding: "AUDIO_ENCODING_PCM_S16LE",
      sample_rate_hertz: RATE,
      channels: 1,
      language: "en",
      interim_results: false,
    };
    let full = false;
    const pump = () => {
      for (let data; !full && (data = this.audio.chunks.get(number)); number++) {
        full = !call.write({ audio_data: data.subarray(skip), chunk_index: number, metadata });
        skip = 0;
        metadata = undefined;
      }
      if (this.audio.finished && number === this.audio.end) {
        this.audio.off("change", pump);
        call.end();
      }
    };
    call.on("drain", () => {
      full = false;
      pump();
    });
    this.audio.on("change", pump);
    pump();
    return () => this.audio.off("change", pump);
  }

  /** Transcribes until the stream ends or the call breaks. */
  call(onFinal) {
    const begin = this.committed;
    const call = this.client.StreamAudio(new grpc.Metadata({ waitForReady: true }), {
      deadline: Date.now() + CALL_TIMEOUT,
    });
    const stopSending = this.send(call);
    return new Promise((resolve, reject) => {
      call.on("data", ({ is_final, text, metadata }) => {
        if (!is_final) return;
        // Before the caller sees the final: no later call sends its audio again.
        this.committed = begin + samples(metadata.audio_committed);
        this.nextChunk = metadata.resume_chunk_index;
        this.audio.dropBefore(this.nextChunk);
        onFinal(Math.floor(((begin + samples(metadata.start_time)) * 1_000) / RATE), text);
      });
      call.on("end", resolve);
      call.on("error", reject);
    }).finally(stopSending);
  }

  /** Calls onFinal for each final, once and in order. */
  async transcribe(onFinal) {
    let deadline = Date.now() + RESUME_TIMEOUT;
    let delay = 100;
    for (;;) {
      try {
        return await this.call((millis, text) => {
          deadline = Date.now() + RESUME_TIMEOUT;
          delay = 100;
          if (text) onFinal(millis, text);
        });
      } catch (error) {
        if (!isBroken(error) || Date.now() > deadline) throw error;
        console.error(`resuming from chunk ${this.nextChunk}: ${error.details}`);
        await sleep(delay * (0.5 + Math.random() / 2));
        delay = Math.min(delay * 2, 5_000);
      }
    }
  }
}

/** Returns whether a call broke, so that another one can go on. A status without `request-id` is not the service's. */
function isBroken(error) {
  const byProxy =
    [grpc.status.INTERNAL, grpc.status.UNKNOWN].includes(error.code) && error.metadata.get("request-id").length === 0;
  return error.code === grpc.status.UNAVAILABLE || byProxy;
}

function samples(duration) {
  return duration ? duration.seconds * RATE + Math.floor((duration.nanos * RATE) / 1_000_000_000) : 0;
}

/** Reads a file at the pace of a microphone. */
async function record(path, audio) {
  const data = fs.readFileSync(path).subarray(WAV_HEADER);
  for (let at = 0; at < data.length; at += CHUNK) {
    audio.add(data.subarray(at, at + CHUNK));
    await sleep(100);
  }
  audio.finish();
}

const client = new AudioStreamService(endpoint, grpc.credentials.createInsecure(), {
  "grpc.keepalive_time_ms": 10_000,
  "grpc.keepalive_timeout_ms": 5_000,
  "grpc.keepalive_permit_without_calls": 1,
});
const audio = new Audio();
record(file, audio);
await new Stream(client, audio).transcribe((millis, text) => console.log(millis, text));
client.close();
