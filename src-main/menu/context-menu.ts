import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';

/** What was clicked, as far as the menu depends on it. */
export type Clicked = Pick<
  ContextMenuParams,
  'isEditable' | 'selectionText' | 'linkURL' | 'misspelledWord' | 'dictionarySuggestions'
> & { readonly editFlags: Pick<ContextMenuParams['editFlags'], 'canCut' | 'canCopy' | 'canPaste' | 'canSelectAll'> };

export interface ContextActs {
  readonly replace: (word: string) => void;
  readonly learn: (word: string) => void;
  readonly copy: (text: string) => void;
}

/** So many words are offered in place of one that is not known. */
const mostSuggestions = 5;

/** The menu of the right mouse button; empty where there is nothing to do, so that none opens. */
export function contextMenu(clicked: Clicked, act: ContextActs): MenuItemConstructorOptions[] {
  const { isEditable, selectionText, linkURL, misspelledWord, dictionarySuggestions, editFlags } = clicked;
  const groups: MenuItemConstructorOptions[][] = [];
  if (isEditable && misspelledWord !== '') {
    const suggested = dictionarySuggestions
      .slice(0, mostSuggestions)
      .map((word): MenuItemConstructorOptions => ({ label: word, click: () => act.replace(word) }));
    groups.push(suggested.length === 0 ? [{ label: 'No suggestions', enabled: false }] : suggested, [
      { label: 'Add to the dictionary', click: () => act.learn(misspelledWord) },
    ]);
  }
  if (isEditable) {
    groups.push([
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { role: 'pasteAndMatchStyle', label: 'Paste without format', enabled: editFlags.canPaste },
    ]);
    groups.push([{ role: 'selectAll', enabled: editFlags.canSelectAll }]);
  } else if (selectionText.trim() !== '') groups.push([{ role: 'copy', enabled: editFlags.canCopy }]);
  // A link of the app's own pages leads nowhere outside it.
  if (/^(https?|mailto):/i.test(linkURL)) {
    groups.push([{ label: 'Copy link', click: () => act.copy(linkURL.replace(/^mailto:/i, '')) }]);
  }
  return groups.flatMap((group, index) => (index === 0 ? group : [{ type: 'separator' as const }, ...group]));
}
