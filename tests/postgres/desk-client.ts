import { v7 as uuidv7 } from 'uuid';
import { pushResponseSchema } from '../../src-shared/sync/protocol.ts';

/** A client that works on a case of its own, and on a failure sends the same push again to the next backend. */
export interface DeskClient {
  readonly clientId: string;
  readonly caseId: string;
  /** Ids of the notes whose push was answered, in order. */
  readonly acknowledged: readonly string[];
  /** How many pushes were not answered. */
  readonly failures: number;
  /** Makes its case, and then sends so many pushes of three notes each. */
  work(pushes: number): Promise<void>;
}

export interface DeskClientOptions {
  /** The backends to try, in turns, starting with the first. */
  readonly urls: readonly string[];
  readonly token: string;
  readonly clientId: string;
  readonly accountId: string;
  /** Called after each push that was answered. */
  readonly afterEach: () => void;
}

export function deskClient(options: DeskClientOptions): DeskClient {
  const { urls, token, clientId, accountId, afterEach } = options;
  const caseId = uuidv7();
  const acknowledged: string[] = [];
  let failures = 0;
  let turn = 0;
  let lastId = 0;

  const push = async (actions: readonly (readonly [name: string, args: unknown])[]) => {
    const mutations = actions.map(([name, args]) => {
      lastId += 1;
      return { clientID: clientId, id: lastId, name, args, timestamp: Date.now() };
    });
    const clientGroupID = `group of ${clientId}`;
    const body = JSON.stringify({ pushVersion: 1, schemaVersion: 1, clientGroupID, mutations });
    while (!(await isAnswered(`${urls[turn % urls.length]}/sync/push`, token, body, clientId, lastId))) {
      failures += 1;
      turn += 1;
    }
    afterEach();
  };

  return {
    clientId,
    caseId,
    acknowledged,
    get failures() {
      return failures;
    },
    async work(pushes) {
      const about = { subject: `Case of ${clientId}`, text: 'ASN rejected.', channel: 'portal', priority: 3 };
      await push([['create_case', { caseId, eventId: uuidv7(), accountId, contactId: null, ...about }]]);
      for (let sent = 0; sent < pushes; sent += 1) {
        const notes = [uuidv7(), uuidv7(), uuidv7()];
        await push(notes.map((eventId) => ['add_note', { caseId, eventId, text: `Note ${eventId}` }]));
        acknowledged.push(...notes);
      }
    },
  };
}

/** False if the backend could not be reached or could not do it now. Throws if it refused. */
async function isAnswered(url: string, token: string, body: string, clientId: string, id: number): Promise<boolean> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  let status: number;
  let text: string;
  try {
    const response = await fetch(url, { method: 'POST', headers, body });
    status = response.status;
    text = await response.text();
  } catch {
    return false;
  }
  if (status === 503) return false;
  if (status !== 200) throw new Error(`Action ${id} of ${clientId} was answered with ${status}: ${text}`);
  const { lastMutationIDs, rejections } = pushResponseSchema.parse(JSON.parse(text));
  if (lastMutationIDs[clientId] === id && rejections.length === 0) return true;
  throw new Error(`Action ${id} of ${clientId} was answered with ${text}`);
}
