import { z } from 'zod';

const argsForm = z.object({
  eventId: z.string().optional(),
  name: z.string().optional(),
  fromAt: z.number().optional(),
  macroId: z.string().optional(),
  viewId: z.string().optional(),
  shiftId: z.string().optional(),
  restore: z.boolean().optional(),
});

/**
 * What tells an action from every other one, wherever it is kept: the event that it adds. What adds none says a name or
 * a time that no other does; of what only takes something away, each device does the same but once.
 *
 * @returns null for what no agent did.
 */
export function markOf(name: string, args: unknown, device: string): string | null {
  const { data } = argsForm.safeParse(args);
  if (data === undefined) return null;
  switch (name) {
    case 'withdraw':
      return null;
    case 'save_macro':
    case 'save_view':
      return data.name ?? null;
    case 'add_shift':
      return data.fromAt === undefined ? null : `shift from ${data.fromAt}`;
    case 'remove_macro':
    case 'remove_view':
    case 'remove_shift': {
      const id = data.macroId ?? data.viewId ?? data.shiftId ?? '';
      return `${device} ${data.restore === true ? 'restores' : 'removes'} ${id}`;
    }
    default:
      return data.eventId ?? null;
  }
}

/** Which device a client is on: their ids begin with its name. */
export function deviceOf(clientId: string): string {
  return clientId.split('-')[0] ?? '';
}

/** Something that waits, or needs attention, as it is stored. */
export const keptForm = z.object({ name: z.string(), args: z.unknown() });
