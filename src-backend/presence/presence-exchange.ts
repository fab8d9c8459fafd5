import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { caseIdSchema, userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import { activitySchema, presenceSessionSchema } from '../../src-shared/sync/presence.ts';
import { spaceIdSchema } from '../../src-shared/sync/protocol.ts';
import { type Signals, signalLimitBytes } from '../storage/signals.ts';

/** What the processes tell each other of one window; `gone`: its stream ended. */
const sharedPresenceSchema = z.object({
  space: spaceIdSchema,
  userId: userIdSchema,
  session: presenceSessionSchema,
  caseId: caseIdSchema.nullable(),
  activity: z.enum([...activitySchema.options, 'gone']),
});
export type SharedPresence = z.infer<typeof sharedPresenceSchema>;

const messageSchema = z.object({
  /** The process that says it. */
  from: z.string(),
  /** It has just begun to listen, and asks who is there. */
  asks: z.boolean(),
  presence: z.array(sharedPresenceSchema),
});
type Message = z.infer<typeof messageSchema>;

/** What was told in so short a time goes out together. */
const gatherMs: DurationMs = 100;
/** For everything of a message but what it tells. */
const envelopeBytes = 200;

interface ExchangeEvents {
  readonly heard: (told: SharedPresence) => void;
  readonly asked: () => void;
}

/** Tells the other processes on the same data who is there, and hears it from them. */
export class PresenceExchange {
  readonly #signals: Signals;
  readonly #me = randomUUID();
  readonly #stop: () => void;
  /** Only the last word of each window. */
  readonly #waiting = new Map<string, string>();
  #gathering: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(signals: Signals, events: ExchangeEvents) {
    this.#signals = signals;
    this.#stop = signals.listen(
      (text) => {
        const message = readMessage(text);
        if (message === null || message.from === this.#me) return;
        for (const told of message.presence) events.heard(told);
        if (message.asks) events.asked();
      },
      () => {
        this.#send(true, []);
        // What was said here meanwhile was not heard either.
        events.asked();
      },
    );
  }

  tell({ space, userId, session, caseId, activity }: SharedPresence): void {
    if (this.#closed) return;
    const text = JSON.stringify({ space, userId, session, caseId, activity } satisfies SharedPresence);
    this.#waiting.set(JSON.stringify([space, userId, session]), text);
    this.#gathering ??= setTimeout(() => this.#sendWaiting(), gatherMs);
  }

  close(): void {
    this.#closed = true;
    if (this.#gathering !== null) clearTimeout(this.#gathering);
    this.#stop();
  }

  /** In as many signals as it takes. */
  #sendWaiting(): void {
    this.#gathering = null;
    let part: string[] = [];
    let bytes = envelopeBytes;
    for (const text of this.#waiting.values()) {
      const more = Buffer.byteLength(text) + 1;
      if (bytes + more > signalLimitBytes) {
        this.#send(false, part);
        part = [];
        bytes = envelopeBytes;
      }
      part.push(text);
      bytes += more;
    }
    this.#waiting.clear();
    if (part.length > 0) this.#send(false, part);
  }

  #send(asks: boolean, presence: readonly string[]): void {
    this.#signals.send(`{"from":"${this.#me}","asks":${asks},"presence":[${presence.join(',')}]}`);
  }
}

/** Null for what another version says in another form. */
function readMessage(text: string): Message | null {
  try {
    const message = messageSchema.safeParse(JSON.parse(text));
    return message.success ? message.data : null;
  } catch {
    return null;
  }
}
