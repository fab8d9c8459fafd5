import { rmSync } from 'node:fs';
import path from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { type Send, sendAndWait } from './pusher.ts';

/** Ways to break the product from outside, to show that a kill test notices. */
export interface Sabotage {
  /** How the backend's clients push. */
  readonly send: Send;
  /** Done to the app's profile after each kill. */
  readonly spoil: (profile: string) => void;
}

export const none: Sabotage = { send: sendAndWait, spoil: () => undefined };

/** By the name that `--sabotage` takes. */
export const sabotages: Readonly<Record<string, () => Sabotage>> = {
  /** Somebody on the way answers before the backend has stored anything, and forgets it when the backend dies. */
  'acknowledge-early': () => ({ ...none, send: acknowledgesEarly() }),
  /** A client that was answered sends the same again as another client. */
  'send-twice': () => ({ ...none, send: sendsTwice }),
  /** A start of the app finds neither the browser's storage nor the journal. */
  'drop-outbox': () => ({ ...none, spoil: dropOutbox }),
};

function acknowledgesEarly(): Send {
  const last = new Map<string, Promise<unknown>>();
  return async (push) => {
    const before = last.get(push.clientID) ?? Promise.resolve();
    // What comes after something that was lost is out of order, and lost as well.
    const sent = before.then(() => sendAndWait(push)).catch(() => false);
    last.set(push.clientID, sent);
    // Not more ahead than one push, or nothing would ever be stored.
    await before;
    return true;
  };
}

const sendsTwice: Send = async (push) => {
  if (!(await sendAndWait(push))) return false;
  const first = push.mutations[0];
  if (first === undefined || first.name === 'create_case') return true;
  const again = { ...first, id: 1, args: { ...first.args, eventId: uuidv7() } };
  await sendAndWait({ ...push, clientID: `again ${uuidv7()}`, mutations: [again] });
  return true;
};

function dropOutbox(profile: string): void {
  for (const place of ['IndexedDB', 'stand-in-browser', 'journal']) {
    rmSync(path.join(profile, place), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}
