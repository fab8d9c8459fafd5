import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedPolicy } from '../../../../src-backend/space/policy-file.ts';
import { prepareSpace } from '../../../../src-backend/space/prepare-space.ts';
import { shippedWords } from '../../../../src-backend/space/shipped-words.ts';
import { openSqliteStorage } from '../../../../src-backend/storage/sqlite/sqlite-storage.ts';
import type { Storage } from '../../../../src-backend/storage/storage.ts';
import { applicableArticles } from '../../../../src-shared/knowledge/applicable-articles.ts';
import { belongsInPortalMacro } from '../../../../src-shared/macros/macro.ts';
import { unknownPlaceholders } from '../../../../src-shared/macros/placeholders.ts';
import type { CollectionName, Collections } from '../../../../src-shared/sync/collections.ts';
import { spaceIdSchema } from '../../../../src-shared/sync/protocol.ts';

const space = spaceIdSchema.parse('main');

describe('the macros and articles that are shipped', () => {
  it('hold placeholders that a case can fill, two for the agent alone, and codes, macros and teams that exist', async () => {
    const { macros, articles } = await shippedWords();
    const { closure, teams } = await shippedPolicy();
    const macroIds = new Set(macros.map(({ id }) => id));
    expect(macroIds.size).toBe(macros.length);
    expect(macroIds).toContain(belongsInPortalMacro);
    const forTheAgent = macros.flatMap(({ id, text }) => unknownPlaceholders(text).map((open) => `${id} ${open}`));
    expect(forTheAgent).toEqual(['emergency_update {what we know}', 'partner_side {what to look for}']);
    for (const { closureCode } of [...macros, ...articles]) {
      if (closureCode !== undefined) expect(closure?.closure_codes).toHaveProperty(closureCode);
    }
    for (const { macroId, team } of articles) {
      if (macroId !== undefined) expect(macroIds).toContain(macroId);
      if (team !== undefined) expect(teams).toHaveProperty(team);
    }
  });

  it('rule-8 never offer to unlock an account, and say so where a customer asks for it', async () => {
    const { articles } = await shippedWords();
    for (const selfServiceUsers of [true, false, null]) {
      const found = applicableArticles(articles, {
        kind: 'user_administration',
        selfServiceUsers,
        flags: [],
        subject: 'Account locked after wrong passwords, please unlock',
        text: '',
      });
      expect(found[0]?.title).toBe('The desk can never unlock an account');
    }
  });

  it('rule-8 name the closure code of whoever administers the users, and another one only where its words are said', async () => {
    const { articles } = await shippedWords();
    const codes = (selfServiceUsers: boolean | null, subject: string) =>
      applicableArticles(articles, { kind: 'user_administration', selfServiceUsers, flags: [], subject, text: '' }).map(
        ({ closureCode }) => closureCode,
      );
    const subject = 'What may our new colleague see?';
    expect(codes(true, subject)).toEqual(['user_administration']);
    expect(codes(false, subject)).toEqual(['service_delivered']);
    expect(codes(null, subject)).toEqual([]);
    expect(codes(true, 'Is this an unsupported browser?')).toEqual(['supported_browser', 'user_administration']);
  });

  it('rule-9 send non-standard work to the team that needs a Statement of Work', async () => {
    const { articles } = await shippedWords();
    const { teams } = await shippedPolicy();
    const [found] = applicableArticles(articles, {
      kind: 'professional_services',
      selfServiceUsers: null,
      flags: [],
      subject: 'Custom report of fill rates',
      text: '',
    });
    expect(found).toMatchObject({ team: 'professional_services', closureCode: 'statement_of_work' });
    expect(teams?.[found?.team ?? '']).toMatchObject({ needs_sow: true });
  });
});

describe('preparing a space', () => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await openSqliteStorage({ file: ':memory:' });
    await prepareSpace(storage, space, null);
  });
  afterEach(() => storage.close());

  const get = <Name extends CollectionName>(name: Name, id: string): Promise<Collections[Name] | undefined> =>
    storage.read(space, (tx) => tx.get(name, id));
  const version = () => storage.read(space, async (tx) => tx.version);

  it('puts in every shipped macro and article, and nothing more the next time', async () => {
    const { macros, articles } = await shippedWords();
    for (const { id } of macros) expect(await get('macros', id)).toBeDefined();
    for (const { id } of articles) expect(await get('articles', id)).toBeDefined();
    const before = await version();
    await prepareSpace(storage, space, null);
    expect(await version()).toBe(before);
  });

  it('leaves a team’s own words, and what it took out of use, as they are; what is missing is added', async () => {
    const own = { id: belongsInPortalMacro, name: 'Ours', text: 'Our words.', ownerId: null, kinds: [], removed: true };
    await storage.write(space, async (tx) => {
      await tx.put('macros', own.id, own);
      await tx.delete('articles', 'account-unlock');
    });
    await prepareSpace(storage, space, null);
    expect(await get('macros', own.id)).toEqual(own);
    expect(await get('articles', 'account-unlock')).toBeDefined();
  });
});
