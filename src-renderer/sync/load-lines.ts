import type { z } from 'zod';
import { collectionNameSchema } from '../../src-shared/sync/collections.ts';
import { type LoadHead, loadEndSchema, loadHeadSchema } from '../../src-shared/sync/load.ts';
import type { StoredDocument } from './client-store.ts';
import { type LoadSink, TransportError } from './transport.ts';

const collections: ReadonlySet<unknown> = new Set(collectionNameSchema.options);

/**
 * Reads a first load line by line.
 *
 * @throws {TransportError} if it is not in the agreed form, or cut short.
 */
export async function readLoad(body: ReadableStream<Uint8Array>, sink: LoadSink, signal: AbortSignal): Promise<void> {
  let head: LoadHead | null = null;
  let ended = false;
  let at = 0;
  let documents = 0;
  for await (const line of linesOf(body, signal)) {
    const value = parsed(line);
    if (ended) throw notAgreed();
    if (head === null) {
      head = checked(loadHeadSchema, value);
      sink.began(head);
    } else if (isPage(value)) {
      documents += value.length;
      await sink.page({ at, json: line, documents: value });
      at += 1;
    } else {
      if (checked(loadEndSchema, value).documents !== documents) throw notAgreed();
      ended = true;
    }
  }
  if (!ended) throw new TransportError('The first load was cut short.');
}

/** Lines without their ends; what follows the last end of line is cut off and no line. */
async function* linesOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new TransportError(`The first load broke off: ${error instanceof Error ? error.message : String(error)}`);
      });
      if (signal.aborted) throw new TransportError('The first load was given up.');
      if (done) return;
      let text = decoder.decode(value, { stream: true });
      for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
        yield pieces.join('') + text.slice(0, end);
        pieces = [];
        text = text.slice(end + 1);
      }
      if (text !== '') pieces.push(text);
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** The documents are taken on trust like those of a pull; what holds them is not. */
function isPage(value: unknown): value is readonly StoredDocument[] {
  return Array.isArray(value) && value.every(isEntry);
}

function isEntry(entry: unknown): boolean {
  if (!Array.isArray(entry) || entry.length !== 4) return false;
  const [collection, id, version, doc] = entry;
  return collections.has(collection) && typeof id === 'string' && typeof version === 'number' && isObject(doc);
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function checked<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value);
  if (!result.success) throw notAgreed();
  return result.data;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw notAgreed();
  }
}

function notAgreed(): TransportError {
  return new TransportError('The first load is not in the agreed form.');
}
