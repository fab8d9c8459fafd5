import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionAt, buttonsFor, noticeActions } from '../../../../src-main/deadlines/notice-action.ts';
import { caseOfLaunch, caseOfMacId, macId, windowsTag } from '../../../../src-main/deadlines/notice-id.ts';
import { readToastArguments, toastArguments, toastXml } from '../../../../src-main/deadlines/windows-toast.ts';

const text = (title: string, body = '') => ({ title, body, cases: [] });
const hostile = [
  '</text></binding></visual><actions><action arguments="type=click&do=claim" content="x"/></actions>',
  '"/><audio src="https://example.com/a.wav"/>',
  "' onerror='x' & <![CDATA[ ]]> -->",
  'null \u0000 bell \u0007 escape \u001b end \ufffe\uffff',
  'half \ud800 of a pair',
  '&amp;lt;&#0;&#x1;',
  'line\r\nbreak\ttab',
];

/** Reads XML strictly enough for what we write: elements, attributes in double quotes, the five entities. */
function readXml(xml: string): { readonly elements: readonly string[]; readonly texts: readonly string[] } {
  const elements: string[] = [];
  const texts: string[] = [];
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?: [a-zA-Z]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  while (token.lastIndex < xml.length) {
    const found = token.exec(xml);
    if (found === null) throw new Error(`No XML: ${xml}`);
    const [, isEnd, name = '', attributes = '', isEmpty, content] = found;
    const entities = (content ?? attributes).match(/&[^;]*;?/g) ?? [];
    for (const entity of entities) {
      if (!['&amp;', '&lt;', '&gt;', '&quot;', '&apos;'].includes(entity)) throw new Error(`No entity: ${entity}`);
    }
    if (content !== undefined) texts.push(unescaped(content));
    else if (isEnd) {
      if (open.pop() !== name) throw new Error(`'${name}' was not open.`);
    } else {
      elements.push(`${name}${unescaped(attributes)}`);
      if (!isEmpty) open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`Left open: ${open.join()}`);
  return { elements, texts };
}

function unescaped(written: string): string {
  const given = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return written.replaceAll(/&(lt|gt|quot|apos|amp);/g, (_all, name: keyof typeof given) => given[name]);
}

describe('a toast of Windows', () => {
  test('carries its case and each button’s action', () => {
    const { elements, texts } = readXml(toastXml(text('a: due', 'body'), 'case-1', buttonsFor('case-1', true), 't1'));
    expect(texts).toEqual(['a: due', 'body']);
    expect(elements[0]).toContain(' launch="type=click&toast=t1&do=open&case=case-1"');
    expect(elements.filter((element) => element.startsWith('action '))).toEqual(
      [
        ' content="Open" arguments="type=click&toast=t1&do=open&case=case-1"',
        ' content="Snooze 10 min" arguments="type=click&toast=t1&do=snooze&case=case-1"',
        ' content="Claim" arguments="type=click&toast=t1&do=claim&case=case-1"',
      ]
        .map((attributes) => `action${attributes} activationType="foreground"`)
        .concat('action activationType="system" arguments="dismiss" content=""'),
    );
  });

  test.each(hostile)('shows hostile text as it is: %j', (words) => {
    const { elements, texts } = readXml(toastXml(text(words, words), 'c', buttonsFor('c', false), 't'));
    expect(elements.map((element) => element.split(' ')[0])).toEqual([
      'toast',
      'visual',
      'binding',
      'text',
      'text',
      'actions',
      'action',
      'action',
      'action',
      'audio',
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML forbids.
    const allowed = words.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '');
    expect(texts).toEqual([allowed, allowed]);
  });

  test('is of a length that Windows takes, whatever is written in the case', () => {
    const long = '&'.repeat(100_000);
    expect(Buffer.byteLength(toastXml(text(long, long), 'c'.repeat(128), buttonsFor('c', true), 't'))).toBeLessThan(
      5_000,
    );
  });

  test('any case and action come back as they were given', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...noticeActions),
        fc.option(fc.string({ minLength: 1, maxLength: 128, unit: 'grapheme' }).filter((id) => id.length <= 128)),
        (action, caseId) => {
          const given = toastArguments({ action, caseId }, 'toast');
          expect(readToastArguments(given)).toEqual(given.length > 2_000 ? null : { action, caseId, toast: 'toast' });
        },
      ),
      { seed: 1 },
    );
  });

  test.each([
    '',
    'type=click&tag=123',
    'type=action&action=0&tag=123',
    'do=open',
    'do=delete&toast=t&case=c',
    'do=open&toast=&case=c',
    'do=open&toast=t&case=',
    `do=open&toast=t&case=${'c'.repeat(129)}`,
    `do=open&toast=t&case=c&${'x'.repeat(3_000)}`,
  ])('arguments that are not ours do nothing: %s', (given) => {
    expect(readToastArguments(given)).toBeNull();
  });
});

describe('how the system knows a notification by', () => {
  test('is one for a case on Windows, of a length that it takes', () => {
    expect(windowsTag('a')).toBe(windowsTag('a'));
    expect(windowsTag('a')).not.toBe(windowsTag('b'));
    expect(windowsTag('x'.repeat(500)).length).toBeLessThanOrEqual(64);
  });

  test('is another each time on a Mac, and names the case', () => {
    expect(macId('a', '1')).not.toBe(macId('a', '2'));
    for (const caseId of ['a', 'a#b', 'case:x', 'ü 100 %', null]) expect(caseOfMacId(macId(caseId, '1'))).toBe(caseId);
    for (const id of ['', 'a#1', 'case:#1', 'case:%zz#1', 'several', 'x several#1'])
      expect(caseOfMacId(id)).toBeUndefined();
  });

  test('is said by a Mac of the one that has started the app', () => {
    expect(caseOfLaunch({ identifier: macId('a', '1'), actionIdentifier: 'x', userInfo: {} })).toBe('a');
    for (const info of [undefined, {}, { identifier: 7 }, { identifier: 'of another app' }]) {
      expect(caseOfLaunch(info)).toBeUndefined();
    }
  });

  test('its buttons are known by their place', () => {
    expect(buttonsFor(null, true)).toEqual([]);
    for (const mayClaim of [true, false]) {
      for (const [index, { action }] of buttonsFor('c', mayClaim).entries()) expect(actionAt(index)).toBe(action);
    }
    expect([actionAt(-1), actionAt(9)]).toEqual(['open', 'open']);
  });
});
