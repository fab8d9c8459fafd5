import { randomUUID } from 'node:crypto';
import type { Role } from '../../src-shared/directory/documents.ts';
import { protocolVersion, schemaVersion } from '../../src-shared/sync/protocol.ts';
import type { TeamBackend } from './team-backend.ts';

/** Somebody who acts on the same backend without the app. */
export async function colleagueOn(
  backend: TeamBackend,
  name: string,
  now: () => number = Date.now,
  role: Role = 'coa',
) {
  const token = await backend.addUser(name, role);
  const clientID = randomUUID();
  let id = 0;
  return async (action: string, args: object): Promise<void> => {
    id += 1;
    const mutation = { clientID, id, name: action, args: { ...args, eventId: randomUUID() }, timestamp: now() };
    const answer = await fetch(`${backend.url}/sync/push`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        pushVersion: protocolVersion,
        schemaVersion,
        clientGroupID: `group of ${clientID}`,
        mutations: [mutation],
      }),
    });
    const text = await answer.text();
    if (!answer.ok || !text.includes('"rejections":[]')) throw new Error(`${action} was refused: ${text}`);
  };
}
