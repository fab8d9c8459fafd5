import type { SpaceId } from '../../src-shared/ids.ts';
import { type Backend, createBackend } from '../backend.ts';
import type { Clock } from '../clock.ts';
import { issueToken } from '../identity/tokens.ts';
import { readPolicyFile } from '../space/policy-file.ts';
import { beginSample, findOrAddLead, prepareSpace, usersOf } from '../space/prepare-space.ts';
import type { Storage } from '../storage/storage.ts';
import type { Command } from './arguments.ts';
import { CliError } from './cli-error.ts';
import { nameOf, openData } from './data-place.ts';
import type { Terminal } from './terminal.ts';

/** Serves the data until the process is told to stop. */
export async function serve(
  command: Extract<Command, { name: 'serve' }>,
  clock: Clock,
  terminal: Terminal,
): Promise<void> {
  const { data, port, host, space } = command;
  // First, so that a policy that is refused leaves the data alone.
  const given = command.policy === null ? null : await readPolicyFile(command.policy);
  const storage = await openData(data, terminal.warn);
  let backend: Backend | null = null;
  try {
    const policy = await prepareSpace(storage, space, given);
    const isNew = (await usersOf(storage, space)).length === 0;
    backend = await createBackend({
      storage,
      policy: null,
      clock,
      publicHosts: isWildcard(host) ? command.publicHosts : [...command.publicHosts, hostInUrl(host)],
      allowedOrigins: command.allowedOrigins,
      retention: command.retention,
      log: terminal.warn,
    });
    const listening = await backend.listen(port, host).catch((error: unknown) => {
      throw listenProblem(error, command);
    });
    terminal.print(`Dueline backend listening on http://${hostInUrl(host)}:${listening}`);
    if (!isLoopback(host)) {
      terminal.warn('Tokens and cases cross the network unencrypted here; put a proxy with TLS before it.');
    }
    if (command.sample !== null && isNew) {
      await beginSample(storage, space, command.sample, clock.now(), policy, terminal.warn);
    } else if (command.sample !== null) {
      terminal.warn(
        `${nameOf(data)} holds data already, so no sample was added to it. Use the command "sample" for that.`,
      );
    }
    await giveFirstToken(storage, space, isNew, terminal);
    await terminal.stopRequested;
  } finally {
    // Also after a failure: connections that stay open would keep this process from ending.
    await (backend ?? storage).close();
  }
}

/** Somebody must be able to join: new data, or imported data without a lead. */
async function giveFirstToken(storage: Storage, space: SpaceId, isNew: boolean, terminal: Terminal): Promise<void> {
  const { user, isAdded } = await findOrAddLead(storage, space, 'First lead');
  if (!isAdded && !isNew) return;
  const token = await issueToken(storage, space, user.id);
  terminal.print(`Token of ${user.name} (lead, user ${user.id}): ${token}`);
}

function listenProblem(error: unknown, command: Extract<Command, { name: 'serve' }>): unknown {
  const { host, port } = command;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new CliError(
      1,
      `Port ${port} of ${host} is in use, perhaps by a backend that already serves ${nameOf(command.data)}. Stop that one, or choose another --port.`,
    );
  }
  if (code === 'EACCES')
    return new CliError(1, `This user may not listen on port ${port}. Choose a --port above 1023.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new CliError(1, `This machine has no address "${host}" to listen on. Choose another --host.`);
  }
  return error;
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function hostInUrl(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
