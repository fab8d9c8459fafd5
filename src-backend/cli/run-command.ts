import { userSchema } from '../../src-shared/directory/documents.ts';
import type { Clock } from '../clock.ts';
import { issueToken } from '../identity/tokens.ts';
import { addUser, loadSampleInto, prepareSpace } from '../space/prepare-space.ts';
import type { Storage } from '../storage/storage.ts';
import { archiveToFile, unarchiveFile } from './archive-commands.ts';
import type { Command } from './arguments.ts';
import { backupCommand } from './backup-commands.ts';
import { CliError } from './cli-error.ts';
import { nameOf, openData, openExistingData, openExistingDataToChange } from './data-place.ts';
import { exportSpace } from './export.ts';
import { serve } from './serve.ts';
import { serviceCommand } from './service-commands.ts';
import type { Terminal } from './terminal.ts';
import { usage } from './usage.ts';
import { knownUser, moveUserCommand, removeUserCommand } from './user-commands.ts';

/**
 * Runs a command and answers its exit code.
 *
 * @throws {CliError} if it cannot be done, with a message for whoever typed it.
 */
export async function runCommand(command: Command, clock: Clock, terminal: Terminal): Promise<number> {
  switch (command.name) {
    case 'help':
      terminal.print(usage);
      return 0;
    case 'serve':
      await serve(command, clock, terminal);
      return 0;
    case 'export':
      return using(openExistingData(command.data), async (storage) => {
        await exportSpace(storage, command.space, process.stdout);
        return 0;
      });
    case 'user':
      return using(openData(command.data), (storage) => addUserWithToken(storage, command, terminal));
    case 'token':
      return using(openExistingDataToChange(command.data), (storage) => printToken(storage, command, terminal));
    case 'service-token':
    case 'services':
    case 'revoke-service':
      return using(openExistingDataToChange(command.data), (storage) => serviceCommand(storage, command, terminal));
    case 'remove-user':
      return using(openExistingDataToChange(command.data), (storage) => removeUserCommand(storage, command, terminal));
    case 'move-user':
      return using(openExistingDataToChange(command.data), (storage) => moveUserCommand(storage, command, terminal));
    case 'archive':
      return using(openExistingData(command.data), (storage) => archiveToFile(storage, command, terminal));
    case 'unarchive':
      return using(openData(command.data), (storage) => unarchiveFile(storage, command, terminal));
    case 'backup':
    case 'backups':
    case 'restore':
      return backupCommand(command, terminal);
    case 'sample':
      return using(openData(command.data), async (storage) => {
        const policy = await prepareSpace(storage, command.space, null);
        await loadSampleInto(storage, command.space, command.size, clock.now(), policy);
        const { open, closed } = command.size;
        terminal.print(`Added a sample desk to ${nameOf(command.data)}: ${open} open and ${closed} closed cases.`);
        return 0;
      });
    case 'import':
      return using(openData(command.data), async (storage) => {
        await prepareSpace(storage, command.space, null);
        const { runImport } = await import('../import/run-import.ts');
        const { format, file, timeZone, asOf, shiftToNow } = command;
        const now = clock.now();
        const report = terminal.print;
        return runImport({ storage, space: command.space, format, file, timeZone, asOf, shiftToNow, now, report });
      });
  }
}

async function using(opening: Promise<Storage>, work: (storage: Storage) => Promise<number>): Promise<number> {
  const storage = await opening;
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
}

async function addUserWithToken(
  storage: Storage,
  command: Extract<Command, { name: 'user' }>,
  terminal: Terminal,
): Promise<number> {
  const name = userSchema.shape.name.safeParse(command.userName);
  if (!name.success) throw new CliError(2, `--name is wrong: ${name.error.issues[0]?.message ?? 'not a name'}.`);
  // A space that is new needs the rules by which its users can work.
  await prepareSpace(storage, command.space, null);
  const user = await addUser(storage, command.space, name.data, command.role);
  terminal.print(await issueToken(storage, command.space, user.id));
  terminal.warn(`Added ${user.name} (${user.role}) as user ${user.id}. The line above is the token.`);
  return 0;
}

async function printToken(
  storage: Storage,
  { space, userId }: Extract<Command, { name: 'token' }>,
  terminal: Terminal,
): Promise<number> {
  const user = await knownUser(storage, space, userId);
  terminal.print(await issueToken(storage, space, user.id));
  terminal.warn(`A new token of ${user.name} (${user.role}). Earlier ones stay valid.`);
  return 0;
}
