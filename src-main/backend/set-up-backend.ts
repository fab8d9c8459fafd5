import path from 'node:path';
import { systemNetwork } from '../network/system-network.ts';
import type { BackendChoice } from '../profile/remembered-backend.ts';
import type { Config } from '../startup/config.ts';
import type { Backend } from './backend.ts';
import { openCredentials } from './credentials.ts';
import { embeddedBackend } from './embedded-backend.ts';
import { systemKeyStore } from './key-store.ts';
import { remoteBackend } from './remote-backend.ts';

/** Starts the embedded backend, or joins the one that the profile works with. */
export function setUpBackend(config: Config, choice: BackendChoice): Backend {
  if (choice.kind === 'remote') {
    return remoteBackend(
      choice.url,
      config.arguments.token,
      openCredentials(config.profile, systemKeyStore(process.platform)),
      systemNetwork(),
    );
  }
  const start = () => ({
    dataDir: path.join(config.profile, 'data'),
    userId: config.arguments.user,
    sample: config.arguments.sample,
    policyFile: null,
    testClockAt: config.clock.standsAt,
  });
  return embeddedBackend(config.files.backend, start, config.childEnvironment);
}
