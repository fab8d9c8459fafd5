import { createFetchTransport } from '../../src-renderer/sync/fetch-transport.ts';
import { clientGroupIdSchema, protocolVersion, schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { Scheduler } from './scheduler.ts';
import type { Snapshot } from './server-history.ts';
import type { Answer } from './simulated-answers.ts';
import type { SimulatedServer } from './simulated-server.ts';
import { mustHold } from './violation.ts';

/** What a client that has nothing gets from the server. */
export async function coldPull(server: SimulatedServer, scheduler: Scheduler, token: string): Promise<Snapshot> {
  const transport = createFetchTransport('', {
    fetch: async (path, init) => {
      const body = typeof init.body === 'string' ? init.body : null;
      const { status, text } = await answered(server, scheduler, { path, token, body });
      return { ok: status === 200, status, text: async () => text, body: null };
    },
    openStream: () => ({ addEventListener() {}, close() {} }),
  });
  const documents = new Map<string, string>();
  let cookie: string | null = null;
  for (let more = true; more; ) {
    const clientGroupID = clientGroupIdSchema.parse('cold');
    const request = { pullVersion: protocolVersion, clientGroupID, cookie, schemaVersion } as const;
    const page = await transport.pull(request, new AbortController().signal);
    for (const operation of page.patch) {
      if (operation.op === 'clear') continue;
      const { collection, id, version } = operation;
      if (operation.op === 'del') documents.delete(`${collection}/${id}`);
      else documents.set(`${collection}/${id}`, JSON.stringify([collection, id, version, operation.doc]));
    }
    cookie = page.cookie;
    more = page.more;
  }
  return documents;
}

async function answered(
  server: SimulatedServer,
  scheduler: Scheduler,
  request: Parameters<SimulatedServer['handle']>[0],
): Promise<Answer> {
  let answer: Answer | null | undefined;
  server.handle(request, (given) => {
    answer = given;
  });
  for (let tries = 0; answer === undefined && tries < 1_000; tries += 1) await scheduler.pass(5, async () => {});
  mustHold(answer !== undefined && answer !== null, 'a server in peace answers');
  return answer ?? { status: 0, text: '', load: null };
}
