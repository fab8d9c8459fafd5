import { z } from 'zod';
import { type JournalAttention, journalAttentionSchema } from '../../src-shared/sync/journal.ts';
import type { OutboxRow } from '../sync/client-store.ts';

/** What the window that works on the store has, and the backend has not confirmed. */
export interface Standing {
  readonly outbox: readonly OutboxRow[];
  readonly attention: readonly JournalAttention[];
  readonly storageProblem: string | null;
}

const standingSchema = z.object({
  outbox: z.array(z.object({ id: z.int(), name: z.string(), args: z.json(), timestamp: z.int() })),
  attention: z.array(journalAttentionSchema),
  storageProblem: z.string().nullable(),
});

const requestSchema = z.discriminatedUnion('do', [
  z.object({
    do: z.literal('mutate'),
    name: z.string(),
    args: z.json(),
    resolves: z.string().optional(),
    writtenIn: z.string().optional(),
  }),
  z.object({
    do: z.literal('save_draft'),
    caseId: z.string(),
    kind: z.enum(['reply', 'note', 'call']),
    text: z.string(),
    resolves: z.string().optional(),
    macro: z.string().optional(),
  }),
  z.object({ do: z.literal('dismiss'), id: z.string() }),
  z.object({ do: z.literal('restore'), item: journalAttentionSchema }),
]);
/** What a window asks of the one that works on the store. */
export type WindowRequest = z.infer<typeof requestSchema>;

const answerSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), refusal: z.object({ code: z.string(), message: z.string() }).nullable() }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);
export type WindowAnswer = z.infer<typeof answerSchema>;

const messageSchema = z.discriminatedUnion('type', [
  /** A window is new here and wants to know how things stand. */
  z.object({ type: z.literal('hello') }),
  z.object({ type: z.literal('standing'), standing: standingSchema }),
  z.object({ type: z.literal('request'), id: z.string(), request: requestSchema }),
  z.object({ type: z.literal('answer'), id: z.string(), answer: answerSchema }),
]);
export type WindowMessage = z.infer<typeof messageSchema>;

/** The way between the windows of one profile: each hears what the others say. */
export interface WindowChannel {
  post(message: WindowMessage): void;
  /** Messages in another form, as of a window of another version, are not heard. */
  onMessage(listener: (message: WindowMessage) => void): void;
  close(): void;
}

export function browserChannel(name = 'dueline windows'): WindowChannel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    onMessage(listener) {
      channel.onmessage = ({ data }) => {
        const message = messageSchema.safeParse(data);
        if (message.success) listener(message.data);
      };
    },
    close: () => channel.close(),
  };
}
