// The service that serves this page: its addresses, the API key, and its errors in words.

/** What a subprotocol can consist of: a token of HTTP. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

export class Service {
  /** The API key, or an empty text. It is only here, in memory. */
  key = "";

  /**
   * Opens a WebSocket. Browsers can set no header for it, so the API key is a subprotocol, as OpenAI's Realtime clients send it.
   *
   * @throws Error with a message for the user if the key cannot be part of a subprotocol
   */
  openWebSocket(path) {
    if (this.key && !TOKEN.test(this.key)) {
      throw new Error("A browser cannot send an API key with spaces or characters such as / and = for a recording. Use another key, or choose a file.");
    }
    const url = new URL(path, location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    const socket = this.key
      ? new WebSocket(url, ["audiostream", `openai-insecure-api-key.${this.key}`])
      : new WebSocket(url);
    socket.binaryType = "arraybuffer";
    return socket;
  }

  /** Returns the headers that authenticate a request. */
  headers() {
    return this.key ? { authorization: `Bearer ${this.key}` } : {};
  }

  /** Returns the name of the model, or null if the service does not tell. */
  async model() {
    try {
      const response = await fetch("/v1/models", { headers: this.headers() });
      return (await response.json()).data[0].id;
    } catch {
      return null;
    }
  }
}

/** Returns what to tell the user about a response, and whether a repetition can not succeed. */
export function describe(status, body) {
  const message = errorMessage(body);
  switch (status) {
    case 401:
      return { message: `${message ?? "The service needs authentication"}. Enter an API key under Options.`, final: true };
    case 403:
      return { message: message ?? "The service refuses this page.", final: true };
    case 413:
      return { message: message ?? "The file is too large for the service.", final: true };
    case 429:
      return { message: message ?? "The service is busy.", final: false };
    case 503:
      return { message: message ?? "The service is not ready.", final: false };
    default:
      return { message: message ?? `The service answers with status ${status}.`, final: status < 500 };
  }
}

function errorMessage(body) {
  try {
    const error = JSON.parse(body).error;
    return typeof error === "string" ? error : error.message;
  } catch {
    return body && body.length < 300 && !body.startsWith("<") ? body.trim() : null;
  }
}

/** Returns why a WebSocket may not open although the service would accept it. */
function unopened(key) {
  return key.split(".").length === 3
    ? "For a recording the service accepts API keys, not tokens (JWT). Enter an API key, or choose a file."
    : "The service answers, but the WebSocket does not open. A proxy in between may not forward WebSockets.";
}

/**
 * Finds out why a WebSocket did not open, which browsers do not tell: a plain request to the same path gets the same refusal, or 426
 * if there is none.
 */
export async function explain(service) {
  try {
    const response = await fetch("/v1/stream", { headers: service.headers(), signal: AbortSignal.timeout(10000) });
    return response.status === 426
      ? { message: unopened(service.key), final: false }
      : describe(response.status, await response.text());
  } catch {
    return { message: "The service does not answer. Check the network.", final: false };
  }
}
