import type Electron from 'electron';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];

/**
 * The one session. Permission prompts do not exist in headless Chromium and are refused; windows with a display get
 * `--deny-permission-prompts`, so the handlers that refuse everything have nothing to do.
 */
export const session = {
  setPermissionRequestHandler(_handler: RequestHandler): void {},
  setPermissionCheckHandler(_handler: CheckHandler): void {},
  /** The browser has a spell checker of its own, which fetches nothing. */
  availableSpellCheckerLanguages: ['en-US', 'de', 'fr'],
  setSpellCheckerDictionaryDownloadURL(_url: string): void {},
  setSpellCheckerLanguages(_languages: string[]): void {},
  setSpellCheckerEnabled(_isEnabled: boolean): void {},
  addWordToSpellCheckerDictionary: (_word: string): boolean => true,
} satisfies Pick<
  Electron.Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'availableSpellCheckerLanguages'
  | 'setSpellCheckerDictionaryDownloadURL'
  | 'setSpellCheckerLanguages'
  | 'setSpellCheckerEnabled'
  | 'addWordToSpellCheckerDictionary'
>;
