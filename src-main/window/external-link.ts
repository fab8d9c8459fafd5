/** Where a link leads that is opened outside of the app. */
export interface ExternalLink {
  /** What the system is handed: the address as it was understood here, so that nobody understands it otherwise. */
  readonly url: string;
  /** What is shown before: the site, or the address of a mail. */
  readonly place: string;
}

const longestAddress = 2_000;

/**
 * The one guard of links that leave the app: https and mailto, to a place that can be named. Null for all others, since
 * the system would start a program for them: scripts, files, calls, installers, other apps.
 */
export function externalLink(address: string): ExternalLink | null {
  if (address.length > longestAddress || hasHiddenCharacter(address)) return null;
  const parsed = URL.parse(address);
  if (parsed === null) return null;
  if (parsed.protocol === 'https:') return webLink(address, parsed);
  if (parsed.protocol === 'mailto:') return mailLink(parsed);
  return null;
}

function webLink(address: string, parsed: URL): ExternalLink | null {
  // Written out: `https:example.com` and `https:\\example.com` are read in more than one way.
  if (!/^https:\/\/[^/\\]/i.test(address)) return null;
  // A name before the host makes a link look as if it led elsewhere.
  if (parsed.username !== '' || parsed.password !== '' || parsed.host === '') return null;
  return { url: parsed.href, place: parsed.host };
}

/** To one person, with a subject and a text at most: other fields could attach files or add readers. */
function mailLink(parsed: URL): ExternalLink | null {
  const to = decoded(parsed.pathname);
  if (to === null || !/^[^\s@,;:<>"'()[\]\\%&?|]+@[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(to)) return null;
  if (parsed.hash !== '' || to.startsWith('-')) return null;
  for (const [name, value] of parsed.searchParams) {
    if (!mailFields.has(name.toLowerCase()) || hasHiddenCharacter(value.replaceAll(/\r?\n/g, ''))) return null;
  }
  // Put together anew: mail programs have taken quotes in an address for the end of an argument.
  const query = [...parsed.searchParams].map(([name, value]) => `${name.toLowerCase()}=${encodeURIComponent(value)}`);
  return { url: `mailto:${to}${query.length === 0 ? '' : `?${query.join('&')}`}`, place: to };
}

const mailFields: ReadonlySet<string> = new Set(['subject', 'body']);

/** White space that URLs drop without a word, control characters, and those that turn the direction of writing. */
function hasHiddenCharacter(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text) || text !== text.trim();
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
