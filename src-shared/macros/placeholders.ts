/** What a macro can say of the case and who writes; in its text as `{account}`, `{next step}` and so on. */
export const placeholders = ['account', 'contact', 'number', 'agent', 'hours', 'next step'] as const;
export type Placeholder = (typeof placeholders)[number];
/** Null where the case does not tell: then the agent has to. */
export type PlaceholderValues = Readonly<Record<Placeholder, string | null>>;

/** A name in braces. Longer ones, and what holds signs, is no placeholder but a text with braces in it. */
const token = /\{([\p{L}][\p{L} _-]{0,39})\}/gu;

/** The text with what is known filled in; what is not stays as it stands, to be seen and filled in by hand. */
export function fillMacro(text: string, values: PlaceholderValues): string {
  return text.replace(token, (whole, written: string) => {
    const name = named(written);
    return name === null ? whole : (values[name] ?? whole);
  });
}

/** The placeholders that stand in a text, each once, as they are written: `{next step}`. */
export function openPlaceholders(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(token), ([whole]) => whole))];
}

/**
 * What a message still has to say of the macro it was written with: the names that every macro knows, and what stands in
 * braces in this one. Other braces are the agent's own, such as `/orders/{id}`.
 *
 * @param macroText null where the macro is not here: then only the names are known.
 */
export function unfilledPlaceholders(text: string, macroText: string | null): readonly string[] {
  const written = new Set(macroText === null ? [] : openPlaceholders(macroText));
  return openPlaceholders(text).filter((whole) => written.has(whole) || named(whole.slice(1, -1)) !== null);
}

/** Those of a macro that nothing could ever fill, such as `{acount}`. */
export function unknownPlaceholders(text: string): readonly string[] {
  return openPlaceholders(text).filter((whole) => named(whole.slice(1, -1)) === null);
}

function named(written: string): Placeholder | null {
  const name = written
    .toLowerCase()
    .replace(/[ _-]+/g, ' ')
    .trim();
  return placeholders.find((candidate) => candidate === name) ?? null;
}
