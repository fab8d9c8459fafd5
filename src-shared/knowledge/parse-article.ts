import { type Article, articleSchema } from './article.ts';

/**
 * Reads an article as it stands in a file: lines of `name: value` between two lines `---`, then its text.
 *
 * @param name of the file without its ending; the article's id.
 * @throws {Error} that names the file, and the line or field at fault.
 */
export function parseArticle(name: string, file: string): Article {
  const [head, text] = headAndText(name, file);
  const fields = new Map<string, string>();
  for (const [index, line] of head.entries()) {
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(0, colon)).trim();
    if (!Object.hasOwn(readers, key)) {
      const known = Object.keys(readers).join(', ');
      throw new Error(`${name}.md, line ${index + 2}: expected one of ${known}, then a colon and a value.`);
    }
    fields.set(key, line.slice(colon + 1).trim());
  }
  const article: Record<string, unknown> = { id: name, text, kinds: [], words: [] };
  for (const [key, value] of fields) {
    const read = readers[key];
    if (read !== undefined) Object.assign(article, read(value));
  }
  const parsed = articleSchema.safeParse(article);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${name}.md: ${issue?.path.join('.')}: ${issue?.message}`);
}

const readers: Readonly<Record<string, (value: string) => Partial<Record<keyof Article, unknown>>>> = {
  title: (title) => ({ title }),
  kinds: (value) => ({ kinds: list(value) }),
  words: (value) => ({ words: list(value) }),
  flags: (value) => ({ flags: list(value) }),
  'self-service': (value) => ({ selfServiceOnly: value === 'yes' ? true : value === 'no' ? false : value }),
  macro: (macroId) => ({ macroId }),
  code: (closureCode) => ({ closureCode }),
  team: (team) => ({ team }),
  source: (source) => ({ source }),
  rule: (rule) => ({ rule }),
};

function headAndText(name: string, file: string): readonly [readonly string[], string] {
  const lines = file.replaceAll('\r\n', '\n').split('\n');
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0)
    throw new Error(`${name}.md begins with lines between two lines "---"; it has none.`);
  return [
    lines.slice(1, end),
    lines
      .slice(end + 1)
      .join('\n')
      .trim(),
  ];
}

function list(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}
