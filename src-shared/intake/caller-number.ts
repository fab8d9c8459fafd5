/** Fewer digits could be anybody's: an extension, or a number that is still being typed. */
const leastDigits = 7;

/** Somebody of the directory with a phone number. */
interface Callable {
  readonly phone?: string | undefined;
}

/**
 * Whose number a caller's could be, whichever way each is written: with or without country code, brackets, dots and
 * spaces. The same digits come first, then those of which one ends in the other.
 */
export function callersBy<Contact extends Callable>(contacts: Iterable<Contact>, number: string): readonly Contact[] {
  const wanted = digitsOf(number);
  const same: Contact[] = [];
  const alike: Contact[] = [];
  if (wanted.length < leastDigits) return same;
  for (const contact of contacts) {
    const known = digitsOf(contact.phone ?? '');
    if (known === wanted) same.push(contact);
    else if (known.length >= leastDigits && (known.endsWith(wanted) || wanted.endsWith(known))) alike.push(contact);
  }
  return [...same, ...alike];
}

/** The digits that are dialled, without an extension and without what stands before a number to reach another country. */
export function digitsOf(number: string): string {
  const dialled = number
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?:ext|x|#|;|,).*$/, '')
    .replace(/[^\d+]/g, '');
  return dialled
    .replace(/^\+/, '')
    .replace(/\+.*$/, '')
    .replace(/^00/, '')
    .replace(/^011(?=\d{9})/, '');
}
