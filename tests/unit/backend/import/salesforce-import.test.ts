import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../../../../src-backend/storage/storage.ts';
import { type CaseDocument, caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import { casesIn, importInto, salesforcePath, space, storageWithPolicy, withoutVersions } from './import-fixture.ts';

let storage: Storage;
beforeEach(async () => {
  storage = await storageWithPolicy();
});
afterEach(() => storage.close());

const salesforce = { format: 'salesforce', now: Date.UTC(2026, 1, 1) } as const;

/** A copy of the export with one file changed. */
function exportWith(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'dueline-salesforce-'));
  cpSync(salesforcePath, folder, { recursive: true });
  writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')));
  return folder;
}

async function numbered(number: string): Promise<CaseDocument> {
  const doc = (await casesIn(storage)).find((one) => one.number === number);
  if (doc === undefined) throw new Error(`There is no case ${number}.`);
  return doc;
}

describe('importing a Salesforce export', () => {
  it('reads records, comments and people, and does so once', async () => {
    const { code, lines } = await importInto(storage, salesforcePath, salesforce);
    expect(code).toBe(0);
    expect(lines).toEqual([
      'Case.csv: line 7: field Status: "Mulling" is not in the table; kept as text, the status stays as it was',
      'Case.csv: line 7: field Priority: "Blocker" is not in the table; kept as text, read as unknown',
      'read 13 rows, 3 cases: 3 added, 0 updated, 0 unchanged; 0 rows refused',
    ]);
    const cases = await casesIn(storage);
    for (const doc of cases) expect(caseDocumentSchema.parse(doc)).toEqual(doc);
    const again = await importInto(storage, join(salesforcePath, 'Case.csv'), salesforce);
    expect(again.lines.at(-1)).toBe('read 13 rows, 3 cases: 0 added, 0 updated, 3 unchanged; 0 rows refused');
    expect(await casesIn(storage)).toEqual(cases);
  });

  it('tells messages of either side from internal comments', async () => {
    await importInto(storage, salesforcePath, salesforce);
    const doc = await numbered('00020001');
    expect(doc.events.map(({ type, by }) => [type, by.kind])).toEqual([
      ['opened', 'system'],
      ['agent_message', 'user'],
      ['customer_message', 'contact'],
      ['note', 'user'],
      ['assigned', 'system'],
      ['waiting', 'system'],
    ]);
    expect(doc.events[0]).toMatchObject({ channel: 'portal', priority: 1, severity: 2, kind: 'issue' });
    expect(doc.subject).toBe('ASN rejected, "unknown GTIN"');
  });

  it('closes at ClosedDate', async () => {
    await importInto(storage, salesforcePath, salesforce);
    const doc = await numbered('00020002');
    expect(doc.events.at(-1)).toMatchObject({ type: 'closed', at: Date.UTC(2026, 0, 6, 17, 5) });
  });

  it('makes a contact of who wrote without being one, and numbers new cases above the imported ones', async () => {
    await importInto(storage, salesforcePath, salesforce);
    const doc = await numbered('00020003');
    const contact = await storage.read(space, (tx) => tx.get('contacts', doc.contactId ?? ''));
    expect(contact).toMatchObject({ name: 'Jo Field', email: 'jo@field.example' });
    expect(await storage.write(space, (tx) => tx.nextCaseNumber())).toBe('00020004');
  });

  it('tells only what was known as of an instant, and the rest later', async () => {
    const early = await importInto(storage, salesforcePath, { ...salesforce, asOf: '2026-01-05T14:20Z' });
    expect(early.lines.at(-1)).toContain('1 cases: 1 added');
    expect((await numbered('00020001')).events.map(({ type }) => type)).toEqual(['opened', 'agent_message']);
    await importInto(storage, salesforcePath, salesforce);
    const whole = await storageWithPolicy();
    await importInto(whole, salesforcePath, salesforce);
    expect(withoutVersions(await casesIn(storage))).toEqual(withoutVersions(await casesIn(whole)));
    await whole.close();
  });

  it('adds what a later export tells: a reopening, another severity, another comment', async () => {
    await importInto(storage, salesforcePath, salesforce);
    const before = await numbered('00020002');
    const later = exportWith('Case.csv', (text) =>
      text
        .replace('"Question","Closed","Phone"', '"Question","In Progress","Phone"')
        .replace('"Low","4","","true","2026-01-06 17:05:00"', '"Low","3","","false",""')
        .replace('"2026-01-06 17:05:02"', '"2026-01-08 09:00:00"'),
    );
    const { lines } = await importInto(storage, later, salesforce);
    expect(lines.at(-1)).toContain('0 added, 1 updated, 2 unchanged');
    const after = await numbered('00020002');
    expect(after.events.slice(0, before.events.length)).toEqual(before.events);
    expect(after.events.slice(before.events.length).map(({ type }) => type)).toEqual(['reopened', 'severity_set']);
  });
});

describe('files that are not quite an export', () => {
  it('report each bad row by file, line and field', async () => {
    const folder = exportWith(
      'CaseComment.csv',
      (text) =>
        `${text.replace('"2026-01-05T15:00:00.000Z"', '"last week"')}"00a5e00000M1eEEEE5","5005e00000K9zZZZZ9","true","Lost","0055e00000U1aAAAA1","2026-01-06T17:00:00.000Z"\n`,
    );
    const { code, lines } = await importInto(storage, folder, salesforce);
    expect(code).toBe(1);
    expect(lines.filter((line) => line.startsWith('CaseComment'))).toEqual([
      'CaseComment.csv: line 5: field CreatedDate: "last week" is no ISO date and time',
      'CaseComment.csv: line 7: field ParentId: case 5005e00000K9zZZ is not in Case.csv, or was refused',
    ]);
    expect(lines.at(-1)).toBe('read 14 rows, 3 cases: 3 added, 0 updated, 0 unchanged; 2 rows refused');
  });

  it('lose one record to a stray quote, not those after it', async () => {
    const folder = exportWith('Case.csv', (text) => text.replace('"Low","4",""', '"Low","4"x","'));
    const { lines } = await importInto(storage, folder, salesforce);
    expect(lines.find((line) => line.startsWith('Case.csv: line 6:'))).toContain('stray quote');
    expect((await casesIn(storage)).map(({ number }) => number)).toEqual(['00020001', '00020003']);
  });

  it('work without users and comments: first response is then not recorded', async () => {
    const folder = exportWith('User.csv', (text) => text);
    rmSync(join(folder, 'User.csv'));
    rmSync(join(folder, 'CaseComment.csv'));
    await importInto(storage, folder, salesforce);
    expect((await numbered('00020001')).events[0]).toMatchObject({ messagesRecorded: false });
  });

  it('cannot do without Case.csv and its columns', async () => {
    const folder = exportWith('Case.csv', (text) => text.replace('"CreatedDate"', '"Created"'));
    expect(await importInto(storage, folder, salesforce)).toMatchObject({
      code: 2,
      lines: ['Case.csv: line 1: field CreatedDate: the header lacks this column', expect.any(String)],
    });
    rmSync(join(folder, 'Case.csv'));
    expect((await importInto(storage, folder, salesforce)).lines[0]).toContain('there is no Case.csv');
    expect((await importInto(storage, '/nowhere', salesforce)).code).toBe(2);
  });
});
