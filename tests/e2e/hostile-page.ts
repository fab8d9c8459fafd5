import { expect, type Page } from '@playwright/test';
import { isolated } from '../../src-shared/text/isolated.ts';
import { shownTexts, type TextOf } from '../fixtures/hostile-desk.ts';
import { markOf, placeOf } from '../fixtures/hostile-words.ts';

/* What the window makes of texts that begin with a mark of their own. */

/** Expects the texts of the places to be on the screen: in words, in a hint, in a field or in a list to choose from. */
export async function expectShown(page: Page, screen: string, places: readonly string[]): Promise<void> {
  await expect
    .poll(async () => {
      const shown = new Set(await shownMarks(page));
      return places.filter((place) => !shown.has(markOf(place)));
    }, `${screen}: places that are not shown`)
    .toEqual([]);
}

/** The places whose texts are on the screen. */
export async function shownPlaces(page: Page): Promise<readonly string[]> {
  return (await shownMarks(page)).map(placeOf);
}

function shownMarks(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const take = (text: string | null) => {
      for (const [mark] of (text ?? '').matchAll(/\bt\d{3}(?=[ /])/g)) found.add(mark);
    };
    for (const element of document.querySelectorAll('body *')) {
      if (element instanceof HTMLOptionElement) take(element.textContent);
      if (!element.checkVisibility()) continue;
      for (const node of element.childNodes) if (node instanceof Text) take(node.data);
      take(element.getAttribute('title'));
      if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) take(element.value);
    }
    return [...found];
  });
}

/** Looks out for anything that runs, and tells the page what its texts are: once, as they are a megabyte together. */
export async function watch(page: Page, textOf: TextOf): Promise<void> {
  const texts = shownTexts().map((place) => ({
    place,
    mark: markOf(place),
    text: textOf(place),
    inSentence: isolated(textOf(place)),
  }));
  await page.evaluate((expected) => {
    const hits: string[] = [];
    Object.assign(window, { expected, hits, hit: (mark: string) => hits.push(mark) });
    document.addEventListener('securitypolicyviolation', (event) => hits.push(event.effectiveDirective));
  }, texts);
}

/** Nothing has run, and nothing of a text stands in the page as an element. */
export async function expectOnlyText(page: Page, screen: string): Promise<void> {
  const found = await page.evaluate(() => ({
    hits: (window as { hits?: string[] }).hits,
    elements: [
      ...document.querySelectorAll('script:not([src]), iframe, object, embed, img[src="x"], a[href^="javascript"]'),
    ].length,
    handlers: [...document.querySelectorAll('*')].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith('on')),
    ),
  }));
  expect(found, screen).toEqual({ hits: [], elements: 0, handlers: [] });
}

/**
 * What the screen does wrong with texts: does not have them whole, lets their direction reach their neighbours, lets
 * them out of their place, or cuts them with nothing that says so and nothing that tells the rest.
 */
export async function expectInPlace(page: Page, screen: string): Promise<void> {
  expect(await page.evaluate(faultsInPage), screen).toEqual([]);
}

interface Expected {
  readonly place: string;
  readonly mark: string;
  readonly text: string;
  readonly inSentence: string;
}

/** Runs in the page. */
function faultsInPage(): readonly string[] {
  const texts = (window as { expected?: readonly Expected[] }).expected ?? [];
  const faults: string[] = [];
  const byMark = new Map(texts.map((text) => [text.mark, text]));
  const nameOf = (element: Element) => `${element.tagName.toLowerCase()}.${element.className}`;
  const isHidden = (element: Element) => !element.checkVisibility() || element.closest('.visually-hidden') !== null;

  /** Where the direction of what is in there ends. */
  const boundaryOf = (element: Element): Element => {
    const { display, unicodeBidi } = getComputedStyle(element);
    const isOne = !['inline', 'contents'].includes(display) || /isolate|plaintext/.test(unicodeBidi);
    return isOne || element.parentElement === null ? element : boundaryOf(element.parentElement);
  };
  const wordsWithin = (boundary: Element): readonly Text[] => {
    const walker = document.createTreeWalker(boundary, NodeFilter.SHOW_TEXT);
    const found: Text[] = [];
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!(node instanceof Text) || node.data.trim() === '') continue;
      if (node.parentElement !== null && boundaryOf(node.parentElement) === boundary) found.push(node);
    }
    return found;
  };

  /** A new line ends what turned the one before. */
  const linesOf = (element: Element, { data }: Text): readonly string[] =>
    getComputedStyle(element).whiteSpace.startsWith('pre') ? data.split('\n') : [data.trim()];

  for (const element of document.querySelectorAll('body *')) {
    if (isHidden(element) || element instanceof HTMLOptionElement) continue;
    for (const node of element.childNodes) {
      if (!(node instanceof Text)) continue;
      for (const [mark] of node.data.matchAll(/\bt\d{3}(?= )/g)) {
        const expected = byMark.get(mark);
        if (expected === undefined) continue;
        const { place, text, inSentence } = expected;
        const where = `${place} in ${nameOf(element)}`;
        const isIsolated = node.data.includes(inSentence);
        if (!isIsolated && !node.data.includes(text)) faults.push(`${where}: not whole`);
        else if (!isIsolated && wordsWithin(boundaryOf(element)).length > 1)
          faults.push(`${where}: turns round others`);
        else if (!isIsolated && !linesOf(element, node).includes(text))
          faults.push(`${where}: turns round its sentence`);
      }
    }
  }

  for (const element of document.querySelectorAll<HTMLElement>('body, body *')) {
    if (isHidden(element) || element instanceof HTMLInputElement || element instanceof HTMLSelectElement) continue;
    const style = getComputedStyle(element);
    const isTooWide = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
    const isTooTall = element.scrollHeight > element.clientHeight + 1;
    const isClipped = /hidden|clip/.test(style.overflowX) || /paint|strict|content/.test(style.contain);
    if (isTooWide && /auto|scroll/.test(style.overflowX)) faults.push(`${nameOf(element)}: scrolls sideways`);
    const tells = element.closest('[title]') !== null;
    if (isTooWide && isClipped && style.textOverflow !== 'ellipsis') faults.push(`${nameOf(element)}: cut unsaid`);
    if (isTooWide && isClipped && !tells) faults.push(`${nameOf(element)}: nothing tells what is cut`);
    const isBox = !['inline', 'contents'].includes(style.display) && element.clientHeight > 0;
    const isOver = element.scrollHeight > element.clientHeight + 4 && style.overflowY === 'visible';
    if (isBox && isOver) faults.push(`${nameOf(element)}: lies over what is below`);
    if (isTooTall && style.webkitLineClamp !== 'none' && !tells) faults.push(`${nameOf(element)}: lines cut unsaid`);
  }
  return [...new Set(faults)];
}
