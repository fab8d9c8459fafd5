export type Signing =
  | {
      readonly ok: true;
      readonly message: string;
      /** For electron-builder. */
      readonly arguments: readonly string[];
      /** Text of the key for Apple's notary, which it takes as a file; undefined without one. */
      readonly notaryKey: string | undefined;
    }
  | { readonly ok: false; readonly message: string };

const azure = {
  AZURE_SIGNING_ENDPOINT: 'endpoint',
  AZURE_SIGNING_ACCOUNT: 'codeSigningAccountName',
  AZURE_SIGNING_PROFILE: 'certificateProfileName',
  AZURE_SIGNING_PUBLISHER: 'publisherName',
} as const;
const azureSignIn = ['AZURE_TENANT_ID', 'AZURE_CLIENT_ID', 'AZURE_CLIENT_SECRET'] as const;
const notary = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'] as const;

/**
 * How a build is signed by what the environment holds. With a certificate nothing unsigned comes out; with half of what
 * it takes nothing is built. Without any the build is for trying out.
 */
export function signingOf(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Signing {
  if (platform === 'win32') return onWindows(env);
  if (platform === 'darwin') return onMac(env);
  return { ok: true, message: 'Not signed: nothing is on this system.', arguments: [], notaryKey: undefined };
}

/** The environment without empty variables: a workflow sets each secret, and electron-builder takes an empty one for given. */
export function withoutEmpty(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
}

function onWindows(env: NodeJS.ProcessEnv): Signing {
  const names = [...Object.keys(azure), ...azureSignIn];
  const service = allOrNone(env, names);
  if (service === 'some') return missing(env, names);
  if (service === 'all') {
    const options = Object.entries(azure).map(([name, option]) => `-c.win.azureSignOptions.${option}=${env[name]}`);
    return signed('Signed by Azure Trusted Signing.', options);
  }
  if (env.WIN_CSC_LINK) return signed('Signed with the certificate of WIN_CSC_LINK.', []);
  return {
    ok: true,
    message: 'Not signed: Windows will warn of this build (WIN_CSC_LINK or AZURE_SIGNING_… sign it).',
    arguments: [],
    notaryKey: undefined,
  };
}

function onMac(env: NodeJS.ProcessEnv): Signing {
  const notarised = allOrNone(env, notary);
  if (notarised === 'some') return missing(env, notary);
  if (!env.CSC_LINK && !env.CSC_NAME) {
    if (notarised === 'all') {
      return { ok: false, message: 'Apple notarises signed apps only: CSC_LINK or CSC_NAME is missing.' };
    }
    // Apple's processors run nothing without any signature; an ad-hoc one names nobody and fits no hardened runtime.
    const adHoc = ['-c.mac.identity=-', '-c.mac.hardenedRuntime=false', '-c.mac.notarize=false'];
    const message = 'Signed ad hoc: this build runs on this Mac only (CSC_LINK or CSC_NAME signs it).';
    return { ok: true, message, arguments: adHoc, notaryKey: undefined };
  }
  return notarised === 'all'
    ? signed('Signed and notarised.', [], env.APPLE_API_KEY)
    : signed('Signed, not notarised: other Macs will refuse it (APPLE_API_KEY, …_ID and APPLE_API_ISSUER).', [
        '-c.mac.notarize=false',
      ]);
}

function signed(message: string, options: readonly string[], notaryKey?: string): Signing {
  return { ok: true, message, arguments: ['-c.forceCodeSigning=true', ...options], notaryKey };
}

function allOrNone(env: NodeJS.ProcessEnv, names: readonly string[]): 'all' | 'some' | 'none' {
  const given = names.filter((name) => env[name]);
  if (given.length === 0) return 'none';
  return given.length === names.length ? 'all' : 'some';
}

function missing(env: NodeJS.ProcessEnv, names: readonly string[]): Signing {
  const lacking = names.filter((name) => !env[name]);
  return { ok: false, message: `To sign, ${lacking.join(', ')} must be set too.` };
}
