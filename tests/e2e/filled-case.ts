import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { protocolVersion, schemaVersion } from '../../src-shared/sync/protocol.ts';
import { exportedData, runScript } from './command-line.ts';
import type { TeamBackend } from './team-backend.ts';

/** A place of the desk that somebody's text comes to. */
export type TextField =
  | 'account'
  | 'contact'
  | 'contact mail'
  | 'contact phone'
  | 'subject'
  | 'opening text'
  | 'comment'
  | 'agent'
  | 'message'
  | 'note'
  | 'call'
  | 'hand-off summary'
  | 'hand-off impact'
  | 'hand-off steps'
  | 'hand-off evidence'
  | 'hand-off remark'
  | 'waiting remark'
  | 'root cause'
  | 'reminder'
  | 'snooze remark'
  | 'macro name'
  | 'macro text';

/**
 * Fills a backend that does not run yet with one case whose every text is the given one, as an import and another
 * agent's actions bring it; leaves the backend running. Answers the case's id.
 */
export async function filledCase(
  backend: TeamBackend,
  folder: string,
  text: (field: TextField) => string,
): Promise<string> {
  const exported = path.join(folder, 'salesforce');
  mkdirSync(exported, { recursive: true });
  const file = (name: string, ...rows: readonly (readonly string[])[]) =>
    writeFileSync(
      path.join(exported, name),
      rows.map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`).join(''),
    );
  file('Account.csv', ['Id', 'Name', 'Type'], ['0015e00000A1aAA', text('account'), 'Customer']);
  file(
    'Contact.csv',
    ['Id', 'AccountId', 'FirstName', 'LastName', 'Email', 'Phone'],
    ['0035e00000C1aAA', '0015e00000A1aAA', '', text('contact'), text('contact mail'), text('contact phone')],
  );
  file(
    'User.csv',
    ['Id', 'FirstName', 'LastName', 'UserType', 'ContactId'],
    ['0055e00000U1aAA', '', 'Okafor', 'Standard', ''],
  );
  const at = new Date(Date.now() - 3_600_000).toISOString();
  file(
    'Case.csv',
    [
      'Id',
      'CaseNumber',
      'ContactId',
      'AccountId',
      'Type',
      'Status',
      'Origin',
      'Subject',
      'Priority',
      'Severity__c',
    ].concat(['Description', 'IsClosed', 'ClosedDate', 'OwnerId', 'CreatedDate', 'CreatedById', 'LastModifiedDate']),
    [
      '5005e00000K1aAA',
      '00031001',
      '0035e00000C1aAA',
      '0015e00000A1aAA',
      'Problem',
      'New',
      'Email',
      text('subject'),
      'High',
      '',
    ].concat([text('opening text'), 'false', '', '0055e00000U1aAA', at, '0055e00000U1aAA', at]),
  );
  file(
    'CaseComment.csv',
    ['Id', 'ParentId', 'IsPublished', 'CommentBody', 'CreatedById', 'CreatedDate'],
    ['00a5e00000M1aAA', '5005e00000K1aAA', 'true', text('comment'), '0055e00000U1aAA', at],
  );
  const imported = await runScript('src-backend/main.ts', [
    'import',
    '--data',
    backend.dataDir,
    '--format',
    'salesforce',
    exported,
  ]);
  if (imported.code !== 0) throw new Error(`The import failed: ${imported.stdout}${imported.stderr}`);
  await backend.start();
  const [found] = (await exportedData(backend.dataDir)).cases;
  if (found === undefined) throw new Error(`Nothing was imported: ${imported.stdout}`);
  const act = await actor(backend, await backend.addUser(text('agent').slice(0, 200), 'lead'));
  const caseId = found.id;
  await act('assign', { caseId, ownerId: act.userId });
  await act('message_customer', { caseId, text: text('message') });
  await act('add_note', { caseId, text: text('note') });
  await act('log_call', { caseId, connected: true, text: text('call') });
  await act('set_severity', { caseId, severity: 3 });
  await act('hand_off', {
    caseId,
    summary: text('hand-off summary'),
    impact: text('hand-off impact'),
    stepsTried: text('hand-off steps'),
    evidence: text('hand-off evidence'),
    text: text('hand-off remark'),
  });
  await act('wait', { caseId, on: 'development', text: text('waiting remark') });
  await act('set_root_cause', { caseId, rootCause: text('root cause') });
  await act('set_reminder', { caseId, remindAt: Date.now() + 3_600_000, forId: act.userId, about: text('reminder') });
  await act('snooze', { caseId, untilAt: Date.now() + 7_200_000, text: text('snooze remark') });
  await act('unsnooze', { caseId });
  await act('save_macro', {
    macroId: randomUUID(),
    name: text('macro name').slice(0, 200),
    text: text('macro text'),
    kinds: [],
    shared: true,
  });
  return caseId;
}

async function actor(backend: TeamBackend, token: string) {
  const headers = { authorization: `Bearer ${token}` };
  const me = await (await fetch(`${backend.url}/sync/me`, { headers })).json();
  const act = actingOn(backend, token);
  const withEvent = (name: string, args: Readonly<Record<string, unknown>>) =>
    act(name, { ...args, ...('caseId' in args ? { eventId: randomUUID() } : {}) });
  return Object.assign(withEvent, { userId: String(me.user.id) });
}

/** Acts on the backend without the app, as whoever the token is of. */
export function actingOn(backend: TeamBackend, token: string, now: () => number = Date.now) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const clientID = randomUUID();
  let id = 0;
  return async (name: string, args: Readonly<Record<string, unknown>>): Promise<void> => {
    id += 1;
    const mutation = { clientID, id, name, args, timestamp: now() };
    const answer = await fetch(`${backend.url}/sync/push`, {
      method: 'POST',
      headers,
      body: JSON.stringify({
        pushVersion: protocolVersion,
        schemaVersion,
        clientGroupID: `group of ${clientID}`,
        mutations: [mutation],
      }),
    });
    const said = await answer.text();
    if (!answer.ok || !said.includes('"rejections":[]')) throw new Error(`${name} was refused: ${said}`);
  };
}
