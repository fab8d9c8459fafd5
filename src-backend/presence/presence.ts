import type { CaseId, DurationMs, SpaceId, UserId } from '../../src-shared/ids.ts';
import {
  type Activity,
  mostPeopleNamed,
  type PresenceEvent,
  type PresenceRequest,
  type PresentPerson,
} from '../../src-shared/sync/presence.ts';
import type { Signals } from '../storage/signals.ts';
import { PresenceExchange, type SharedPresence } from './presence-exchange.ts';

/** What was not renewed for so long is over; windows renew every 20 s. */
export const presenceLifeMs: DurationMs = 45_000;
/** Changes closer together than this become one event. */
const gatherMs: DurationMs = 250;
/** How often it is looked whose time is over. */
const sweepMs: DurationMs = 5_000;
/** More windows of one user than this push out the oldest. */
export const mostSessions = 8;

/** What of an HTTP response an event stream is written to. */
export interface EventSink {
  readonly writableNeedDrain: boolean;
  write(text: string): unknown;
  on(event: 'close' | 'drain', listener: () => void): unknown;
}

interface Entry {
  readonly userId: UserId;
  readonly session: string;
  readonly caseId: CaseId;
  readonly activity: Activity;
  /** By the clock that never jumps. */
  readonly endsAt: number;
  /** Told to this process, which tells it to one that has just started. */
  readonly isOwn: boolean;
}

interface Space {
  /** By user and session, the oldest first. */
  readonly entries: Map<string, Entry>;
  /** What the streams were told of each case, as JSON. */
  readonly shown: Map<CaseId, string>;
  readonly changed: Set<CaseId>;
  /** Streams, and whose window each belongs to. */
  readonly streams: Map<EventSink, string | null>;
}

/**
 * Who looks at or writes on which case. Held in memory only: it ends with the stream of the window, or by itself. Each
 * process holds the whole of it, so that each can tell its own streams.
 */
export class Presence {
  readonly #spaces = new Map<SpaceId, Space>();
  readonly #exchange: PresenceExchange | null;
  readonly #sweep: NodeJS.Timeout;
  #gathering: NodeJS.Timeout | null = null;

  constructor(signals: Signals | null = null) {
    this.#exchange =
      signals &&
      new PresenceExchange(signals, {
        heard: (told) => this.#hear(told),
        asked: () => this.#tellOwn(),
      });
    this.#sweep = setInterval(() => this.#endStale(), sweepMs).unref();
  }

  /** A window says what it shows, or says so again. */
  tell(space: SpaceId, userId: UserId, request: PresenceRequest): void {
    this.#take(space, userId, request, true);
    this.#exchange?.tell({ space, userId, ...request });
  }

  /**
   * Streams to a response whose headers were sent: everybody who is there at once, and then each change.
   *
   * @param session the window whose presence ends with this stream; null for one that tells none.
   */
  add(space: SpaceId, userId: UserId, session: string | null, sink: EventSink): void {
    const here = this.#space(space);
    here.streams.set(sink, session === null ? null : keyOf(userId, session));
    sink.on('close', () => this.#streamEnded(space, userId, session, sink));
    // A slow reader gets all of it when it has caught up, not each change in between.
    sink.on('drain', () => sink.write(everything(here)));
    if (here.shown.size > 0) sink.write(everything(here));
  }

  close(): void {
    clearInterval(this.#sweep);
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#gathering = null;
    this.#exchange?.close();
    this.#spaces.clear();
  }

  #space(space: SpaceId): Space {
    const known = this.#spaces.get(space);
    if (known !== undefined) return known;
    const made: Space = { entries: new Map(), shown: new Map(), changed: new Set(), streams: new Map() };
    this.#spaces.set(space, made);
    return made;
  }

  #take(
    space: SpaceId,
    userId: UserId,
    { session, caseId, activity }: Pick<PresenceRequest, 'session' | 'caseId' | 'activity'>,
    isOwn: boolean,
  ): void {
    const here = this.#space(space);
    const key = keyOf(userId, session);
    if (caseId === null) {
      this.#end(here, key);
      return;
    }
    const before = here.entries.get(key);
    const endsAt = performance.now() + presenceLifeMs;
    here.entries.set(key, { userId, session, caseId, activity, endsAt, isOwn });
    if (before?.caseId === caseId && before.activity === activity) return;
    if (before === undefined) this.#limitSessions(here, userId);
    else this.#changed(here, before.caseId);
    this.#changed(here, caseId);
  }

