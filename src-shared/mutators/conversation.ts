import { z } from 'zod';
import { idSchema } from '../cases/case-document.ts';
import { unfilledPlaceholders } from '../macros/placeholders.ts';
import { isolated } from '../text/isolated.ts';
import { isBlank, onCase, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { endedBy } from './ended-by.ts';
import { defineMutator, refused } from './mutator.ts';

/** Writes to the customer. Counts when the backend accepts it, since only then can it reach anyone. */
export const messageCustomer = defineMutator({
  /** `macro`: the macro it was written with. */
  args: z.strictObject({ ...onCase, text: textSchema, macro: idSchema.optional() }),
  run: (tx, args, context) =>
    actOnCase(
      tx,
      args,
      context,
      { action: 'message_customer', timing: 'on_acceptance', onMerged: 'goes_to_survivor' },
      async ({ doc, name, now }) => {
        if (isBlank(args.text)) {
          return { refuse: refused('empty_text', 'Write something first: the message is empty.') };
        }
        const macroText = args.macro === undefined ? null : ((await tx.get('macros', args.macro))?.text ?? null);
        const open = args.macro === undefined ? [] : unfilledPlaceholders(args.text, macroText);
        if (open.length > 0) {
          const message = `The message still holds ${open.map(isolated).join(', ')}. Fill that in, or take it out.`;
          return { refuse: refused('open_placeholder', message) };
        }
        if (now.status === 'closed') {
          return {
            refuse: refused(
              'case_closed',
              `${name} ${await endedBy(tx, doc, now.status, context.user.id)}. Reopen it to write to the customer.`,
            ),
          };
        }
        const macro = args.macro === undefined ? {} : { macro: args.macro };
        return { add: { type: 'agent_message', text: args.text, ...macro } };
      },
    ),
});

/** Adds a note for the desk. Allowed on every case: what was found out later belongs to the record too. */
export const addNote = defineMutator({
  args: z.strictObject({ ...onCase, text: textSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'add_note', timing: 'record', onMerged: 'goes_to_survivor' }, () =>
      isBlank(args.text)
        ? { refuse: refused('empty_text', 'Write something first: the note is empty.') }
        : { add: { type: 'note', text: args.text } },
    ),
});

/** Records a call with the customer; `connected` is false when nobody could be reached. */
export const logCall = defineMutator({
  args: z.strictObject({ ...onCase, connected: z.boolean(), text: textSchema }),
  run: (tx, args, context) =>
    actOnCase(
      tx,
      args,
      context,
      { action: 'log_call', timing: 'record', onMerged: 'goes_to_survivor' },
      async ({ doc, name, then }) => {
        if (args.connected && isBlank(args.text)) {
          return { refuse: refused('empty_text', 'Write down what was said on the call.') };
        }
        if (then.status === 'closed') {
          return {
            refuse: refused(
              'case_closed',
              `${name} ${await endedBy(tx, doc, then.status, context.user.id)}. Reopen it to record the call, or add a note.`,
            ),
          };
        }
        return { add: { type: 'call', connected: args.connected, text: args.text } };
      },
    ),
});
