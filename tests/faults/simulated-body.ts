/** What becomes of the body of a load on its way. */
export interface BodyPath {
  /** Calls back when the next piece has arrived. */
  carry(arrive: () => void): void;
  /** What happens to the piece that arrives now: the way may be down by then, or the sender dead. */
  fate(): 'arrives' | 'breaks' | 'hangs';
}

/** A body whose pieces arrive one by one. Nothing more comes after it broke, or once `signal` says so. */
export function arrivingBody(
  pieces: readonly string[],
  path: BodyPath,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  let isOver = false;
  return new ReadableStream({
    start(controller) {
      const fail = () => {
        if (isOver) return;
        isOver = true;
        controller.error(new TypeError('network error'));
      };
      signal?.addEventListener('abort', fail);
      const arrive = () => {
        if (isOver) return;
        const fate = path.fate();
        if (fate === 'hangs') return;
        if (fate === 'breaks') return fail();
        const piece = pieces[at];
        at += 1;
        if (piece === undefined) {
          isOver = true;
          controller.close();
          return;
        }
        controller.enqueue(new TextEncoder().encode(piece));
        path.carry(arrive);
      };
      arrive();
    },
    cancel() {
      isOver = true;
    },
  });
}

/** The pieces up to a share of their length. */
export function cutPieces(pieces: readonly string[], share: number): readonly string[] {
  const text = pieces.join('');
  return [text.slice(0, Math.floor(text.length * share))];
}
