// The finals as files.

const MAX_CUE_CHARACTERS = 84;
const MAX_CUE_SECONDS = 7;
const MIN_CUE_SECONDS = 0.1;

export function asText(transcript) {
  return `${transcript.text}\n`;
}

export function asJson(transcript) {
  const segments = transcript.finals.map(({ start, end, text, language, confidence, words }) => ({
    start: round(start),
    end: round(end),
    text,
    language,
    confidence: round(confidence),
    words: words.map((word) => ({
      word: word.text,
      start: round(word.start),
      end: round(word.end),
      ...(word.confidence === null ? {} : { confidence: round(word.confidence) }),
    })),
  }));
  return `${JSON.stringify({ text: transcript.finals.map((each) => each.text).join(" "), segments }, null, 2)}\n`;
}

export function asSrt(transcript) {
  return transcript.finals
    .flatMap(cues)
    .map((cue, i) => `${i + 1}\n${timestamp(cue.start)} --> ${timestamp(Math.max(cue.end, cue.start + MIN_CUE_SECONDS))}\n${cue.text}\n`)
    .join("\n");
}

/** Cuts a segment between words into parts that fit on a screen. Without words, their times are in proportion to the text. */
function cues(segment) {
  const result = [];
  for (const word of words(segment)) {
    const cue = result.at(-1);
    if (!cue || (cue.text + word.text).trimEnd().length > MAX_CUE_CHARACTERS || word.end - cue.start > MAX_CUE_SECONDS) {
      result.push({ ...word });
    } else {
      cue.text += word.text;
      cue.end = word.end;
    }
  }
  return result.map((cue) => ({ ...cue, text: cue.text.trim() }));
}

/** Returns the words with what follows them, so that the texts, joined, are the text of the segment. */
function words(segment) {
  const parts = split(segment);
  if (parts.some((part) => part.word)) {
    return parts.map((part, i) => ({
      text: part.text,
      start: part.word?.start ?? parts[i - 1]?.word?.end ?? segment.start,
      end: part.word?.end ?? parts[i + 1]?.word?.start ?? segment.end,
    }));
  }
  const pieces = segment.text.match(/\S+\s*/gu) ?? [segment.text];
  const each = (segment.end - segment.start) / segment.text.length;
  let at = segment.start;
  return pieces.map((text) => ({ text, start: at, end: (at += text.length * each) }));
}

/**
 * Parts a segment's text at its words, which are in it in order.
 *
 * @return parts with `text` and, where it is that of a word with its following space, `word`
 */
export function split(segment) {
  const parts = [];
  let at = 0;
  for (const word of segment.words) {
    const start = word.text ? segment.text.indexOf(word.text, at) : -1;
    if (start < 0) {
      continue; // a word that is not in the text: shows the text
    }
    if (start > at && segment.text.slice(at, start).trim()) {
      parts.push({ text: segment.text.slice(at, start) });
    } else if (start > at && parts.length > 0) {
      parts.at(-1).text += segment.text.slice(at, start);
    }
    at = start + word.text.length;
    parts.push({ text: word.text, word });
  }
  if (at < segment.text.length) {
    parts.push({ text: segment.text.slice(at) });
  }
  return parts;
}

function timestamp(value) {
  const millis = Math.round(value * 1000);
  const pad = (number, digits) => String(number).padStart(digits, "0");
  return `${pad(Math.floor(millis / 3600000), 2)}:${pad(Math.floor(millis / 60000) % 60, 2)}:${pad(Math.floor(millis / 1000) % 60, 2)},${pad(millis % 1000, 3)}`;
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
