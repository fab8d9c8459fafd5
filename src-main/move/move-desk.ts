import type { JoinRequest, MoveProgress, MoveResult } from '../../src-shared/desktop-contract.ts';
import type { EpochMs } from '../../src-shared/ids.ts';
import type { MovedMark } from '../../src-shared/sync/moving.ts';
import type { Backend } from '../backend/backend.ts';
import type { Credentials } from '../backend/credentials.ts';
import type { Network } from '../network/network.ts';
import type { BackendChoice } from '../profile/remembered-backend.ts';
import { parseServer } from '../startup/arguments.ts';
import type { MovableBackend } from './movable-backend.ts';
import { assertFits, MoveProblem, sendDesk, stay, whoActs } from './team-server.ts';

export interface MoveParts {
  readonly backend: MovableBackend;
  /** Folder of the embedded backend's data. */
  readonly dataDir: string;
  readonly mark: { write(mark: MovedMark): void };
  readonly remembered: { write(choice: BackendChoice): void };
  readonly credentials: Pick<Credentials, 'keep'>;
  /** The backend at the address, joined with the token that was kept for it. */
  readonly joined: (url: string) => Backend;
  /** The way to the team server. */
  readonly network: Network;
  /** Why an administrator does not allow the address; null if nothing speaks against it. */
  readonly mayNotMoveTo: (url: string) => string | null;
  readonly progressed: (progress: MoveProgress) => void;
  readonly now: () => EpochMs;
}

/**
 * Makes what moves the desk of this computer to a team server. Each step may fail or be the last one before a crash:
 * until the mark is written the desk is here, from then on it is there. What the window does meanwhile waits in its
 * outbox, and goes out to whichever of the two it is.
 */
export function deskMover(parts: MoveParts): (request: JoinRequest) => Promise<MoveResult> {
  let isMoving = false;
  return async (request) => {
    if (isMoving) return { ok: false, message: 'This desk is being moved already.' };
    isMoving = true;
    try {
      return await move(parts, request);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { ok: false, message: error instanceof MoveProblem ? reason : `The desk was not moved: ${reason}` };
    } finally {
      isMoving = false;
    }
  };
}

async function move(parts: MoveParts, request: JoinRequest): Promise<MoveResult> {
  const { backend, progressed } = parts;
  const url = parseServer(request.url);
  if (url === undefined) throw new MoveProblem('The address must begin with https:// or http://.');
  const forbidden = parts.mayNotMoveTo(url);
  if (forbidden !== null) throw new MoveProblem(forbidden);
  if (backend.state.kind === 'remote') throw new MoveProblem(`This desk is at ${backend.state.url} already.`);
  const desk = backend.address;
  if (desk === undefined)
    throw new MoveProblem('The backend of this computer does not run now. Try again when it does.');
  progressed({ step: 'checking', sentBytes: 0 });
  await assertFits(url, parts.network);
  const server = { baseUrl: url, token: request.token, network: parts.network };
  const { user, space } = await whoActs(server);
  if (user.role !== 'lead' && user.role !== 'administrator') {
    throw new MoveProblem(
      `${user.name} is no lead or administrator of the space "${space}", and may not move a desk in.`,
    );
  }
  const acting = (await whoActs(desk)).user;

  try {
    const moved = await sendDesk(desk, server, acting.id, (sentBytes) => progressed({ step: 'sending', sentBytes }));
    // One that was started anew took pushes again, which the archive has not.
    if (backend.address !== desk) {
      throw new MoveProblem('The backend of this computer was started anew meanwhile. The desk stays here; try again.');
    }
    await parts.credentials.keep(url, moved.token);
    // The desk is there from here on.
    parts.mark.write({ url, space: moved.space, userId: moved.user.id, at: parts.now() });
    await goOnThere(parts, url);
    return { ok: true, url, space: moved.space, documents: moved.documents, dataDir: parts.dataDir };
  } catch (error) {
    if (backend.address === desk && !(await stay(desk))) backend.restart();
    throw error;
  }
}

async function goOnThere({ backend, remembered, joined }: MoveParts, url: string): Promise<void> {
  try {
    remembered.write({ kind: 'remote', url });
  } catch {
    // The next start finds the mark, and remembers then.
  }
  await backend.become(joined(url));
}
