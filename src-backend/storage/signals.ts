/** Longest text of a signal in bytes; PostgreSQL takes 7,999. */
export const signalLimitBytes = 7_900;

/**
 * Short texts between the processes that serve the same data. They are stored nowhere, take no connection that reading
 * or writing needs, and any of them may be lost.
 */
export interface Signals {
  /** To every other process; it may come back to this one too. Never waits and never throws. */
  send(text: string): void;
  /** @param joined called each time this process hears the others again: it may have missed what they said before. */
  listen(heard: (text: string) => void, joined: () => void): () => void;
}
