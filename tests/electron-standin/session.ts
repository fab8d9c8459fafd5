import type Electron from 'electron';
import { fetchBy, type Way } from './network.ts';

type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0];
type DeviceHandler = Parameters<Electron.Session['setDevicePermissionHandler']>[0];
type RequestListener = (
  details: { readonly url: string; readonly webContentsId: number },
  answer: (response: { readonly cancel?: boolean }) => void,
) => void;
let onRequest: RequestListener = (_details, answer) => answer({});

const webRequest = {
  onBeforeRequest(listener: RequestListener | null): void {
    onRequest = listener ?? ((_details, answer) => answer({}));
  },
} satisfies { readonly [Name in keyof Electron.WebRequest]?: unknown };

/** Whether a request of a page goes on; the app answers at once. */
function allows(details: Parameters<RequestListener>[0]): boolean {
  let goesOn = true;
  onRequest(details, ({ cancel = false }) => {
    goesOn = !cancel;
  });
  return goesOn;
}

/** A session of its own for requests of the main process, by the name of its partition. */
class PartitionSession {
  readonly way: Way = { proxy: null };
  readonly fetch = (input: string, init?: RequestInit): Promise<Response> => fetchBy(this.way, input, init);
  async setProxy({ proxyRules = '' }: Electron.ProxyConfig): Promise<void> {
    this.way.proxy = proxyRules === '' ? null : proxyRules;
  }
}

const partitions = new Map<string, PartitionSession>();

/** `session.fromPartition`: the same name is the same session. */
export function fromPartition(name: string, _options?: Electron.FromPartitionOptions): PartitionSession {
  const known = partitions.get(name) ?? new PartitionSession();
  partitions.set(name, known);
  return known;
}
fromPartition satisfies (name: string, options?: Electron.FromPartitionOptions) => Pick<Electron.Session, 'setProxy'>;

/**
 * The default session. Permission prompts do not exist in headless Chromium and are refused; windows with a display get
 * `--deny-permission-prompts`, so the handlers that refuse everything have nothing to do.
 */
export const defaultSession = {
  setPermissionRequestHandler(_handler: RequestHandler): void {},
  setPermissionCheckHandler(_handler: CheckHandler): void {},
  setDevicePermissionHandler(_handler: DeviceHandler): void {},
  webRequest,
  allows,
  /** Nothing that happens to a session is told; downloads are Playwright's. */
  on(_event: string, _listener: unknown): void {},
  /** The browser is started without any proxy, and every name but the app's own leads nowhere for it anyhow. */
  async setProxy(_proxy: Electron.ProxyConfig): Promise<void> {},
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
  | 'setDevicePermissionHandler'
  | 'setProxy'
  | 'availableSpellCheckerLanguages'
  | 'setSpellCheckerDictionaryDownloadURL'
  | 'setSpellCheckerLanguages'
  | 'setSpellCheckerEnabled'
  | 'addWordToSpellCheckerDictionary'
> & { readonly webRequest: unknown; readonly on: unknown; readonly allows: unknown };
