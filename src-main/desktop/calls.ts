import type { z } from 'zod';
import {
  type DesktopArgument,
  type DesktopCall,
  type DesktopResults,
  desktopCalls,
} from '../../src-shared/desktop-contract.ts';
import { isAppPage } from '../window/navigation-guard.ts';
import { argumentLimit, isWithin } from './argument-size.ts';

/** What the main process does for each call of the contract. */
export type DesktopHandlers = {
  readonly [Call in DesktopCall]: (
    argument: DesktopArgument<Call>,
  ) => DesktopResults[Call] | Promise<DesktopResults[Call]>;
};

/** A call that was refused before anything was done. */
export class CallRefused extends Error {
  readonly why: 'sender' | 'size' | 'argument';
  constructor(why: CallRefused['why'], message: string) {
    super(message);
    this.why = why;
  }
}

/** Who calls: the URL of the frame, and whether it is a page's own and not one embedded in it. */
export interface Sender {
  readonly url: string;
  readonly isMainFrame: boolean;
}

/** Prefix of the IPC channels, one for each call and event of the contract. */
export const channelOf = (name: string): string => `desktop:${name}`;

/**
 * Wraps one handler of the contract: first the sender is checked, then the argument's size, then the argument, then the
 * handler runs.
 *
 * @throws {CallRefused} if the frame is not the app's own page, or the argument is too large or does not fit the contract.
 */
export function guardedHandler<Call extends DesktopCall>(
  name: Call,
  handler: DesktopHandlers[Call],
): (sender: Sender | null, argument: unknown) => Promise<DesktopResults[Call]> {
  const schema: z.ZodType<DesktopArgument<Call>> = schemaOf(name);
  return async (sender, argument) => {
    if (sender === null || !sender.isMainFrame || !isAppPage(sender.url)) {
      throw new CallRefused(
        'sender',
        `${name} is for Dueline's own window, not for ${sender?.url ?? 'a frame that has gone'}.`,
      );
    }
    if (!isWithin(argument, argumentLimit(name))) throw new CallRefused('size', `${name}: the argument is too large.`);
    const parsed = schema.safeParse(argument);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const place = issue?.path.join('.') ?? '';
      throw new CallRefused('argument', `${name}: wrong argument at '${place}': ${issue?.message ?? ''}`);
    }
    return handler(parsed.data);
  };
}

function schemaOf<Call extends DesktopCall>(name: Call): z.ZodType<DesktopArgument<Call>> {
  // The contract's map is exactly that; TypeScript cannot see it through the generic index.
  return desktopCalls[name] as unknown as z.ZodType<DesktopArgument<Call>>;
}
