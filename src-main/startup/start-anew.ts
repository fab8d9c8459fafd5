import { linkScheme } from '../../src-shared/links/case-link.ts';

/** The arguments to start once more with: without what was asked of the start before only. */
export function argumentsAnew(argv: readonly string[]): string[] {
  const link = argv.findIndex((argument) => argument.toLowerCase().startsWith(`${linkScheme}:`));
  const own = link === -1 ? argv : argv.slice(0, link);
  return own.filter((argument) => argument !== '--hidden' && argument !== '--updated');
}
