// A file over HTTP, as OpenAI's clients send it.

import { describe } from "./service.js";

/**
 * Uploads a file and returns its finals.
 *
 * @param options language, translate, hotwords
 * @param onProgress receives the part of the file that is sent, 0 to 1
 * @param signal aborts the upload
 * @throws Error with a message for the user; an aborted upload has the name AbortError
 */
export function upload(service, file, options, onProgress, signal) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () =>
      request.status === 200
        ? resolve(finals(JSON.parse(request.responseText)))
        : reject(new Error(describe(request.status, request.responseText).message));
    request.onerror = () => reject(new Error("The upload broke off. Check the network, and choose the file again."));
    request.onabort = () => reject(new DOMException("The upload was cancelled.", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.open("POST", options.translate ? "/v1/audio/translations" : "/v1/audio/transcriptions");
    Object.entries(service.headers()).forEach(([name, value]) => request.setRequestHeader(name, value));
    request.send(form(file, options));
  });
}

function form(file, options) {
  const fields = new FormData();
  if (options.language) {
    fields.append("language", options.language);
  }
  if (options.hotwords.length > 0) {
    fields.append("prompt", options.hotwords.join(", "));
  }
  fields.append("response_format", "verbose_json");
  fields.append("timestamp_granularities[]", "segment");
  fields.append("timestamp_granularities[]", "word");
  fields.append("file", file, file.name);
  return fields;
}

/** Returns the segments of a verbose_json as finals, and the length of the audio in seconds. */
function finals(result) {
  let next = 0;
  const segments = result.segments.map((segment) => {
    const first = next;
    while (next < result.words.length && result.words[next].start < segment.end) {
      next++;
    }
    return {
      start: segment.start,
      end: segment.end,
      text: segment.text.trim(),
      language: result.language,
      probability: 0,
      confidence: Math.exp(segment.avg_logprob),
      words: result.words.slice(first, next).map(({ word, start, end }) => ({ text: word, start, end, confidence: null })),
    };
  });
  return { segments, seconds: result.duration };
}
