/** The scheme of links into the app. */
export const linkScheme = 'dueline';

/** Why a text is not the link of a case. */
export const linkFaults = ['scheme', 'host', 'extra', 'path', 'encoding', 'control', 'length', 'name'] as const;
export type LinkFault = (typeof linkFaults)[number];

/** A case's number or id as a link names it, or what is wrong with the link. */
export type CaseLink = { readonly ok: true; readonly name: string } | { readonly ok: false; readonly fault: LinkFault };

const longestLink = 200;
const longestName = 64;
/** What numbers of cases and the app's own ids are made of; nothing in it means anything to a path, shell or address. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
/** Control characters, line ends, spaces, halves of pairs, and marks that are not seen but turn a text around. */
const unseen = /[\p{C}\p{Z}]/u;

/**
 * Reads `dueline://case/<number or id>`. Anybody can write a link and a web page can send one, so nothing is mended or
 * guessed: whatever is not exactly that is refused, and what it holds is decoded once.
 */
export function caseLink(text: string): CaseLink {
  if (text.length > longestLink) return refuse('length');
  if (unseen.test(text)) return refuse('control');
  const [, scheme = '', rest = ''] = /^([^:/?#\\]*):(.*)$/.exec(text) ?? [];
  if (scheme.toLowerCase() !== linkScheme) return refuse('scheme');
  if (rest.includes('\\')) return refuse('path');
  const [, authority = null, path = ''] = /^\/\/([^/?#]*)(.*)$/.exec(rest) ?? [];
  if (authority === null) return refuse('host');
  if (/[@:]/.test(authority)) return refuse('extra');
  if (authority.toLowerCase() !== 'case') return refuse('host');
  if (/[?#]/.test(path)) return refuse('extra');
  const [, segment = null] = /^\/([^/]+)\/?$/.exec(path) ?? [];
  return segment === null ? refuse('path') : readName(segment);
}

function readName(segment: string): CaseLink {
  const name = decodedOnce(segment);
  // What is still encoded was encoded twice, to be taken for something else by whoever decodes it again.
  if (name === null || name.includes('%')) return refuse('encoding');
  if (unseen.test(name)) return refuse('control');
  if (/[/\\]/.test(name) || /^\.+$/.test(name)) return refuse('path');
  if (name.length > longestName) return refuse('length');
  return nameForm.test(name) ? { ok: true, name } : refuse('name');
}

function decodedOnce(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

function refuse(fault: LinkFault): CaseLink {
  return { ok: false, fault };
}

/** The link of a case: by its number, or by its id while it has none. Null if no link can name it. */
export function linkOf({ id, number }: { readonly id: string; readonly number: string | null }): string | null {
  const name = [number, id].find((one) => one !== null && one.length <= longestName && nameForm.test(one));
  return name === undefined || name === null ? null : `${linkScheme}://case/${name}`;
}
