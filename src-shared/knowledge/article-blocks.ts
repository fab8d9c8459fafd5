/** A part of an article that is shown as one: everything in it is text. */
export type ArticleBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] };

const heading = /^#{1,6}\s+(\S.*)$/;
const bullet = /^[-*]\s+(\S.*)$/;
const numbered = /^\d{1,3}[.)]\s+(\S.*)$/;

/**
 * An article taken apart into headings, lists and paragraphs. All other Markdown, and all HTML, stays the text it is
 * written as: whoever shows the blocks as text can be made to show nothing else.
 */
export function articleBlocks(text: string): readonly ArticleBlock[] {
  const blocks: ArticleBlock[] = [];
  let paragraph: string[] = [];
  let list: { readonly ordered: boolean; readonly items: string[] } | null = null;
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ kind: 'paragraph', text: paragraph.join(' ') });
    if (list !== null) blocks.push({ kind: 'list', ...list });
    paragraph = [];
    list = null;
  };
  for (const line of text.split(/\r?\n/)) {
    const words = line.trim();
    const title = heading.exec(words)?.[1];
    const ordered = numbered.exec(words)?.[1];
    const item = ordered ?? bullet.exec(words)?.[1];
    if (words === '') close();
    else if (title !== undefined) {
      close();
      blocks.push({ kind: 'heading', text: title });
    } else if (item !== undefined) {
      if (list === null || list.ordered !== (ordered !== undefined)) {
        close();
        list = { ordered: ordered !== undefined, items: [] };
      }
      list.items.push(item);
    } else if (list !== null) list.items.push(`${list.items.pop()} ${words}`);
    else paragraph.push(words);
  }
  close();
  return blocks;
}
