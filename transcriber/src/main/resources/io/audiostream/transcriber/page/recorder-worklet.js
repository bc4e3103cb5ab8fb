// Runs on the audio thread: cuts the microphone's samples into frames of 100 ms, as 16-bit little-endian PCM.

const FRAMES_PER_SECOND = 10;

class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.frame = new Int16Array(Math.round(sampleRate / FRAMES_PER_SECOND));
    this.filled = 0;
    this.energy = 0;
    this.stopped = false;
    this.port.onmessage = () => {
      this.stopped = true;
      this.post();
      this.port.postMessage({ ended: true });
    };
  }

  process(inputs) {
    const channel = inputs[0][0];
    if (this.stopped || !channel) {
      return !this.stopped;
    }
    for (const sample of channel) {
      const limited = Math.max(-1, Math.min(1, sample));
      this.energy += limited * limited;
      this.frame[this.filled++] = Math.round(limited * 32767);
      if (this.filled === this.frame.length) {
        this.post();
      }
    }
    return true;
  }

  post() {
    if (this.filled === 0) {
      return;
    }
    const samples = this.frame.slice(0, this.filled);
    this.port.postMessage({ samples, level: Math.sqrt(this.energy / this.filled) }, [samples.buffer]);
    this.filled = 0;
    this.energy = 0;
  }
}

registerProcessor("recorder", Recorder);
