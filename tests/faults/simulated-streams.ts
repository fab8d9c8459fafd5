import type { SpaceId } from '../../src-shared/ids.ts';
import type { Scheduler } from './scheduler.ts';

export type StreamTell = (type: 'poke' | 'beat' | 'error', data?: string) => void;

interface Stream {
  readonly token: string;
  readonly space: SpaceId;
  readonly tell: StreamTell;
  poked: boolean;
}

const pokeGatherMs = 20;
const beatMs = 15_000;

/** The open event streams of one run of the server, in simulated time. */
export class SimulatedStreams {
  readonly #scheduler: Scheduler;
  readonly #hasAccess: (token: string, space: SpaceId) => boolean;
  readonly #streams = new Set<Stream>();
  readonly #versions = new Map<SpaceId, number>();
  #ended = false;

  constructor(scheduler: Scheduler, hasAccess: (token: string, space: SpaceId) => boolean) {
    this.#scheduler = scheduler;
    this.#hasAccess = hasAccess;
    this.#beat();
  }

  /** The first poke comes at once. Answers with the function that closes the stream. */
  open(token: string, space: SpaceId, version: number, tell: StreamTell): () => void {
    const stream: Stream = { token, space, tell, poked: false };
    this.#streams.add(stream);
    tell('poke', pokeOf(version));
    return () => void this.#streams.delete(stream);
  }

  /** Says that the space changed; changes close together are one poke. Who has no access any more is not told. */
  poke(space: SpaceId, version: number): void {
    this.#versions.set(space, version);
    for (const stream of this.#streams) {
      if (stream.space !== space || stream.poked) continue;
      stream.poked = true;
      this.#scheduler.after(pokeGatherMs, () => {
        stream.poked = false;
        if (this.#hasAccess(stream.token, space)) stream.tell('poke', pokeOf(this.#versions.get(space) ?? 0));
        else if (this.#streams.delete(stream)) stream.tell('error');
      });
    }
  }

  end(): void {
    this.#ended = true;
    for (const stream of [...this.#streams]) stream.tell('error');
  }

  #beat(): void {
    this.#scheduler.after(beatMs, () => {
      if (this.#ended) return;
      for (const stream of [...this.#streams]) stream.tell('beat');
      this.#beat();
    });
  }
}

function pokeOf(version: number): string {
  return JSON.stringify({ version });
}
