// The frames that a new connection would have to send again.

const MAX_SECONDS = 600;

export class AudioBuffer {
  #rate;
  #frames = [];
  #next = 0;
  #end = 0;
  #committed = 0;
  #lost = 0;

  /** @param rate samples per second */
  constructor(rate) {
    this.#rate = rate;
  }

  /** Appends a frame. Drops the oldest ones beyond ten minutes. Returns it as an entry of {@link pending}. */
  add(samples) {
    const frame = { index: this.#next++, start: this.#end, samples };
    this.#end += samples.length;
    this.#frames.push(frame);
    while (this.#end - this.#frames[0].start > MAX_SECONDS * this.#rate) {
      const dropped = this.#frames.shift();
      const end = dropped.start + dropped.samples.length;
      this.#lost += end - Math.max(dropped.start, this.#committed);
      this.#committed = end;
    }
    return frame;
  }

  /** Notes that all audio before a position, in samples, is in a final. */
  commit(position) {
    this.#committed = Math.max(this.#committed, Math.min(position, this.#end));
    while (this.#frames.length > 0 && this.#frames[0].start + this.#frames[0].samples.length <= this.#committed) {
      this.#frames.shift();
    }
  }

  /** Notes that all audio before a frame is in a final or has no speech. */
  commitBefore(index) {
    const frame = this.#frames.find((each) => each.index === index);
    if (frame) {
      this.commit(frame.start);
    } else if (index >= this.#next) {
      this.commit(this.#end);
    }
  }

  /** Returns the frames that are not committed. The first begins at the committed position, so that no word is sent twice. */
  pending() {
    return this.#frames.map((frame) => {
      const skipped = Math.max(0, this.#committed - frame.start);
      return skipped === 0 ? frame : { ...frame, start: this.#committed, samples: frame.samples.subarray(skipped) };
    });
  }

  /** The number of the next frame. */
  get next() {
    return this.#next;
  }

  /** The position up to which all audio is in finals, in samples. */
  get committed() {
    return this.#committed;
  }

  /** Length of all audio, in samples. */
  get length() {
    return this.#end;
  }

  /** Audio that was dropped before it was in a final, in seconds. */
  get lostSeconds() {
    return this.#lost / this.#rate;
  }
}