  #limitSessions(here: Space, userId: UserId): void {
    const own = [...here.entries].filter(([, entry]) => entry.userId === userId);
    for (const [key] of own.slice(0, Math.max(0, own.length - mostSessions))) this.#end(here, key);
  }

  #streamEnded(space: SpaceId, userId: UserId, session: string | null, sink: EventSink): void {
    const here = this.#spaces.get(space);
    if (!here?.streams.delete(sink) || session === null) return;
    const key = keyOf(userId, session);
    if (this.#hasStream(here, key)) return;
    this.#end(here, key);
    this.#exchange?.tell({ space, userId, session, caseId: null, activity: 'gone' });
  }

  #hasStream(here: Space, key: string): boolean {
    for (const other of here.streams.values()) if (other === key) return true;
    return false;
  }

  #end(here: Space, key: string): void {
    const entry = here.entries.get(key);
    if (entry === undefined) return;
    here.entries.delete(key);
    this.#changed(here, entry.caseId);
  }

  #endStale(): void {
    const now = performance.now();
    for (const here of this.#spaces.values()) {
      for (const [key, entry] of here.entries) if (entry.endsAt <= now) this.#end(here, key);
    }
  }

  #hear(told: SharedPresence): void {
    const { space, userId, session, activity } = told;
    const here = this.#space(space);
    if (activity !== 'gone') {
      this.#take(space, userId, { ...told, activity }, false);
      return;
    }
    const key = keyOf(userId, session);
    if (!this.#hasStream(here, key)) {
      this.#end(here, key);
      return;
    }
    // The window lost its stream to another process and has a new one here: it is still there.
    const entry = here.entries.get(key);
    if (entry) this.#exchange?.tell({ ...entry, space });
  }

  #tellOwn(): void {
    for (const [space, { entries }] of this.#spaces) {
      for (const entry of entries.values()) if (entry.isOwn) this.#exchange?.tell({ ...entry, space });
    }
  }

  #changed(here: Space, caseId: CaseId): void {
    here.changed.add(caseId);
    this.#gathering ??= setTimeout(() => this.#sendChanges(), gatherMs);
  }

  #sendChanges(): void {
    this.#gathering = null;
    for (const here of this.#spaces.values()) {
      if (here.changed.size === 0) continue;
      const cases = takeChanged(here);
      if (cases.length === 0) continue;
      const text = eventText(false, cases);
      for (const sink of here.streams.keys()) if (!sink.writableNeedDrain) sink.write(text);
    }
  }
}

/** Brings `shown` up to date; answers the cases that look different now, as JSON. */
function takeChanged(here: Space): string[] {
  const people = peopleOn(here);
  const cases: string[] = [];
  for (const caseId of here.changed) {
    const present: PresenceEvent['cases'][number] = { caseId, people: people.get(caseId) ?? [] };
    const isEmpty = present.people.length === 0;
    const text = JSON.stringify(present);
    const before = here.shown.get(caseId);
    if (isEmpty) here.shown.delete(caseId);
    else here.shown.set(caseId, text);
    if (before !== (isEmpty ? undefined : text)) cases.push(text);
  }
  here.changed.clear();
  return cases;
}

/** The people on each changed case, those who write first; somebody with two windows on it is one. */
function peopleOn(here: Space): ReadonlyMap<CaseId, PresentPerson[]> {
  const found = new Map<CaseId, Map<UserId, Activity>>();
  for (const { caseId, userId, activity } of here.entries.values()) {
    if (!here.changed.has(caseId)) continue;
    const people = found.get(caseId) ?? new Map<UserId, Activity>();
    found.set(caseId, people);
    if (activity === 'writing' || !people.has(userId)) people.set(userId, activity);
  }
  return new Map([...found].map(([caseId, people]) => [caseId, named(people)]));
}

function named(people: ReadonlyMap<UserId, Activity>): PresentPerson[] {
  const all = [...people].map(([userId, activity]): PresentPerson => ({ userId, activity }));
  return all
    .toSorted((a, b) => Number(b.activity === 'writing') - Number(a.activity === 'writing'))
    .slice(0, mostPeopleNamed);
}

function everything(here: Space): string {
  return eventText(true, [...here.shown.values()]);
}

function eventText(all: boolean, cases: readonly string[]): string {
  return `event: presence\ndata: {"all":${all},"cases":[${cases.join(',')}]}\n\n`;
}

function keyOf(userId: UserId, session: string): string {
  return JSON.stringify([userId, session]);
}
