import type { DesktopCall } from '../../src-shared/desktop-contract.ts';

/**
 * All that the log can hold. There is no field for free text, so that nothing of a customer, an agent's typing or a
 * token has a way in: words are chosen here, and everything else is a number, a name out of the code or a version.
 */
export type LogEvent =
  | { readonly event: 'started'; readonly version: string; readonly runtime: string; readonly system: string }
  | { readonly event: 'ended' }
  | { readonly event: 'uncaught'; readonly error: ErrorFacts }
  | { readonly event: 'page gone' | 'process gone'; readonly reason: string }
  | { readonly event: 'backend'; readonly kind: 'embedded' | 'remote'; readonly state: string }
  | { readonly event: 'call refused'; readonly call: DesktopCall; readonly why: string }
  | { readonly event: 'call failed'; readonly call: DesktopCall; readonly error: ErrorFacts }
  | { readonly event: 'page refused'; readonly what: string; readonly scheme: string }
  | { readonly event: 'journal damaged'; readonly places: number };

/** What is said of an error: what it is and where it came about, never its message. */
export interface ErrorFacts {
  readonly name: string;
  /** Of the system or the library, such as `ENOSPC`. */
  readonly code: string | null;
  /** Files of the app with line and column, the innermost first. */
  readonly at: readonly string[];
}

const longestWord = 60;
const mostFrames = 8;

/** The facts of anything that was thrown. Its message may quote a customer, so it is left out; so may a name. */
export function errorFacts(error: unknown): ErrorFacts {
  if (!(error instanceof Error)) return { name: 'No error', code: null, at: [] };
  const code = 'code' in error ? error.code : undefined;
  return {
    name: /^[A-Z][A-Za-z]{0,40}(Error|Exception|Problem)$/.test(error.name) ? error.name : 'Error',
    code: typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : null,
    at: framesOf(error),
  };
}

/** One line of the log. Words that are too long or hold what no word has are left out, as a last guard. */
export function logLine(event: LogEvent, at: string): string {
  return `${JSON.stringify({ at, ...event }, (_key, value: unknown) =>
    typeof value === 'string' && !isWord(value) ? '(left out)' : value,
  )}\n`;
}

function isWord(text: string): boolean {
  return text.length <= longestWord && /^[A-Za-z0-9 .:_+\-()]*$/.test(text);
}

function framesOf({ message, stack = '' }: Error): string[] {
  // The message stands at the head of the stack, and may look like a part of it.
  const start = message === '' ? 0 : stack.indexOf(message) + message.length;
  return stack
    .slice(Math.max(0, start))
    .split('\n')
    .flatMap((line) => /^\s+at .*?([\w.-]{1,60}\.(?:[cm]?js|ts):\d+:\d+)\)?$/.exec(line)?.[1] ?? [])
    .slice(0, mostFrames);
}
