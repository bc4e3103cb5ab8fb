// The text so far: the finals, and the segments that are still spoken.

import { seconds } from "./live-stream.js";

export class Transcript {
  finals = [];
  #open = new Map();
  #stale = false;

  /** The segments that are still spoken, in order. Usually one or none. */
  get open() {
    return [...this.#open.values()];
  }

  get isEmpty() {
    return this.finals.length === 0 && this.#open.size === 0;
  }

  /** The text of the finals, with a line for each. */
  get text() {
    return this.finals.map((segment) => segment.text).join("\n");
  }

  /** Notes that another connection repeats what was not final: its first response replaces the open segments. */
  resumed() {
    this.#stale = true;
  }

  /** Adds a TranscriptionResponse. Returns the segment if it is a final with text, else null. */
  add(response, offset) {
    if (this.#stale) {
      this.#open.clear();
      this.#stale = false;
    }
    const index = response.metadata.segmentIndex;
    const segment = segmentOf(response, offset);
    if (!response.isFinal) {
      this.#open.set(index, segment);
      return null;
    }
    this.#open.delete(index);
    return segment.text ? this.addFinal(segment) : null;
  }

  addFinal(segment) {
    this.finals.push(segment);
    return segment;
  }

  /** Drops what is not final, because nothing can make it final any more. */
  end() {
    this.#open.clear();
  }
}

function segmentOf(response, offset) {
  const { metadata } = response;
  const settled = [...response.text].slice(0, metadata.settledLength).join("");
  return {
    start: offset + seconds(metadata.startTime),
    end: offset + seconds(metadata.endTime),
    text: response.text,
    settled: response.isFinal ? response.text : settled,
    language: metadata.language,
    probability: metadata.languageProbability,
    confidence: response.confidence,
    words: (metadata.words ?? []).map((word) => ({
      text: word.text,
      start: offset + seconds(word.startTime),
      end: offset + seconds(word.endTime),
      confidence: word.confidence,
    })),
  };
}
