import { useState } from 'react';

/** What was typed in dialogs that were left without being done, so that Escape loses no text. */
export type KeptValues = Map<string, string>;

/** A text that survives its dialog: `forget` it once it was used. @param initial what it is until it is typed in. */
export function useKeptText(kept: KeptValues, key: string, initial = ''): readonly [string, (text: string) => void] {
  const [text, setText] = useState(kept.get(key) ?? initial);
  return [
    text,
    (next) => {
      setText(next);
      if (next === '') kept.delete(key);
      else kept.set(key, next);
    },
  ];
}

/** Forgets everything kept under keys that start so. */
export function forget(kept: KeptValues, prefix: string): void {
  for (const key of [...kept.keys()]) if (key.startsWith(prefix)) kept.delete(key);
}
