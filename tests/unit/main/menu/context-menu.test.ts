import { describe, expect, test, vi } from 'vitest';
import { type Clicked, contextMenu } from '../../../../src-main/menu/context-menu.ts';

const acts = () => ({ replace: vi.fn(), learn: vi.fn(), copy: vi.fn() });
const editFlags = { canCut: false, canCopy: false, canPaste: true, canSelectAll: true };
const nowhere: Clicked = {
  isEditable: false,
  selectionText: '',
  linkURL: '',
  misspelledWord: '',
  dictionarySuggestions: [],
  editFlags,
};
const wordsOf = (clicked: Partial<Clicked>) =>
  contextMenu({ ...nowhere, ...clicked }, acts()).map(({ label, role, type }) => label ?? role ?? type);

describe('the menu of the right mouse button', () => {
  test('does not open where there is nothing to do', () => {
    expect(wordsOf({})).toEqual([]);
    expect(wordsOf({ selectionText: '  \n' })).toEqual([]);
  });

  test('copies what is selected', () => {
    expect(wordsOf({ selectionText: 'ASN' })).toEqual(['copy']);
  });

  test('edits in a field, as far as that goes there', () => {
    const items = contextMenu({ ...nowhere, isEditable: true }, acts());
    expect(items.map(({ role, enabled }) => [role, enabled])).toEqual([
      ['cut', false],
      ['copy', false],
      ['paste', true],
      ['pasteAndMatchStyle', true],
      [undefined, undefined],
      ['selectAll', true],
    ]);
  });

  test('offers other words for one that is misspelled, and learns it', () => {
    const act = acts();
    const misspelled = {
      isEditable: true,
      misspelledWord: 'recieved',
      dictionarySuggestions: ['received', 'receives'],
    };
    const items = contextMenu({ ...nowhere, ...misspelled }, act);
    for (const { label, click } of items.slice(0, 4)) {
      if (label === 'received' || label === 'Add to the dictionary') Reflect.apply(click ?? fail, undefined, []);
    }
    expect(act.replace.mock.calls).toEqual([['received']]);
    expect(act.learn.mock.calls).toEqual([['recieved']]);
    expect(wordsOf({ ...misspelled, dictionarySuggestions: [] })[0]).toBe('No suggestions');
    expect(wordsOf({ ...misspelled, dictionarySuggestions: [...'abcdefgh'] }).indexOf('separator')).toBe(5);
    // Where nothing can be typed there is nothing to replace.
    expect(wordsOf({ ...misspelled, isEditable: false })).toEqual([]);
  });

  test('copies a link to the outside, and no other', () => {
    const act = acts();
    for (const linkURL of [
      'https://edi.example/x',
      'mailto:ana@example.com',
      'app://dueline/#x',
      'javascript:alert(1)',
    ])
      for (const { click } of contextMenu({ ...nowhere, linkURL }, act)) Reflect.apply(click ?? fail, undefined, []);
    expect(act.copy.mock.calls.flat()).toEqual(['https://edi.example/x', 'ana@example.com']);
  });
});

function fail(): never {
  throw new Error('There is nothing to choose.');
}
