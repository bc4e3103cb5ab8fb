// Wires the page: the buttons, the options, the recording and the upload.

import { asJson, asSrt, asText } from "./export.js";
import { languageName, languages } from "./languages.js";
import { LiveStream } from "./live-stream.js";
import { Microphone } from "./microphone.js";
import { Service } from "./service.js";
import { Transcript } from "./transcript.js";
import { upload } from "./upload.js";
import { clock, percent, TranscriptView } from "./view.js";

/** Number of responses over which the shown delay is the median. */
const DELAYS = 9;

/** Level that fills the meter down to the one that empties it, in dB. */
const METER_DB = 60;

const element = (id) => document.getElementById(id);
const service = new Service();
const view = new TranscriptView(element("transcript"), element("spoken"));
const emptyText = element("empty");
let transcript = new Transcript();
let delays = [];

/** What runs: null, or an object with `stop()`. */
let running = null;

function state(text) {
  element("state").textContent = text;
}

function notice(message, isError = true) {
  element("notice-text").textContent = message;
  element("notice").classList.toggle("error", isError);
  element("notice").hidden = !message;
}

function options() {
  return {
    language: element("language").value,
    translate: element("task").value === "translate",
    hotwords: element("hotwords").value.split(",").map((word) => word.trim()).filter(Boolean),
    words: element("words").checked,
  };
}

function metadata(sampleRateHertz) {
  const { language, translate, hotwords, words } = options();
  return {
    encoding: "AUDIO_ENCODING_PCM_S16LE",
    sampleRateHertz,
    channels: 1,
    language,
    task: translate ? "TASK_TRANSLATE" : "TASK_TRANSCRIBE",
    hotwords,
    wordTimestamps: words,
    interimResults: true,
  };
}

function begin() {
  notice("");
  clear();
  showBusy("choose", true);
}

/** Keeps the focus, which a disabled button would lose. */
function showBusy(id, busy) {
  element(id).setAttribute("aria-disabled", String(busy));
}

function finish(text) {
  running = null;
  transcript.end();
  view.drawOpen([]);
  showLevel(0);
  showRecording(false);
  showBusy("record", false);
  showBusy("choose", false);
  element("progress-row").hidden = true;
  state(text);
  showActions();
}

function fail(message) {
  finish("Stopped");
  notice(message);
}

function clear() {
  transcript = new Transcript();
  delays = [];
  view.clear();
  element("transcript").append(emptyText);
  ["language", "confidence", "delay", "length"].forEach((name) => fact(name, "–"));
  showActions();
}

function fact(name, text) {
  element(`fact-${name}`).textContent = text;
}

function showActions() {
  const nothing = transcript.finals.length === 0;
  ["copy", "save-txt", "save-srt", "save-json"].forEach((id) => (element(id).disabled = nothing));
  element("clear").disabled = running !== null || transcript.isEmpty;
}

function showRecording(on) {
  element("record").setAttribute("aria-pressed", String(on));
  element("record-label").textContent = on ? "Stop" : "Record";
  document.title = on ? "● Recording – audiostream" : "audiostream: live transcription";
}

/** @param level root mean square, 0 to 1 */
function showLevel(level) {
  const part = level > 0 ? Math.max(0, Math.min(1, 1 + (20 * Math.log10(level)) / METER_DB)) : 0;
  element("meter-bar").style.transform = `scaleX(${part})`;
  element("meter").setAttribute("aria-valuenow", String(Math.round(part * 100)));
}

function showSegment(segment) {
  const sure = segment.probability > 0 ? ` (${percent(segment.probability)})` : "";
  fact("language", segment.language ? languageName(segment.language) + sure : "–");
  fact("confidence", segment.text ? percent(segment.confidence) : "–");
}

function showFinal(segment) {
  emptyText.remove();
  view.addFinal(segment, transcript.open);
  showSegment(segment);
  showActions();
}

/** The delay from speech to text. A final waits for the pause after it, so only interims count. */
function showDelay(delay) {
  delays = [...delays, delay].slice(-DELAYS);
  const sorted = [...delays].sort((a, b) => a - b);
  fact("delay", `${Math.max(0, sorted[Math.floor(sorted.length / 2)]).toFixed(1)} s`);
}

