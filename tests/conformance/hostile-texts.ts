import { PassThrough } from 'node:stream';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { mainSpace } from '../../src-backend/backend.ts';
import { exportSpace } from '../../src-backend/cli/export.ts';
import { shippedPolicy } from '../../src-backend/space/policy-file.ts';
import type { Storage } from '../../src-backend/storage/storage.ts';
import { accountIdSchema } from '../../src-shared/cases/case-document.ts';
import { type MutatorName, mutators } from '../../src-shared/mutators/registry.ts';
import { errorBodySchema, pushResponseSchema } from '../../src-shared/sync/protocol.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { nowAt, pushBody, type Running, startBackend, user } from '../unit/backend/backend-fixture.ts';
import { type TextField, textFields, withText } from './hostile-fields.ts';
import { type Attempt, hostileRecipes, notOnCase } from './hostile-recipes.ts';
import { hostileTexts } from './hostile-text.ts';

/** Where a text is not kept: it only serves a refusal, or stands in the place of an action that was lost. */
const notKept = ({ action, path }: TextField): boolean => path === 'knownAs' || action === 'withdraw';
const exportedLine = z.object({ id: z.string(), deleted: z.boolean(), doc: z.unknown() });

/** Every class of hostile text in every text field of every action, through push, storage, pull and export. */
export function hostileTextsSurvive(name: string, open: () => Promise<Storage>): void {
  describe(`hostile texts on ${name}`, () => {
    let running: Running;
    let made = 0;
    beforeAll(async () => {
      running = await startBackend({ storage: await open(), registry: mutators, policy: await shippedPolicy() });
      const fresh = accountIdSchema.parse('fresh');
      const lead = user('ann', 'lead');
      await running.storage.write(mainSpace, async (tx) => {
        await tx.put('accounts', fresh, { id: fresh, name: 'Fresh Fields', agreement: 'standard' });
        await tx.put('users', lead.id, lead);
      });
    });
    afterAll(() => running.backend.close());

    function newId(): string {
      made += 1;
      return `019b8ee3-0000-7642-96d1-${String(made).padStart(12, '0')}`;
    }

    /** Does the action with the text in the field; answers why it was refused, or null, and the ids it was about. */
    async function attempt(
      field: TextField,
      text: string,
    ): Promise<{ refusal: string | null; ids: readonly string[] }> {
      const at: Attempt = { caseId: newId(), otherId: newId(), now: nowAt, id: newId };
      const recipe = hostileRecipes[field.action];
      const opening = { accountId: 'fresh', contactId: null, channel: 'portal', priority: 2, kind: 'service_request' };
      const steps: (readonly [MutatorName, object])[] = [
        ['create_case', { caseId: at.caseId, subject: 'Case', text: 'Text.', ...opening }],
        ...(recipe.before?.(at) ?? []),
        [field.action, withText(recipe.args(at), field.path, text)],
      ];
      const clientID = newId();
      const mutations = steps.map(([action, args], index) => {
        const on = notOnCase.has(action) ? {} : { caseId: at.caseId, eventId: newId() };
        return { clientID, id: index + 1, name: action, args: { ...on, ...args }, timestamp: nowAt };
      });
      const response = await running.post('/sync/push', pushBody(mutations));
      const body: unknown = await response.json();
      const ids = [at.caseId, at.otherId];
      if (response.status !== 200) {
        const { error } = errorBodySchema.parse(body);
        // A text that does not fit the schema is refused by the name of its field.
        const place = `mutations[${steps.length - 1}].args.${field.path.split(/[.[]/)[0]}`;
        expect(error).toMatchObject({ code: 'invalid_args', path: expect.stringContaining(place) });
        return { refusal: error.message, ids };
      }
      const { rejections } = pushResponseSchema.parse(body);
      // What comes before is done whatever the text.
      expect(rejections.filter(({ id }) => id < steps.length)).toEqual([]);
      return { refusal: rejections[0]?.refusal.message ?? null, ids };
    }

    async function exported(): Promise<ReadonlyMap<string, unknown>> {
      const output = new PassThrough();
      const whole = textOf(output);
      await exportSpace(running.storage, mainSpace, output);
      output.end();
      const lines = (await whole).split('\n').filter(Boolean);
      return new Map(lines.map((line) => exportedLine.parse(JSON.parse(line))).map(({ id, doc }) => [id, doc]));
    }

    async function pulled(): Promise<ReadonlyMap<string, unknown>> {
      const documents = new Map<string, unknown>();
      let cookie: string | null = null;
      while (true) {
        const page = await running.pull(cookie);
        for (const change of page.patch) if (change.op === 'put') documents.set(change.id, change.doc);
        if (!page.more) return documents;
        cookie = page.cookie;
      }
    }

    test.each(hostileTexts)('$name: the same text comes back, or a sentence says why not', async ({ text }) => {
      const kept: { readonly field: string; readonly ids: readonly string[] }[] = [];
      for (const field of textFields()) {
        const { refusal, ids } = await attempt(field, text);
        const words = `${field.action} ${field.path}`;
        // A sentence that repeats the text keeps its direction within it.
        if (refusal?.includes(text)) expect(refusal, words).toContain(isolated(text));
        if (refusal !== null) expect(refusal, words).toMatch(/^[\s\S]{12,}$/);
        else if (!notKept(field) && text.trim() !== '') kept.push({ field: words, ids });
      }
      for (const documents of [await pulled(), await exported()]) {
        const lost = kept.filter(({ ids }) => !ids.some((id) => holds(documents.get(id), text)));
        expect(lost.map(({ field }) => field)).toEqual([]);
      }
      expect(running.logged).toEqual([]);
    });

    test('a plain text is refused nowhere where any text may stand', async () => {
      const refused: string[] = [];
      for (const field of textFields()) {
        const { refusal } = await attempt(field, 'Plain words.');
        if (refusal !== null) refused.push(`${field.action} ${field.path}`);
      }
      // Keys of the policy, names of columns, and what has nothing to act on.
      expect(refused).toEqual(keysOnly);
    });
  });
}

const keysOnly: readonly string[] = [
  'create_case request.type',
  'close closureCode',
  'set_breach_reason knownAs',
  'set_breach_reason code',
  'set_breach_reason text',
  'escalate team',
  'change_ticket ticketRef',
  'finish_reminder knownAs',
  'set_request request.type',
  'check_item item',
  'save_macro closureCode',
  'undo knownAs',
];

/** Whether the text stands in a document as it is; of what is one line by nature, but for its white space. */
function holds(doc: unknown, text: string): boolean {
  if (typeof doc === 'string') return doc === text || doc === text.trim() || doc === text.replace(/\s+/g, ' ').trim();
  return typeof doc === 'object' && doc !== null && Object.values(doc).some((inner) => holds(inner, text));
}
