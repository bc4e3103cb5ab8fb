// Shows the text: finals stay, open segments are drawn again with each response.

import { split } from "./export.js";

/** Words below this confidence are marked. */
const UNSURE = 0.5;

/** Distance from the end, in pixels, within which the view follows new text. */
const FOLLOW = 40;

export class TranscriptView {
  #box;
  #spoken;
  #open = [];

  /**
   * @param box the element for the text
   * @param spoken the live region, from which screen readers speak finals
   */
  constructor(box, spoken) {
    this.#box = box;
    this.#spoken = spoken;
  }

  clear() {
    this.#box.replaceChildren();
    this.#spoken.textContent = "";
    this.#open = [];
  }

  /** Appends a final, and draws the open segments after it. */
  addFinal(segment, open) {
    this.#spoken.textContent = segment.text;
    this.#draw([segment], open);
  }

  drawOpen(open) {
    this.#draw([], open);
  }

  #draw(finals, open) {
    const follows = this.#box.scrollHeight - this.#box.scrollTop - this.#box.clientHeight < FOLLOW;
    this.#open.forEach((element) => element.remove());
    this.#box.append(...finals.map(finalElement));
    this.#open = open.filter((segment) => segment.text).map(openElement);
    this.#box.append(...this.#open);
    if (follows) {
      this.#box.scrollTop = this.#box.scrollHeight;
    }
  }
}

function finalElement(segment) {
  const text = element("span", "final");
  text.append(...marked(split(segment)));
  return row(segment, text);
}

function openElement(segment) {
  const text = element("span", "");
  const settled = element("span", "settled", segment.settled);
  const open = element("span", "open", segment.text.slice(segment.settled.length));
  open.setAttribute("aria-hidden", "true"); // it still changes
  text.append(settled, open);
  return row(segment, text);
}

function row(segment, text) {
  const container = element("div", "segment");
  container.append(element("span", "time", clock(segment.start)), text);
  return container;
}

function marked(parts) {
  return parts.flatMap(({ text, word }) => {
    if (!word || word.confidence === null || word.confidence >= UNSURE) {
      return [text];
    }
    const mark = element("span", "unsure", word.text);
    mark.title = `Uncertain: confidence ${percent(word.confidence)}`;
    return [mark, text.slice(word.text.length)];
  });
}

function element(name, className, text = "") {
  const created = document.createElement(name);
  created.className = className;
  created.textContent = text;
  return created;
}

/** Returns a time as minutes and seconds. */
export function clock(value) {
  const whole = Math.floor(value);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function percent(value) {
  return `${Math.round(value * 100)} %`;
}
