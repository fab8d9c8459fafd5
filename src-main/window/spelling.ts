import { readdirSync } from 'node:fs';
import path from 'node:path';
import { app, session } from 'electron';

/** Chromium refuses this port before it opens a connection, so that a dictionary it lacks is asked of nobody. */
const nowhere = 'http://127.0.0.1:9/';

export interface SpellingFacts {
  readonly platform: string;
  /** As the agent has them in the system's settings, the preferred one first. */
  readonly languages: readonly string[];
  /** Those that the spell checker knows of. */
  readonly available: readonly string[];
  /** Names of the files in the profile's folder of dictionaries. */
  readonly files: readonly string[];
}

export type Spelling =
  /** The system's own checker and languages. */
  | { readonly by: 'system' }
  | { readonly by: 'languages'; readonly languages: readonly string[] }
  | { readonly by: 'nobody' };

/**
 * How texts are checked without asking a vendor's server: Electron would fetch dictionaries from one. macOS and Windows
 * have their own; elsewhere those that somebody has put into the profile are used.
 */
export function chooseSpelling({ platform, languages, available, files }: SpellingFacts): Spelling {
  if (platform === 'darwin') return { by: 'system' };
  const known = languages.flatMap((language) => bestMatch(language, available) ?? []);
  const usable = platform === 'win32' ? known : known.filter((language) => files.some((file) => holds(file, language)));
  return usable.length === 0 ? { by: 'nobody' } : { by: 'languages', languages: [...new Set(usable)] };
}

/** Checks texts as chosen. To be called before the first window, whose session would begin to fetch. */
export function setUpSpelling(platform: string, profile: string): void {
  const { defaultSession } = session;
  if (platform !== 'darwin') defaultSession.setSpellCheckerDictionaryDownloadURL(nowhere);
  const spelling = chooseSpelling({
    platform,
    languages: app.getPreferredSystemLanguages(),
    available: defaultSession.availableSpellCheckerLanguages,
    files: filesIn(path.join(profile, 'Dictionaries')),
  });
  if (spelling.by === 'languages') defaultSession.setSpellCheckerLanguages([...spelling.languages]);
  defaultSession.setSpellCheckerEnabled(spelling.by !== 'nobody');
}

/** "de-AT" is checked as "de" or "de-DE", where it has no dictionary of its own. */
function bestMatch(language: string, available: readonly string[]): string | undefined {
  const [base = ''] = language.split('-');
  return (
    available.find((known) => known.toLowerCase() === language.toLowerCase()) ??
    available.find((known) => known.toLowerCase() === base.toLowerCase()) ??
    available.find((known) => known.toLowerCase().startsWith(`${base.toLowerCase()}-`))
  );
}

/** Chromium's name of a dictionary: `en-US-10-1.bdic`. */
function holds(file: string, language: string): boolean {
  return new RegExp(`^${language}(-\\d+)*\\.bdic$`, 'i').test(file);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nobody has put one there.
    return [];
  }
}
