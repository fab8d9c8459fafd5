import { setTimeout as pause } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Random } from '../../src-backend/sample/random.ts';
import { protocolVersion, pushResponseSchema, schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { Acknowledgements } from './acknowledgements.ts';
import { idPrefix } from './exported-ids.ts';

/** One request of a push. Answers whether it was acknowledged; false: it is not known, or not possible now. */
export type Send = (push: Push) => Promise<boolean>;

export interface Push {
  readonly url: string;
  readonly token: string;
  readonly clientID: string;
  readonly mutations: readonly { readonly id: number; readonly name: string; readonly args: object }[];
}

/** A client that pushes one action after the other as fast as it is answered, and what is not answered again. */
export interface Pusher {
  /** Settles when it has finished; rejects if it was answered with what cannot be. */
  readonly running: Promise<void>;
  /** Sends what was not answered, and then no more. */
  finish(): Promise<void>;
}

export interface PusherOptions {
  readonly name: string;
  readonly token: string;
  readonly accountId: string;
  readonly random: Random;
  readonly acknowledged: Acknowledgements;
  readonly send: Send;
  /** Where the backend is; resolves when there is one. */
  readonly url: () => Promise<string>;
  /** Called after each push that was answered. */
  readonly answered: () => void;
}

/** Between two tries of a push that cannot be done now. */
const retryMs = 20;

export function startPusher(options: PusherOptions): Pusher {
  const { name, token, accountId, random, acknowledged, send, url, answered } = options;
  let caseId = '';
  let lastId = 0;
  let isFinishing = false;

  function nextAction() {
    lastId += 1;
    const text = `${idPrefix}${name}-${lastId}`;
    if (caseId === '' || random.chance(0.1)) {
      caseId = uuidv7();
      const about = { subject: `Case of ${name}`, accountId, contactId: null, channel: 'portal', priority: 3 };
      return { id: lastId, name: 'create_case', args: { caseId, eventId: uuidv7(), text, ...about }, text };
    }
    return { id: lastId, name: 'add_note', args: { caseId, eventId: uuidv7(), text }, text };
  }

  async function run(): Promise<void> {
    while (!isFinishing) {
      const actions = Array.from({ length: random.whole(1, 6) }, nextAction);
      const mutations = actions.map(({ text: _, ...mutation }) => ({ ...mutation }));
      while (!(await send({ url: await url(), token, clientID: name, mutations }))) await pause(retryMs);
      acknowledged.add(...actions.map(({ text }) => text));
      answered();
    }
  }

  const running = run();
  // Told by whoever awaits it.
  running.catch(() => undefined);
  return {
    running,
    finish() {
      isFinishing = true;
      return running;
    },
  };
}

/** As it should be: acknowledged is what the backend answered. */
export const sendAndWait: Send = async ({ url, token, clientID, mutations }) => {
  const body = JSON.stringify({
    pushVersion: protocolVersion,
    schemaVersion,
    clientGroupID: `group of ${clientID}`,
    mutations: mutations.map((mutation) => ({ clientID, timestamp: timeOf(mutation.args), ...mutation })),
  });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${url}/sync/push`, { method: 'POST', headers, body });
    status = response.status;
    text = await response.text();
  } catch {
    return false;
  }
  if (status === 503) return false;
  if (status !== 200) throw new Error(`A push of ${clientID} was answered with ${status}: ${text}`);
  const { rejections } = pushResponseSchema.parse(JSON.parse(text));
  if (rejections.length > 0) throw new Error(`A push of ${clientID} was refused: ${text}`);
  return true;
};

/** When the ids of an action were made, so that it is the same each time it is sent. */
function timeOf(args: object): number {
  const eventId = 'eventId' in args ? String(args.eventId) : '';
  return Number.parseInt(eventId.replaceAll('-', '').slice(0, 12), 16);
}
