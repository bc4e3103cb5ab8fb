// The microphone as frames of 100 ms.

const RATE = 16000;

const REASONS = {
  NotAllowedError: "The browser does not let this page use the microphone. Permit it in the browser's settings for this page, and record again.",
  NotFoundError: "There is no microphone. Connect one and record again, or choose a file.",
  NotReadableError: "Another program uses the microphone. Close it and record again.",
};

export class Microphone {
  #context;
  #stream;
  #node;
  #ended;

  /**
   * Opens the microphone.
   *
   * @param onFrame receives the samples of each frame (Int16Array) and its level, the root mean square from 0 to 1
   * @throws Error with a message for the user
   */
  static async open(onFrame) {
    if (!navigator.mediaDevices) {
      throw new Error("Browsers give pages the microphone only over https or on localhost. Open this page over https, or choose a file.");
    }
    const microphone = new Microphone();
    try {
      microphone.#stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, echoCancellation: false, noiseSuppression: false, autoGainControl: true },
      });
      await microphone.#start(onFrame);
    } catch (error) {
      await microphone.#release();
      throw new Error(REASONS[error.name] ?? `The microphone does not work: ${error.message}`);
    }
    return microphone;
  }

  get sampleRate() {
    return this.#context.sampleRate;
  }

  async #start(onFrame) {
    const source = this.#connectable();
    await this.#context.audioWorklet.addModule(new URL("recorder-worklet.js", import.meta.url));
    this.#node = new AudioWorkletNode(this.#context, "recorder", { numberOfOutputs: 0 });
    this.#ended = new Promise((resolve) => {
      this.#node.port.onmessage = ({ data }) => (data.ended ? resolve() : onFrame(data.samples, data.level));
    });
    source.connect(this.#node);
    await this.#context.resume();
  }

  /** Has the browser resample, which saves two thirds of the bytes. Firefox refuses that: then the server resamples. */
  #connectable() {
    try {
      this.#context = new AudioContext({ sampleRate: RATE });
      return this.#context.createMediaStreamSource(this.#stream);
    } catch {
      this.#context?.close();
      this.#context = new AudioContext();
      return this.#context.createMediaStreamSource(this.#stream);
    }
  }

  /** Stops recording. Resolves after the last frame. */
  async close() {
    if (this.#context.state === "closed") {
      return;
    }
    this.#node.port.postMessage("stop");
    await this.#ended;
    await this.#release();
  }

  async #release() {
    this.#stream?.getTracks().forEach((track) => track.stop());
    if (this.#context && this.#context.state !== "closed") {
      await this.#context.close();
    }
  }
}
