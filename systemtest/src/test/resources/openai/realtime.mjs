// Transcribes one recording by the Realtime client of OpenAI's package, and prints each event as one line of JSON.
//
// Its arguments are the folder of the packages and a JSON object: base (address of the API), ca (file), key, audio (file), model, session
// (of session.update), and optionally commit, until (stop after a transcript with this text) and browser (use the client for browsers).
import fs from "node:fs";
import { createRequire } from "node:module";

const [folder, json] = process.argv.slice(2);
const run = JSON.parse(json);
const packages = createRequire(`${folder}/`);
const { default: OpenAI } = packages("openai");
const { WebSocket } = packages("ws");
const options = { ca: fs.readFileSync(run.ca) };

const client = new OpenAI({ baseURL: run.base, apiKey: run.key });
const show = (event) => console.log(JSON.stringify(event));

let connection;
if (run.browser) {
  // Node's own WebSocket cannot trust a certificate.
  globalThis.WebSocket = class extends WebSocket {
    constructor(url, protocols) {
      super(url, protocols, options);
    }
  };
  const { OpenAIRealtimeWebSocket } = packages("openai/realtime/websocket");
  connection = new OpenAIRealtimeWebSocket({ model: run.model, dangerouslyAllowBrowser: true }, client);
} else {
  const { OpenAIRealtimeWS } = packages("openai/realtime/ws");
  connection = new OpenAIRealtimeWS({ model: run.model, options }, client);
}

connection.socket.addEventListener("open", () => {
  if (run.browser) show({ type: "opened", protocol: connection.socket.protocol });
  connection.send({ type: "session.update", session: run.session });
  const audio = fs.readFileSync(run.audio);
  for (let at = 0; at < audio.length; at += 4_800) {
    connection.send({ type: "input_audio_buffer.append", audio: audio.subarray(at, at + 4_800).toString("base64") });
  }
  if (run.commit) connection.send({ type: "input_audio_buffer.commit" });
});
connection.on("event", show);
connection.on("error", (error) => {
  if (!error.error) show({ type: "refused", message: error.message });
});
connection.on("conversation.item.input_audio_transcription.completed", (event) => {
  if (event.transcript.includes(run.until)) connection.close();
});
connection.socket.addEventListener("close", (event) => show({ type: "closed", code: event.code, reason: event.reason }));
