import { linkScheme } from '../../src-shared/links/case-link.ts';

/** A command line, and the link that the system put at its end. */
export interface LinkedArguments {
  /** What stands before the link. */
  readonly own: readonly string[];
  /** As it came, and with all that follows it; null without one. */
  readonly link: string | null;
}

const linkStart = new RegExp(`^${linkScheme}:`, 'i');
/** More than any link has: enough to see that it is none. */
const mostKept = 1_000;

/**
 * Takes a link off the arguments. Whoever wrote it may have put more there: a quotation mark in a link ends it on some
 * systems, and what follows looks like arguments of ours. So nothing from the link on is one; it belongs to the link,
 * which no longer is the link of a case then.
 */
export function takeLink(argv: readonly string[]): LinkedArguments {
  const at = argv.findIndex((argument) => linkStart.test(argument));
  if (at === -1) return { own: argv, link: null };
  const before = argv.slice(0, at);
  return {
    // The scheme is registered with a `--` before the link, after which Chromium takes nothing for a switch.
    own: before.at(-1) === '--' ? before.slice(0, -1) : before,
    link: argv.slice(at).join(' ').slice(0, mostKept),
  };
}