function received(response, offset, delay) {
  const final = transcript.add(response, offset);
  if (final) {
    showFinal(final);
    return;
  }
  view.drawOpen(transcript.open);
  if (!response.isFinal && response.text) {
    emptyText.remove();
    showSegment(transcript.open.at(-1));
    showDelay(delay);
  }
}

async function record() {
  begin();
  const early = [];
  let stream = null;
  const session = { microphone: null, stopped: false, ending: false, stop };
  running = session;
  showRecording(true);
  state("Asking for the microphone");
  try {
    session.microphone = await Microphone.open((samples, level) => {
      if (running !== session) {
        return; // the last frames after a failure
      }
      showLevel(level);
      if (stream) {
        stream.send(samples);
        fact("length", clock(stream.seconds));
      } else {
        early.push(samples);
      }
    });
  } catch (error) {
    fail(error.message);
    return;
  }
  stream = new LiveStream(metadata(session.microphone.sampleRate), service, {
    response: received,
    state,
    resumed: () => transcript.resumed(),
    done: () => {
      finish("Done");
      session.microphone.close();
    },
    failed: (message) => {
      fail(message);
      session.microphone.close();
    },
  });
  early.forEach((samples) => stream.send(samples));
  if (session.stopped) {
    await stop();
  }

  async function stop() {
    session.stopped = true;
    if (!stream || session.ending) {
      return; // the browser still asks for the microphone, or the last words are on their way
    }
    session.ending = true;
    showBusy("record", true);
    await session.microphone.close();
    showLevel(0);
    stream.end();
  }
}

async function transcribeFile(file) {
  begin();
  const abort = new AbortController();
  running = { stop: () => {} };
  element("cancel").onclick = () => abort.abort();
  showBusy("record", true);
  element("progress-row").hidden = false;
  showProgress(file, 0);
  try {
    const result = await upload(service, file, options(), (part) => showProgress(file, part), abort.signal);
    result.segments.forEach((segment) => showFinal(transcript.addFinal(segment)));
    fact("length", clock(result.seconds));
    finish(result.segments.length > 0 ? "Done" : "Done: there is no speech in the file");
  } catch (error) {
    if (error.name === "AbortError") {
      finish("Cancelled");
    } else {
      fail(`${file.name}: ${error.message}`);
    }
  }
}

function showProgress(file, part) {
  const progress = element("progress");
  if (part < 1) {
    progress.value = part * 100;
    element("progress-label").textContent = `Sending ${file.name}`;
    state("Sending the file");
  } else {
    progress.removeAttribute("value"); // the length of the work is unknown
    element("progress-label").textContent = `Transcribing ${file.name}`;
    state("Transcribing");
  }
}

function save(content, type, extension) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = `transcript.${extension}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function copy() {
  try {
    await navigator.clipboard.writeText(transcript.text);
    state("Copied");
  } catch {
    getSelection().selectAllChildren(element("transcript"));
    notice("The browser does not let this page copy. The text is selected: copy it with Ctrl+C.", false);
  }
}

function dropped(event) {
  event.preventDefault();
  document.body.classList.remove("dropping");
  const [file] = event.dataTransfer.files;
  if (file && !running) {
    transcribeFile(file);
  }
}

element("record").addEventListener("click", () => (running ? running.stop() : record()));
element("choose").addEventListener("click", () => running || element("file").click());
element("file").addEventListener("change", ({ target }) => {
  if (target.files.length > 0 && !running) {
    transcribeFile(target.files[0]);
  }
  target.value = ""; // so that the same file can be chosen again
});
element("copy").addEventListener("click", copy);
element("clear").addEventListener("click", () => {
  notice("");
  clear();
  state("Ready");
});
element("save-txt").addEventListener("click", () => save(asText(transcript), "text/plain", "txt"));
element("save-srt").addEventListener("click", () => save(asSrt(transcript), "application/x-subrip", "srt"));
element("save-json").addEventListener("click", () => save(asJson(transcript), "application/json", "json"));
element("key").addEventListener("input", ({ target }) => (service.key = target.value.trim()));
document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) {
    document.body.classList.remove("dropping");
  }
});
document.addEventListener("drop", dropped);

languages().forEach(({ code, name }) => element("language").add(new Option(name, code)));
service.model().then((model) => (element("model").textContent = model ? `Model ${model}` : ""));
