import { CsvError, parse } from 'csv-parse/sync';
import { decodeLines, whyNotText } from './csv-lines.ts';
import type { RowProblem } from './row-problem.ts';

/** One record that was read, by column name. */
export interface CsvRow {
  readonly line: number;
  readonly fields: Readonly<Record<string, string>>;
}

export interface CsvTable {
  readonly usable: true;
  readonly header: readonly string[];
  readonly rows: readonly CsvRow[];
  /** Records that could not be read; the others are in `rows`. */
  readonly refused: readonly RowProblem[];
  /** Records that were read, with something to know about them. */
  readonly notices: readonly RowProblem[];
}

/** A file of which nothing can be read, and why. */
export interface UnusableFile {
  readonly usable: false;
  readonly problems: readonly RowProblem[];
}

export interface CsvForm {
  /** Columns without which no row means anything. */
  readonly required: readonly string[];
  /** Columns that are used where they exist. */
  readonly optional: readonly string[];
  /** What the first column holds, by which the start of a record is recognised after a stray quote. */
  readonly firstField: RegExp;
}

/**
 * Reads a CSV file with a header row. Each bad record is reported by its line and the others are read: after a stray
 * quote, which to a CSV parser swallows what follows, reading goes on at the next line that begins a record.
 */
export function readCsvTable(bytes: Uint8Array, form: CsvForm): CsvTable | UnusableFile {
  const notText = whyNotText(bytes);
  if (notText !== null) return unusable({ line: 1, field: 'header', reason: notText });
  const { lines, latin1 } = decodeLines(bytes);
  const headerIndex = lines.findIndex((line) => line.trim() !== '');
  const headerLine = lines[headerIndex];
  if (headerLine === undefined) return unusable({ line: 1, field: 'header', reason: 'the file is empty' });
  const line = headerIndex + 1;
  const header = parseAlone(headerLine);
  if (!header.ok) return unusable({ line, field: 'header', reason: header.reason });
  const names = header.values;
  const problems = headerProblems(names, form, line, headerLine);
  if (problems.length > 0) return { usable: false, problems };

  const records = splitRecords(lines, headerIndex + 1, recordStart(headerLine, names, form));
  const rows: CsvRow[] = [];
  const refused: RowProblem[] = [];
  const notices: RowProblem[] = form.optional
    .filter((name) => !names.includes(name))
    .map((name) => ({ line, field: name, reason: 'the header lacks this column; read as unknown' }));
  for (const parsed of parseRecords(records)) {
    const row = toRow(parsed, names);
    if ('reason' in row) {
      refused.push(row);
      continue;
    }
    rows.push(row);
    const { first, count } = parsed.record;
    for (let at = first; latin1.size > 0 && at < first + count; at += 1) {
      if (latin1.has(at)) notices.push(latin1Notice(row, at));
    }
  }
  return { usable: true, header: names, rows, refused, notices };
}

function unusable(problem: RowProblem): UnusableFile {
  return { usable: false, problems: [problem] };
}

function headerProblems(names: readonly string[], form: CsvForm, line: number, text: string): RowProblem[] {
  const problems: RowProblem[] = [];
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) !== index) {
      const reason = name === '' ? 'the header has columns without a name' : 'the header names this column twice';
      problems.push({ line, field: name === '' ? `column ${index + 1}` : name, reason });
    }
  }
  const separator = [';', '\t', '|'].find((candidate) => names.length === 1 && text.includes(candidate));
  const hint = separator === undefined ? '' : '; columns must be separated by commas';
  for (const name of form.required) {
    if (!names.includes(name)) problems.push({ line, field: name, reason: `the header lacks this column${hint}` });
  }
  return problems;
}

/** A run of physical lines that make one record. `first` counts from 1. */
interface RecordLines {
  readonly first: number;
  readonly count: number;
  readonly text: string;
}

/** Longest quoted field, in lines, before an open quote is taken for a stray one. */
const maxRecordLines = 2_000;

/**
 * Groups lines to records by the parity of their quotes, as a quoted field may hold line breaks. A line that begins a
 * record ends the one before it, however its quotes stand.
 */
function splitRecords(
  lines: readonly string[],
  from: number,
  startsRecord: (line: string) => boolean,
): readonly RecordLines[] {
  const records: RecordLines[] = [];
  let index = from;
  while (index < lines.length) {
    const line = lines[index] ?? '';
    if (line.trim() === '') {
      index += 1;
      continue;
    }
    const end = recordEnd(lines, index, startsRecord);
    records.push({ first: index + 1, count: end - index, text: lines.slice(index, end).join('\n') });
    index = end;
  }
  return records;
}

