import { isolated } from '../text/isolated.ts';

/** What a sentence that begins with it calls a case. */
export function caseName(doc: { readonly number: string | null }): string {
  return doc.number === null ? 'This new case' : `Case ${isolated(doc.number)}`;
}

/** The same within a sentence. */
export function inSentence(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
