import type { ServerResponse } from 'node:http';
import type { SpaceId } from '../../src-shared/ids.ts';

/** Pokes closer together than this become one. */
const gatherMs = 20;
/** Tells both ends that a quiet stream still lives. */
const beatMs = 15_000;

/** The open event streams. A poke says only "pull"; what changed is for the pull to say. */
export class Pokes {
  readonly #streams = new Map<ServerResponse, SpaceId>();
  readonly #versions = new Map<SpaceId, number>();
  readonly #changed = new Set<SpaceId>();
  readonly #beat: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | null = null;

  constructor() {
    this.#beat = setInterval(() => this.#sendBeat(), beatMs).unref();
  }

  /** Streams to a response whose headers were sent. The first poke tells the version at once. */
  add(space: SpaceId, response: ServerResponse, version: number): void {
    this.#streams.set(response, space);
    response.on('close', () => this.#streams.delete(response));
    // A slow reader gets the newest version when it has caught up, not each one in between.
    response.on('drain', () => response.write(pokeText(this.#versions.get(space) ?? version)));
    response.write(pokeText(Math.max(version, this.#versions.get(space) ?? 0)));
  }

  announce(space: SpaceId, version: number): void {
    this.#versions.set(space, version);
    this.#changed.add(space);
    this.#gathering ??= setTimeout(() => this.#sendPokes(), gatherMs);
  }

  /** Ends every stream. */
  close(): void {
    clearInterval(this.#beat);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    for (const response of this.#streams.keys()) response.end();
    this.#streams.clear();
  }

  #sendPokes(): void {
    this.#gathering = null;
    for (const [response, space] of this.#streams) {
      if (this.#changed.has(space) && !response.writableNeedDrain) {
        response.write(pokeText(this.#versions.get(space) ?? 0));
      }
    }
    this.#changed.clear();
  }

  #sendBeat(): void {
    for (const response of this.#streams.keys()) {
      if (!response.writableNeedDrain) response.write('event: beat\ndata: {}\n\n');
    }
  }
}

function pokeText(version: number): string {
  return `event: poke\ndata: {"version":${version}}\n\n`;
}
