// Text in drawings: isolation of Persian in left-to-right containers, figures, forgiving comparison.

const ISOLATE = "\u2067";
const ISOLATE_LTR = "\u2066";
const POP = "\u2069";

/** `text` in its own direction, whatever surrounds it on the canvas. */
export function isolate(text: string, language: string): string {
  return `${language === "fa" ? ISOLATE : ISOLATE_LTR}${text}${POP}`;
}

export function numbers(language: string, options: Intl.NumberFormatOptions = {}): (value: number) => string {
  const format = new Intl.NumberFormat(language === "fa" ? "fa-IR" : "en-GB", options);
  return (value) => format.format(value);
}

/** A year as people write it: no thousands separator. */
export const years = (language: string): ((value: number) => string) => numbers(language, { useGrouping: false });

const LETTERS: Record<string, string> = { ي: "ی", ى: "ی", ئ: "ی", ك: "ک", ة: "ه", ۀ: "ه", أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ؤ: "و" };

/** For comparison only: one form per letter, no marks, no spaces or half-spaces, ASCII digits, lower case. */
export function fold(text: string): string {
  return text
    .replace(/[يىئكةۀأإآٱؤ]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0640\u200b-\u200f\s\-'’.,()]/g, "")
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .toLowerCase();
}

export type Words = (key: string) => string;

/** Translations come from the page (data-word-…) or from the data; `defaults` are the English last resort. */
export function wordsOf(element: HTMLElement, sent: Record<string, string> | undefined, defaults: Record<string, string>): Words {
  return (key) => sent?.[key] ?? element.getAttribute(`data-word-${key}`) ?? defaults[key] ?? key;
}

/** Put `values` in the places {name} of a sentence. */
export function fill(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
