import { openCredentials } from '../backend/credentials.ts';
import { systemKeyStore } from '../backend/key-store.ts';
import { remoteBackend } from '../backend/remote-backend.ts';
import { setUpBackend } from '../backend/set-up-backend.ts';
import { mayNotMoveTo } from '../managed/managed-server.ts';
import { systemNetwork } from '../network/system-network.ts';
import type { BackendChoice } from '../profile/remembered-backend.ts';
import { rememberedBackend } from '../profile/remembered-backend.ts';
import type { Config } from '../startup/config.ts';
import type { MainWindow } from '../window/main-window.ts';
import { type MovableBackend, movableBackend } from './movable-backend.ts';
import { deskMover } from './move-desk.ts';
import { dataFolder, movedMark } from './moved-mark.ts';

/** The backend of the profile, and what moves its desk elsewhere. */
export function setUpMovableBackend(config: Config, choice: BackendChoice) {
  const backend: MovableBackend = movableBackend(setUpBackend(config, choice));
  return {
    backend,
    moverFor: (window: MainWindow) => {
      const credentials = openCredentials(config.profile, systemKeyStore(process.platform));
      const network = systemNetwork();
      return deskMover({
        backend,
        dataDir: dataFolder(config.profile),
        mark: movedMark(config.profile),
        remembered: rememberedBackend(config.profile),
        credentials,
        joined: (url) => remoteBackend(url, null, credentials, network),
        network,
        mayNotMoveTo: (url) => mayNotMoveTo(url, config.managed),
        progressed: (progress) => window.send('desk:moving', progress),
        now: config.clock.now,
      });
    },
  };
}
