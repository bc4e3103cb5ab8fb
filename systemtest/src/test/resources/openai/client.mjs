// Calls the service by OpenAI's package as its documentation shows, and prints one line of JSON.
import fs from "node:fs";
import { createRequire } from "node:module";

const [folder, endpoint, recording] = process.argv.slice(2);
const { default: OpenAI } = createRequire(`${folder}/`)("openai");
const client = new OpenAI({ baseURL: `http://${endpoint}/v1`, apiKey: "none", maxRetries: 0 });

const transcribe = (options) =>
  client.audio.transcriptions.create({ file: fs.createReadStream(recording), ...options });

const verbose = await transcribe({
  model: "whisper-1",
  response_format: "verbose_json",
  timestamp_granularities: ["word", "segment"],
  temperature: 0.2,
});
const events = [];
for await (const event of await transcribe({ model: "gpt-4o-transcribe", stream: true, include: ["logprobs"] })) {
  events.push(event);
}
const translation = await client.audio.translations.create({
  model: "whisper-1",
  file: fs.createReadStream(recording),
});
const error = await transcribe({ model: "whisper-1", language: "tlh" }).then(
  () => null,
  (e) => [e.param, e.code, e.type],
);
const missing = await client.models.retrieve("large-v3").then(
  () => null,
  (e) => e.code,
);
const models = [];
for await (const model of client.models.list()) models.push(model.id);

console.log(
  JSON.stringify({
    text: (await transcribe({ model: "gpt-4o-mini-transcribe", language: "en-US" })).text,
    srt: await transcribe({ model: "whisper-1", response_format: "srt" }),
    vtt: await transcribe({ model: "whisper-1", response_format: "vtt" }),
    language: verbose.language,
    duration: verbose.duration,
    segments: verbose.segments.map((segment) => segment.text).join(""),
    words: verbose.words.map((word) => [word.word, word.start, word.end]),
    deltas: events
      .filter((event) => event.type === "transcript.text.delta")
      .map((event) => event.delta)
      .join(""),
    done: events.at(-1).text,
    logprob: events[0].logprobs[0].logprob,
    translation: translation.text,
    models,
    model: (await client.models.retrieve("whisper-1")).id,
    error,
    missing,
  }),
);
