import { z } from 'zod';
import type { AppArguments } from './arguments.ts';

const secondStartSchema = z.object({ hidden: z.boolean(), link: z.string().nullable() });
/** What a start hands to the app that runs on its profile already. Chromium changes the order of plain arguments on the way. */
export type SecondStart = z.infer<typeof secondStartSchema>;

export function secondStartOf({ hidden, link }: AppArguments): SecondStart {
  return { hidden, link };
}

/** Reads what a second start handed over; one that says nothing we understand wants to see the window. */
export function readSecondStart(handedOver: unknown): SecondStart {
  const parsed = secondStartSchema.safeParse(handedOver);
  return parsed.success ? parsed.data : { hidden: false, link: null };
}
