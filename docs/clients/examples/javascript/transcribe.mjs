// Transcribes a WAV file (16 kHz, 16 bits) as a live stream, and prints each final once, with its start in ms.
// If the file has several channels, each gets a transcript of its own.
//
// usage: node transcribe.mjs HOST:PORT FILE [PROTO]
import { EventEmitter } from "node:events";
import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import grpc from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";

const RATE = 16_000;
const CHUNK = RATE / 10; // samples of 100 ms
const SAMPLE = 2; // bytes
const WAV_HEADER = 44;
const WAV_CHANNELS = 22; // position of their number in the header
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

  constructor(client, audio, channels) {
    this.client = client;
    this.audio = audio;
    this.committed = Array(channels).fill(0); // samples of each channel that are in finals or hold no speech
  }

  /** Returns the metadata of a call that begins now. */
  metadata() {
    const channels = this.committed.length;
    const begin = Math.min(...this.committed);
    return {
      encoding: "AUDIO_ENCODING_PCM_S16LE",
      sample_rate_hertz: RATE,
      channels,
      language: "en",
      interim_results: false,
      separate_channels: channels > 1,
      // A channel that is ahead of the others does not come again.
      channel_skips: channels > 1 ? this.committed.map((samples) => duration(samples - begin)) : [],
    };
  }

  /** Sends the audio of one call, as fast as the service takes it. */
  send(call) {
    let number = this.nextChunk;
    let skip = Math.max(0, Math.min(...this.committed) - this.nextChunk * CHUNK) * SAMPLE * this.committed.length;
    let metadata = this.metadata();
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
    const begin = Math.min(...this.committed);
    const call = this.client.StreamAudio(new grpc.Metadata({ waitForReady: true }), {
      deadline: Date.now() + CALL_TIMEOUT,
    });
    const stopSending = this.send(call);
    return new Promise((resolve, reject) => {
      call.on("data", ({ is_final, text, metadata }) => {
        if (!is_final) return;
        // Before the caller sees the final: no later call sends its audio again.
        const committed = metadata.channel_committed.length ? metadata.channel_committed : [metadata.audio_committed];
        this.committed = committed.map((channel) => begin + samples(channel));
        this.nextChunk = metadata.resume_chunk_index;
        this.audio.dropBefore(this.nextChunk);
        const start = Math.floor(((begin + samples(metadata.start_time)) * 1_000) / RATE);
        onFinal(start, metadata.channel, text);
      });
      call.on("end", resolve);
      call.on("error", reject);
    }).finally(stopSending);
  }

  /** Calls onFinal for each final, once and in order. The channel is 0 if there is only one. */
  async transcribe(onFinal) {
    let deadline = Date.now() + RESUME_TIMEOUT;
    let delay = 100;
    for (;;) {
      try {
        return await this.call((millis, channel, text) => {
          deadline = Date.now() + RESUME_TIMEOUT;
          delay = 100;
          if (text) onFinal(millis, channel, text);
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

function duration(samples) {
  return { seconds: Math.floor(samples / RATE), nanos: (samples % RATE) * (1_000_000_000 / RATE) };
}

/** Adds audio at the pace of a microphone. */
async function record(data, channels, audio) {
  const bytes = CHUNK * SAMPLE * channels;
  for (let at = 0; at < data.length; at += bytes) {
    audio.add(data.subarray(at, at + bytes));
    await sleep(100);
  }
  audio.finish();
}

const client = new AudioStreamService(endpoint, grpc.credentials.createInsecure(), {
  "grpc.keepalive_time_ms": 10_000,
  "grpc.keepalive_timeout_ms": 5_000,
  "grpc.keepalive_permit_without_calls": 1,
  "grpc.max_reconnect_backoff_ms": 5_000, // otherwise two minutes after a long outage
});
const wav = fs.readFileSync(file);
const channels = wav.readUInt16LE(WAV_CHANNELS);
const audio = new Audio();
record(wav.subarray(WAV_HEADER), channels, audio);
await new Stream(client, audio, channels).transcribe((millis, channel, text) =>
  console.log(millis, channel ? `Channel ${channel}: ${text}` : text),
);
client.close();
