// Live audio over a WebSocket at /v1/stream. Connects again and resumes when the connection ends early: sends again what is not in a
// final, so that no word is lost or doubled.

import { AudioBuffer } from "./audio-buffer.js";
import { explain } from "./service.js";

const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 8000;
/** About ten minutes, for which the audio is kept. */
const MAX_ATTEMPTS = 100;
/** Time after which a connection counts as one that worked, also without text. */
const STABLE_MS = 10000;

/** Codes after which another connection can succeed: the server or a proxy ended this one. */
const RETRIED = new Set([1000, 1001, 1005, 1006, 1011, 1012, 1013, 1014]);

export class LiveStream {
  #metadata;
  #rate;
  #service;
  #listener;
  #buffer;
  #socket = null;
  #timer = 0;
  #attempts = 0;
  #offset = 0;
  #newest = { sample: 0, time: 0 };
  #ended = false;
  #endSent = false;
  #over = false;
  /** Whether the server has ended the connection because there is no audio: the next audio opens another. */
  #paused = false;

  /**
   * @param metadata an AudioMetadata of the contract
   * @param service opens WebSockets
   * @param listener `response(response, offset, delay)`: a TranscriptionResponse, whose times begin `offset` seconds after the
   *     beginning, and the time from its audio to its text in seconds; `state(text)`; `resumed()`: a connection replaces
   *     another, and repeats what was not final; `done()`; `failed(message)`. After the last two there is no further call.
   */
  constructor(metadata, service, listener) {
    this.#metadata = metadata;
    this.#rate = metadata.sampleRateHertz;
    this.#service = service;
    this.#listener = listener;
    this.#buffer = new AudioBuffer(this.#rate);
    this.#connect();
  }

  /** Sends a frame of samples, now or when there is a connection. */
  send(samples) {
    if (this.#over) {
      return;
    }
    const frame = this.#buffer.add(samples);
    this.#newest = { sample: this.#buffer.length, time: performance.now() };
    if (this.#isOpen()) {
      this.#socket.send(frame.samples);
    } else if (this.#paused) {
      this.#connect();
    }
  }

  /** Marks the end of the audio. The listener gets the last text. */
  end() {
    if (this.#over) {
      return;
    }
    this.#ended = true;
    if (this.#isOpen()) {
      this.#sendEnd();
    } else if (this.#paused) {
      this.#finish();
    }
  }

  /** Stops at once. The listener gets no further call. */
  abort() {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  /** Length of the audio so far, in seconds. */
  get seconds() {
    return this.#buffer.length / this.#rate;
  }

  #isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  #connect() {
    this.#timer = 0;
    this.#paused = false;
    this.#listener.state(this.#attempts === 0 ? "Connecting" : "Connecting again");
    let socket;
    try {
      socket = this.#service.openWebSocket("/v1/stream");
    } catch (error) {
      this.#fail(error.message);
      return;
    }
    let openedAt = 0;
    let error = null;
    this.#socket = socket;
    this.#endSent = false;
    socket.onopen = () => {
      openedAt = performance.now();
      this.#resume();
    };
    socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.error) {
        error = message.error;
      } else {
        this.#receive(message);
      }
    };
    socket.onclose = ({ code }) => {
      this.#socket = null;
      if (!this.#over) {
        this.#closed(code, error, openedAt);
      }
    };
  }

  /** Sends the metadata and all audio that is not in a final. */
  #resume() {
    const frames = this.#buffer.pending();
    this.#offset = frames.length > 0 ? frames[0].start : this.#buffer.length;
    this.#socket.send(JSON.stringify({ chunkIndex: frames.length > 0 ? frames[0].index : this.#buffer.next, metadata: this.#metadata }));
    frames.forEach((frame) => this.#socket.send(frame.samples));
    this.#listener.resumed();
    this.#listener.state(this.#ended ? "Waiting for the last words" : "Listening");
    if (this.#ended) {
      this.#sendEnd();
    }
  }

  #sendEnd() {
    this.#listener.state("Waiting for the last words");
    this.#socket.send(JSON.stringify({ end: true }));
    this.#endSent = true;
  }

  #receive(response) {
    this.#attempts = 0;
    const { audioCommitted, endTime } = response.metadata;
    this.#buffer.commit(this.#offset + Math.round(seconds(audioCommitted) * this.#rate));
    const end = this.#offset + seconds(endTime) * this.#rate;
    const delay = (performance.now() - this.#newest.time) / 1000 + (this.#newest.sample - end) / this.#rate;
    this.#listener.response(response, this.#offset / this.#rate, delay);
  }

  /** @param openedAt time at which the connection opened, 0 if it did not */
  async #closed(code, error, openedAt) {
    if (code === 1000 && this.#endSent) {
      this.#finish();
      return;
    }
    const info = error?.details?.find((detail) => detail.reason);
    if (info?.metadata?.resume_chunk_index) {
      this.#buffer.commitBefore(Number(info.metadata.resume_chunk_index));
    }
    if (!RETRIED.has(code)) {
      this.#fail(error?.message ?? `The server closed the connection (code ${code}).`);
      return;
    }
    if (info?.reason === "IDLE" && !this.#ended && this.#buffer.pending().length === 0) {
      this.#paused = true;
      this.#listener.state("Paused: there is no audio");
      return;
    }
    if (openedAt > 0 && performance.now() - openedAt > STABLE_MS) {
      this.#attempts = 0;
    }
    const reason = error ? { message: error.message, final: false } : openedAt > 0 ? null : await explain(this.#service);
    if (this.#over) {
      return;
    }
    if (reason?.final || this.#attempts >= MAX_ATTEMPTS) {
      this.#fail(reason?.message ?? "The connection is lost, and the service does not answer. Check the network, and record again.");
      return;
    }
    this.#retry(reason);
  }

  #retry(reason) {
    const longest = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** this.#attempts);
    this.#attempts++;
    const lost = Math.round(this.#buffer.lostSeconds);
    this.#listener.state(
      "Connection lost; trying again"
        + (reason && this.#attempts > 1 ? ` (${reason.message})` : "")
        + (lost > 0 ? `. ${lost} s of audio are lost` : ""));
    this.#timer = setTimeout(() => this.#connect(), longest * (0.5 + Math.random() / 2));
  }

  #finish() {
    this.#over = true;
    this.#listener.done();
  }

  #fail(message) {
    this.#over = true;
    this.#listener.failed(message);
  }
}

/** Returns the seconds of a duration in the JSON of the contract, such as "1.5s". */
export function seconds(duration) {
  return Number.parseFloat(duration ?? "0");
}
