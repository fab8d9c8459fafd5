/*
 * Bidirectional text: what somebody wrote can turn round what stands beside it in the same line, by a script that is
 * read from right to left or by invisible controls. Unicode's isolates end that where the text ends.
 */

const firstStrongIsolate = '\u2068';
const popIsolate = '\u2069';

/** Scripts that are read from right to left, and the controls of direction. */
const reaching =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** Where Unicode begins a new paragraph, in which no earlier control counts. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: some of them are controls.
const paragraphEnd = /([\n\r\u001c-\u001e\u0085\u2029])/;
const isolates = /[\u2066-\u2069]/g;

/**
 * The text as a part of a sentence of ours: whatever its direction and its controls, it moves nothing around it. Nearly
 * all texts cannot, and come back as they are.
 */
export function isolated(text: string): string {
  if (!reaching.test(text)) return text;
  return text
    .split(paragraphEnd)
    .map((part) => (reaching.test(part) ? isolatedPart(part) : part))
    .join('');
}

/** Isolates that the text itself leaves open, or ends without having begun them, would end or swallow ours. */
function isolatedPart(part: string): string {
  let open = 0;
  let stray = 0;
  for (const [control] of part.matchAll(isolates)) {
    if (control !== popIsolate) open += 1;
    else if (open > 0) open -= 1;
    else stray += 1;
  }
  return firstStrongIsolate.repeat(stray + 1) + part + popIsolate.repeat(open + 1);
}
