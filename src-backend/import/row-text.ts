import type { LogRow } from './log-row.ts';

/*
 * Each row of a log becomes the text of one event: its count, its time, and every column that changed. Nothing of the
 * row is lost that way, and it can be read back: a later import compares its rows with those that are here already,
 * without a second copy of the log beside the timeline.
 */

type Columns = LogRow['columns'];

/** `Update 3, 29-02-2016 08:53`, then `column: value` (first row) or `column: old → new` a line. */
export function writeRow(row: LogRow, previous: Columns | null, order: readonly string[]): string {
  const lines = [`Update ${row.order}, ${row.stamp}`];
  for (const name of sortedNames(row.columns, previous, order)) {
    const value = row.columns[name] ?? '';
    const old = previous?.[name] ?? '';
    if (value === old) continue;
    lines.push(previous === null ? `${name}: ${shown(value)}` : `${name}: ${shown(old)} → ${shown(value)}`);
  }
  return lines.join('\n');
}

/** What `writeRow` wrote, with the columns as they stood after the row; null if the text is of something else. */
export function readRow(text: string, previous: Columns | null): Pick<LogRow, 'stamp' | 'order' | 'columns'> | null {
  const [head = '', ...lines] = text.split('\n');
  const match = /^Update (\d+), (.+)$/.exec(head);
  if (match === null) return null;
  const columns = new Map(Object.entries(previous ?? {}));
  for (const line of lines) {
    const colon = line.indexOf(': ');
    if (colon < 0) return null;
    const name = line.slice(0, colon);
    const change = previous === null ? '' : `${shown(columns.get(name) ?? '')} → `;
    if (!line.startsWith(change, colon + 2)) return null;
    const value = meant(line.slice(colon + 2 + change.length));
    if (value === '') columns.delete(name);
    else columns.set(name, value);
  }
  return { order: Number(match[1]), stamp: match[2] ?? '', columns: Object.fromEntries(columns) };
}

/** How long a value becomes in the text. */
export function shownLength(value: string): number {
  return shown(value).length;
}

const unknown = '?';

/** On one line and unmistakable: an unknown value is `?`, line breaks are written `\n`. */
function shown(value: string): string {
  if (value === '') return unknown;
  const escaped = value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  return escaped.startsWith(unknown) ? `\\${escaped}` : escaped;
}

function meant(text: string): string {
  if (text === unknown) return '';
  return text.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char === 'r' ? '\r' : char));
}

function sortedNames(columns: Columns, previous: Columns | null, order: readonly string[]): string[] {
  const names = new Set([...Object.keys(columns), ...Object.keys(previous ?? {})]);
  const known = order.filter((name) => names.delete(name));
  return [...known, ...[...names].toSorted()];
}
