import { describe, expect, it } from 'vitest';
import { caseDocumentSchema } from '../../../../src-shared/cases/case-document.ts';
import { advisedClosureCode, type CodeAdvice } from '../../../../src-shared/closure/advised-code.ts';
import { articleSchema } from '../../../../src-shared/knowledge/article.ts';
import { macroSchema } from '../../../../src-shared/macros/macro.ts';

const macros = new Map(
  [
    { id: 'reset', closureCode: 'user_administration' },
    { id: 'browser', closureCode: 'supported_browser' },
    { id: 'hello' },
    { id: 'gone', closureCode: 'user_administration', removed: true },
    { id: 'foreign', closureCode: 'not_of_this_policy' },
  ].map((macro) => [macro.id, macroSchema.parse({ name: macro.id, text: '', ownerId: null, kinds: [], ...macro })]),
);
const article = (closureCode?: string) =>
  articleSchema.parse({ id: 'a', title: 'A', text: '', kinds: [], words: [], ...(closureCode && { closureCode }) });

/** A case whose customer was answered with these macros, one after another; '' is a message without one. */
function answeredWith(...used: readonly string[]): CodeAdvice {
  const by = { kind: 'user', id: 'me' };
  const messages = used.map((macro) => ({ type: 'agent_message', text: 'Hello', ...(macro === '' ? {} : { macro }) }));
  const { events } = caseDocumentSchema.parse({
    id: 'c',
    number: null,
    subject: 'Locked out',
    accountId: 'account',
    contactId: null,
    events: [{ type: 'opened', channel: 'portal', priority: 3, agreement: 'standard', text: '' }, ...messages].map(
      (event, index) => ({ ...event, id: `e${index}`, at: index, by, version: null }),
    ),
  });
  return {
    events,
    macro: (id) => macros.get(id),
    articles: [],
    codes: { user_administration: 'User administration', supported_browser: 'Unsupported browser' },
  };
}

describe('rule-8 the closure code that closing begins with', () => {
  it('is that of the macro the customer was answered with last, among those that name one', () => {
    expect(advisedClosureCode(answeredWith('reset'))).toBe('user_administration');
    expect(advisedClosureCode(answeredWith('reset', 'browser', 'hello', ''))).toBe('supported_browser');
    expect(advisedClosureCode(answeredWith('gone'))).toBe('user_administration');
  });

  it('is that of the article that helps best where no macro names one', () => {
    const articles = [article('supported_browser'), article('user_administration')];
    expect(advisedClosureCode({ ...answeredWith('hello'), articles })).toBe('supported_browser');
    expect(advisedClosureCode({ ...answeredWith('reset'), articles })).toBe('user_administration');
    expect(advisedClosureCode({ ...answeredWith(), articles: [article(), ...articles] })).toBeNull();
  });

  it('is none where nothing names one of the policy’s list', () => {
    expect(advisedClosureCode(answeredWith())).toBeNull();
    expect(advisedClosureCode(answeredWith('foreign', 'never heard of'))).toBeNull();
    expect(advisedClosureCode({ ...answeredWith(), articles: [article('constructor')] })).toBeNull();
  });
});
