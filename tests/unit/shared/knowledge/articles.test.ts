import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applicableArticles } from '../../../../src-shared/knowledge/applicable-articles.ts';
import { articleSchema } from '../../../../src-shared/knowledge/article.ts';
import { articleBlocks } from '../../../../src-shared/knowledge/article-blocks.ts';
import { parseArticle } from '../../../../src-shared/knowledge/parse-article.ts';

describe('an article in a file', () => {
  const file =
    '---\ntitle: Locked out\nkinds: user_administration, question\nwords: locked\nself-service: no\nsource: published\nrule: customer responsibilities\n---\n\nText.\n';

  it('is read with its fields and its text', () => {
    expect(parseArticle('locked-out', file)).toEqual({
      id: 'locked-out',
      title: 'Locked out',
      text: 'Text.',
      kinds: ['user_administration', 'question'],
      words: ['locked'],
      selfServiceOnly: false,
      source: 'published',
      rule: 'customer responsibilities',
    });
    expect(parseArticle('locked-out', file.replaceAll('\n', '\r\n'))).toEqual(parseArticle('locked-out', file));
  });

  it.each([
    ['no head', 'Text.', /a\.md begins with/],
    ['a head without an end', '---\ntitle: A\n', /a\.md begins with/],
    ['an unknown field', '---\ntitle: A\ntitel: B\n---\n', /a\.md, line 3: expected one of title/],
    ['an unknown kind', '---\ntitle: A\nkinds: gossip\n---\n', /a\.md: kinds\.0/],
    ['no title', '---\nwords: a\n---\n', /a\.md: title/],
    ['a source that is neither', '---\ntitle: A\nsource: hearsay\n---\n', /a\.md: source/],
    ['another word than yes or no', '---\ntitle: A\nself-service: perhaps\n---\n', /a\.md: selfServiceOnly/],
  ])('is refused with %s, naming the place', (_, text, message) => {
    expect(() => parseArticle('a', text)).toThrow(message);
  });
});

describe('rule-8 the articles of a case', () => {
  const article = (id: string, changes: object) =>
    articleSchema.parse({ id, title: id, text: '', kinds: [], words: [], ...changes });
  const about = { kind: null, selfServiceUsers: null, flags: [], subject: '', text: '' };
  const ids = (found: readonly { id: string }[]) => found.map(({ id }) => id);
  const own = article('own', { kinds: ['user_administration'], selfServiceOnly: true });
  const desk = article('desk', { kinds: ['user_administration'], selfServiceOnly: false });
  const unlock = article('unlock', { words: ['locked out', 'unlock'] });
  const channel = article('channel', { flags: ['not_phoned_in'] });
  const all = [own, desk, unlock, channel];

  it('send user administration to the customer’s administrators only where the product has them', () => {
    const kind = 'user_administration' as const;
    expect(ids(applicableArticles(all, { ...about, kind, selfServiceUsers: true }))).toEqual(['own']);
    expect(ids(applicableArticles(all, { ...about, kind, selfServiceUsers: false }))).toEqual(['desk']);
    expect(ids(applicableArticles(all, { ...about, kind }))).toEqual([]);
  });

  it('are found by whole words of subject or text, without accents, whatever the kind', () => {
    for (const subject of ['Please UNLOCK me', 'User is locked-out', 'unlöck']) {
      expect(ids(applicableArticles(all, { ...about, subject }))).toEqual(['unlock']);
      expect(ids(applicableArticles(all, { ...about, text: subject }))).toEqual(['unlock']);
    }
    expect(applicableArticles(all, { ...about, subject: 'unlocked doors' })).toEqual([]);
  });

  it('stand by flag, then by words, then by kind', () => {
    const found = applicableArticles(all, {
      kind: 'user_administration',
      selfServiceUsers: true,
      flags: ['not_phoned_in'],
      subject: 'unlock',
      text: '',
    });
    expect(ids(found)).toEqual(['channel', 'unlock', 'own']);
  });
});

describe('the blocks of an article', () => {
  it('are headings, lists and paragraphs', () => {
    expect(articleBlocks('# Title\nOne\ntwo\n\n- a\n  more\n- b\n1. first\n2) second\n\nEnd')).toEqual([
      { kind: 'heading', text: 'Title' },
      { kind: 'paragraph', text: 'One two' },
      { kind: 'list', ordered: false, items: ['a more', 'b'] },
      { kind: 'list', ordered: true, items: ['first', 'second'] },
      { kind: 'paragraph', text: 'End' },
    ]);
  });

  it('leave everything else the text it is: no word is lost, and nothing becomes markup', () => {
    const word = fc.oneof(
      fc.constantFrom('<b>x</b>', '[a](javascript:alert(1))', '**x**', '`x`', '![](x)', '&amp;', '>', '|', '---'),
      fc.stringMatching(/^[a-z]{1,8}$/),
    );
    const line = fc.array(word, { maxLength: 4 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const shown = articleBlocks(lines.join('\n')).flatMap((block) =>
          block.kind === 'list' ? block.items : block.text,
        );
        expect(shown.join(' ').split(' ').filter(Boolean)).toEqual(lines.join(' ').split(' ').filter(Boolean));
      }),
    );
  });
});
