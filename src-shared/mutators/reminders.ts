import { z } from 'zod';
import { eventIdSchema, userIdSchema } from '../cases/case-document.ts';
import { inSentence } from '../cases/case-name.ts';
import { mayDo, onlyWords } from '../directory/permissions.ts';
import { farTimeRefusal, onCase, textSchema } from './arguments.ts';
import { actOnCase } from './case-action.ts';
import { defineMutator, refused } from './mutator.ts';
import { userName } from './names.ts';

/** Something to come back to on a case, for oneself; a lead may set one for somebody else. */
export const setReminder = defineMutator({
  args: z.strictObject({ ...onCase, remindAt: z.int(), forId: userIdSchema, about: textSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'set_reminder', timing: 'follows' }, async ({ name }) => {
      const { remindAt, forId, about } = args;
      if (forId !== context.user.id) {
        if (!mayDo(context.user.role, 'remind_another')) {
          return { refuse: refused('not_allowed', onlyWords('remind_another', inSentence(name))) };
        }
        if ((await tx.get('users', forId)) === undefined) {
          const message = `Nobody can be reminded of ${inSentence(name)}: this agent does not exist.`;
          return { refuse: refused('unknown_user', message) };
        }
      }
      const wrong = farTimeRefusal(remindAt, context.occurredAt, `No reminder was set on ${inSentence(name)}`);
      return wrong === null ? { add: { type: 'reminder_set', remindAt, forId, about } } : { refuse: wrong };
    }),
});

/** Ticks a reminder off: by whom it is for, or a lead. */
export const finishReminder = defineMutator({
  args: z.strictObject({ ...onCase, reminderId: eventIdSchema }),
  run: (tx, args, context) =>
    actOnCase(tx, args, context, { action: 'finish_reminder', timing: 'follows' }, async ({ doc, name, now }) => {
      const { reminderId } = args;
      const reminder = now.work.reminders.find(({ id }) => id === reminderId);
      if (reminder === undefined) {
        const wasSet = doc.events.some(({ id, type }) => id === reminderId && type === 'reminder_set');
        return {
          refuse: wasSet
            ? refused('already_done', `This reminder on ${inSentence(name)} was ticked off already.`)
            : refused('unknown_reminder', `${name} has no such reminder.`),
        };
      }
      if (reminder.forId !== context.user.id && !mayDo(context.user.role, 'remind_another')) {
        const whose = await userName(tx, reminder.forId);
        const message = `This reminder on ${inSentence(name)} is for ${whose}. Only ${whose} or a lead can tick it off.`;
        return { refuse: refused('not_allowed', message) };
      }
      return {
        add: { type: 'reminder_done', reminderId },
        mustHold: ({ work }) => work.reminders.every(({ id }) => id !== reminderId),
      };
    }),
});