function recordEnd(lines: readonly string[], start: number, startsRecord: (line: string) => boolean): number {
  let open = hasOddQuotes(lines[start] ?? '');
  let end = start + 1;
  while (open) {
    const line = lines[end];
    if (line === undefined || end - start > maxRecordLines || startsRecord(line)) {
      // The quote never closes before the next record: it is a stray one, and what follows is rows again.
      return resyncAt(lines, start, startsRecord);
    }
    if (hasOddQuotes(line)) open = false;
    end += 1;
  }
  return end;
}

function resyncAt(lines: readonly string[], start: number, startsRecord: (line: string) => boolean): number {
  let end = start + 1;
  while (end < lines.length && !startsRecord(lines[end] ?? '')) end += 1;
  return end;
}

function hasOddQuotes(line: string): boolean {
  let odd = false;
  for (let at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) odd = !odd;
  return odd;
}

/**
 * How a line that begins a record is told from the inside of a quoted field. In a file that quotes all fields, a quote
 * inside a field is doubled, so a key followed by `","` cannot occur there; otherwise the number of commas tells too.
 */
function recordStart(headerLine: string, names: readonly string[], form: CsvForm): (line: string) => boolean {
  const commas = names.length - 1;
  const enoughCommas = (line: string): boolean => line.split(',').length > commas;
  if (names[0] !== form.required[0]) return enoughCommas;
  const key = form.firstField.source;
  if (headerLine.trimStart().replace('\uFEFF', '').startsWith('"')) {
    const quoted = new RegExp(`^"${key}"(,"|$)`);
    return (line) => quoted.test(line);
  }
  const plain = new RegExp(`^"?${key}"?(,|$)`);
  return (line) => plain.test(line) && enoughCommas(line);
}

type ParsedRecord = { readonly record: RecordLines } & (
  | { readonly ok: true; readonly values: readonly string[] }
  | { readonly ok: false; readonly column: number; readonly reason: string }
);

const blockSize = 500;
const parseOptions = { record_delimiter: '\n', relax_column_count: true, skip_empty_lines: true } as const;

/** Parses records in blocks for speed, and one by one where a block has a bad one. */
function* parseRecords(records: readonly RecordLines[]): Generator<ParsedRecord> {
  for (let start = 0; start < records.length; start += blockSize) {
    const block = records.slice(start, start + blockSize);
    const values = parseBlock(block);
    for (const [index, record] of block.entries()) {
      const found = values?.[index];
      yield found === undefined ? { record, ...parseAlone(record.text) } : { record, ok: true, values: found };
    }
  }
}

function parseBlock(block: readonly RecordLines[]): readonly string[][] | null {
  try {
    const values: string[][] = parse(block.map((record) => record.text).join('\n'), parseOptions);
    return values.length === block.length ? values : null;
  } catch {
    return null;
  }
}

type ParsedAlone =
  | { readonly ok: true; readonly values: readonly string[] }
  | { readonly ok: false; readonly column: number; readonly reason: string };

function parseAlone(text: string): ParsedAlone {
  try {
    const records: string[][] = parse(text, { ...parseOptions, bom: true });
    const [values] = records;
    if (values === undefined || records.length !== 1) {
      return { ok: false, column: 0, reason: 'stray quote: the record does not end where its line ends' };
    }
    return { ok: true, values: values.map((value) => value.trim()) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const column = typeof error.column === 'number' ? error.column : 0;
    return { ok: false, column, reason: quoteReason(error.code) };
  }
}

function quoteReason(code: string): string {
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'stray quote: it opens a quoted value that never closes';
  if (code === 'CSV_INVALID_CLOSING_QUOTE') return 'stray quote: text follows the closing quote of a value';
  if (code === 'INVALID_OPENING_QUOTE') return 'stray quote: a quote inside a value that is not quoted';
  return `no readable CSV (${code})`;
}

function toRow(parsed: ParsedRecord, names: readonly string[]): CsvRow | RowProblem {
  const line = parsed.record.first;
  if (!parsed.ok) return { line, field: fieldName(names, parsed.column), reason: parsed.reason };
  const { values } = parsed;
  if (values.length !== names.length) {
    const field = fieldName(names, Math.min(values.length, names.length));
    const what = values.length < names.length ? 'missing' : 'one field too many';
    return { line, field, reason: `${what}: the row has ${values.length} fields, the header ${names.length}` };
  }
  return { line, fields: Object.fromEntries(names.map((name, index) => [name, (values[index] ?? '').trim()])) };
}

function fieldName(names: readonly string[], index: number): string {
  return names[index] ?? `column ${index + 1}`;
}

function latin1Notice(row: CsvRow, line: number): RowProblem {
  const strange = Object.entries(row.fields).filter(([, value]) => /[^\0-\x7f]/.test(value));
  const field = strange.map(([name]) => name).join(', ');
  const value = strange[0]?.[1] ?? '';
  return {
    line,
    field: field === '' ? 'header' : field,
    reason: `not UTF-8; read as Latin-1 (Windows-1252): "${value.slice(0, 60)}"`,
  };
}
