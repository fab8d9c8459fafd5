import type { Signals } from '../signals.ts';

/** The signals of PostgreSQL: NOTIFY, on the one connection that listens. */
export class SignalBoard implements Signals {
  readonly #listeners = new Set<{ readonly heard: (text: string) => void; readonly joined: () => void }>();
  readonly send: (text: string) => void;

  constructor(send: (text: string) => void) {
    this.send = send;
  }

  listen(heard: (text: string) => void, joined: () => void): () => void {
    const listener = { heard, joined };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  heard(text: string): void {
    for (const listener of this.#listeners) listener.heard(text);
  }

  joined(): void {
    for (const listener of this.#listeners) listener.joined();
  }
}
