import { useState } from 'react';
import type { Replica } from '../replica/replica.ts';

/** What was typed in dialogs that were left without being done, so that Escape loses no text. */
export interface KeptValues {
  get(key: string): string | undefined;
  set(key: string, text: string): void;
  delete(key: string): void;
  /** Those that were asked for or set since the start. */
  keys(): Iterable<string>;
}

/** Keeps them as drafts are kept: at once here, on the disk soon after, so that they outlive a restart as well. */
export function createKeptValues(replica: Pick<Replica, 'draft' | 'saveDraft'>): KeptValues {
  const known = new Map<string, string>();
  const store = (key: string, text: string): void => {
    // One that cannot be stored is told by the store itself, and is still here.
    replica.saveDraft(draftKey(key), { kind: 'note', text }).catch(() => {});
  };
  return {
    get(key) {
      const text = known.get(key) ?? replica.draft(draftKey(key))?.text ?? '';
      known.set(key, text);
      return text === '' ? undefined : text;
    },
    set(key, text) {
      known.set(key, text);
      store(key, text);
    },
    delete(key) {
      if ((known.get(key) ?? '') === '' && replica.draft(draftKey(key)) === undefined) return;
      known.set(key, '');
      store(key, '');
    },
    keys: () => known.keys(),
  };
}

/** No case has such an id. */
function draftKey(key: string): string {
  return `dialog: ${key}`;
}

/** The last word of the keys under which a dialog keeps what was chosen or noted by itself, not typed. */
const choices =
  /^dialog: (?!.* request fields ).* (reason|breach|team|kind|code|type|account|contact|product|channel|priority|severity|owner|request|began)$/;

/** How many of the texts that are kept somebody has typed: what was chosen in a dialog and left is none. */
export function countTexts(draftIds: readonly string[]): number {
  return draftIds.filter((id) => !choices.test(id)).length;
}

/** A text that survives its dialog: `forget` it once it was used. @param initial what it is until it is typed in. */
export function useKeptText(kept: KeptValues, key: string, initial = ''): readonly [string, (text: string) => void] {
  const [text, setText] = useState(kept.get(key) ?? initial);
  return [
    text,
    (next) => {
      setText(next);
      if (next === '' || next === initial) kept.delete(key);
      else kept.set(key, next);
    },
  ];
}

/** Forgets everything kept under a key and those that go on from it by a word: "… c:1 text", but not "… c:12". */
export function forget(kept: KeptValues, prefix: string): void {
  const words = prefix.endsWith(' ') ? prefix : `${prefix} `;
  for (const key of [...kept.keys()]) if (key === prefix || key.startsWith(words)) kept.delete(key);
}
