import type { ServerResponse } from 'node:http';
import type { SpaceId, UserId } from '../../src-shared/ids.ts';

/** Pokes closer together than this become one. */
const gatherMs = 20;
/** Tells both ends that a quiet stream still lives. */
const beatMs = 15_000;

/** Which of these users the space has; the others were removed, or their access moved. */
export type UsersHere = (space: SpaceId, userIds: ReadonlySet<UserId>) => Promise<ReadonlySet<UserId>>;

interface Listener {
  readonly space: SpaceId;
  readonly userId: UserId;
}

/** The open event streams. A poke says only "pull"; what changed is for the pull to say. */
export class Pokes {
  readonly #usersHere: UsersHere;
  readonly #streams = new Map<ServerResponse, Listener>();
  readonly #versions = new Map<SpaceId, number>();
  readonly #changed = new Set<SpaceId>();
  readonly #beat: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | null = null;

  constructor(usersHere: UsersHere) {
    this.#usersHere = usersHere;
    this.#beat = setInterval(() => this.#sendBeat(), beatMs).unref();
  }

  /** Streams to a response whose headers were sent. The first poke tells the version at once. */
  add({ space, userId }: Listener, response: ServerResponse, version: number): void {
    this.#streams.set(response, { space, userId });
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
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const space of changed) void this.#pokeSpace(space);
  }

  /** What a user has no access to any longer is not told either: such a stream ends, and asking anew tells why. */
  async #pokeSpace(space: SpaceId): Promise<void> {
    const listening = [...this.#streams].filter(([, listener]) => listener.space === space);
    const userIds = new Set(listening.map(([, { userId }]) => userId));
    const here = await this.#usersHere(space, userIds).catch(() => new Set<UserId>());
    for (const [response, { userId }] of listening) {
      // It may have ended meanwhile.
      if (!this.#streams.has(response)) continue;
      if (!here.has(userId)) {
        this.#streams.delete(response);
        response.destroy();
      } else if (!response.writableNeedDrain) {
        response.write(pokeText(this.#versions.get(space) ?? 0));
      }
    }
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
