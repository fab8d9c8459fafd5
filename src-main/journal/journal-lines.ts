import { crc32 } from 'node:zlib';
import { z } from 'zod';
import {
  type JournalAppend,
  type JournalEntry,
  journalAcknowledgeSchema,
  journalAppendSchema,
  journalAttentionSchema,
  journalEntrySchema,
} from '../../src-shared/sync/journal.ts';
import { clientGroupIdSchema, clientIdSchema } from '../../src-shared/sync/protocol.ts';

const replacementSchema = z.object({ clientID: clientIdSchema, by: clientIdSchema });

/** What a line of the journal says. */
const recordSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('mutation'), entry: journalEntrySchema }),
  // In one line, so that a torn write leaves the old client's entries or the new one's, never both.
  z.object({
    kind: z.literal('renewal'),
    replaces: journalAppendSchema.shape.replaces.unwrap(),
    entries: z.array(journalEntrySchema),
  }),
  z.object({ kind: z.literal('attention'), item: journalAttentionSchema }),
  z.object({ kind: z.literal('dismissed'), id: z.string() }),
  z.object({ kind: z.literal('acknowledged'), ...journalAcknowledgeSchema.shape }),
  // The rest stands at the head of a compacted file: it says all that earlier files said.
  z.object({ kind: z.literal('begin'), obsoleteBefore: z.int().nonnegative() }),
  z.object({
    kind: z.literal('client'),
    clientGroupID: clientGroupIdSchema,
    clientID: clientIdSchema,
    owner: journalAcknowledgeSchema.shape.owner,
    acknowledgedThrough: z.int().nonnegative(),
    lastID: z.int().nonnegative(),
  }),
  z.object({ kind: z.literal('replaced'), ...replacementSchema.shape }),
]);
export type JournalRecord = z.infer<typeof recordSchema>;

export function mutationRecord(entry: JournalEntry): JournalRecord {
  return { kind: 'mutation', entry };
}

/** A request in lines: what was refused first, so that a torn write never leaves an action withdrawn and its text lost. */
export function recordsOf({ entries, replaces, attention, dismissed }: JournalAppend): JournalRecord[] {
  return [
    ...attention.map((item): JournalRecord => ({ kind: 'attention', item })),
    ...(replaces === null ? entries.map(mutationRecord) : [{ kind: 'renewal', replaces, entries } as const]),
    ...dismissed.map((id): JournalRecord => ({ kind: 'dismissed', id })),
  ];
}

/** A line: eight hexadecimal digits of the CRC-32 of the rest, a space, JSON, and a newline. */
export function encodeLine(record: JournalRecord): string {
  const json = JSON.stringify(record);
  return `${checksum(json)} ${json}\n`;
}

export interface DamagedLine {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
  /** It is the last one and has no end: the app ended while writing it, so nobody was told that it was kept. */
  readonly isTorn: boolean;
}

/** Reads a file of the journal line by line; what is damaged is told apart and costs nothing but itself. */
export function decodeLines(bytes: Buffer): {
  readonly records: readonly JournalRecord[];
  readonly damaged: readonly DamagedLine[];
} {
  const records: JournalRecord[] = [];
  const damaged: DamagedLine[] = [];
  const lines = bytes.toString('utf8').split('\n');
  const unfinished = lines.pop() ?? '';
  for (const [at, text] of lines.entries()) {
    const record = decodeLine(text);
    if (typeof record === 'string') damaged.push({ line: at + 1, reason: record, isTorn: false });
    else records.push(record);
  }
  if (unfinished !== '') {
    damaged.push({ line: lines.length + 1, reason: 'it was not written to its end', isTorn: true });
  }
  return { records, damaged };
}

/** The record, or what is wrong with the line. */
function decodeLine(text: string): JournalRecord | string {
  const json = text.slice(9);
  if (text[8] !== ' ' || text.slice(0, 8) !== checksum(json)) return 'its checksum does not fit';
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return 'it is not JSON';
  }
  const parsed = recordSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `it is in another form (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`;
}

function checksum(json: string): string {
  return crc32(json).toString(16).padStart(8, '0');
}
