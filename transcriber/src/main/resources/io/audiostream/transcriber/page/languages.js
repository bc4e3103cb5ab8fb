// The languages of multilingual Whisper models.

const CODES =
  "af am ar as az ba be bg bn bo br bs ca cs cy da de el en es et eu fa fi fo fr gl gu ha haw he hi hr ht hu hy id is it ja jw ka kk km kn"
  + " ko la lb ln lo lt lv mg mi mk ml mn mr ms mt my ne nl nn no oc pa pl ps pt ro ru sa sd si sk sl sn so sq sr su sv sw ta te tg th tk tl"
  + " tr tt uk ur uz vi yi yo yue zh";

const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** Returns the name of a language in English. Upload results have the name already. */
export function languageName(code) {
  if (!code || code.length > 3) {
    return code ? code[0].toUpperCase() + code.slice(1) : "";
  }
  return names.of(code === "jw" ? "jv" : code);
}

/** Returns codes and names, in the order of the names. */
export function languages() {
  return CODES.split(" ")
    .map((code) => ({ code, name: languageName(code) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
