/** Tells pokes that say something new from those of what a pull has brought already, such as one's own action. */
export interface PokedVersions {
  /** The stream told this version. */
  poked(version: number): void;
  /** A pull is about to be asked for: it brings what was told until now. */
  pulling(): void;
  /** A pull was applied. @param version of the space that it brought; null if the backend did not say. */
  pulled(version: number | null): void;
  /** There is another stream, store or client: what was pulled says nothing of the next poke. */
  forget(): void;
  /** A poke told of a version that the last pull has not brought. */
  readonly isBehind: boolean;
}

/**
 * Only the version of the last pull itself counts as known, not an earlier one: where a backend was put back to older
 * data, a lower version is news.
 */
export function createPokedVersions(): PokedVersions {
  let toldLast: number | null = null;
  let brought: number | null = null;
  return {
    poked(version) {
      toldLast = Math.max(version, toldLast ?? version);
    },
    pulling() {
      toldLast = null;
    },
    pulled(version) {
      brought = version;
    },
    forget() {
      brought = null;
    },
    get isBehind() {
      return toldLast !== null && toldLast !== brought;
    },
  };
}
