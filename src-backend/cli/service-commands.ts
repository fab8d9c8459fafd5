import { revokeService, type Service, servicesIn, serviceUserId } from '../identity/service-tokens.ts';
import { issueToken } from '../identity/tokens.ts';
import type { Storage } from '../storage/storage.ts';
import type { Command } from './arguments.ts';
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

/** Tokens of other systems: makes one, lists whose there are, takes them away. */
export async function serviceCommand(
  storage: Storage,
  command: Extract<Command, { name: 'service-token' | 'services' | 'revoke-service' }>,
  terminal: Terminal,
): Promise<number> {
  const { space } = command;
  const services = await servicesIn(storage, space);
  switch (command.name) {
    case 'service-token': {
      const { service } = command;
      if (!(await storage.spaces()).includes(space)) {
        throw new CliError(1, `There is no space "${space}" here. Its first user makes it: the command "user".`);
      }
      terminal.print(await issueToken(storage, space, serviceUserId(service)));
      terminal.warn(`A token of ${wordsOf(service)}. The line above is the token. Earlier ones stay valid.`);
      return 0;
    }
    case 'services':
      for (const service of services) terminal.print(wordsOf(service));
      if (services.length === 0) terminal.warn(`No other system has a token for the space "${space}".`);
      return 0;
    case 'revoke-service': {
      const revoked = await revokeService(storage, space, command.serviceName);
      if (revoked.length > 0) {
        terminal.print(`Revoked the tokens of ${revoked.map(wordsOf).join(' and ')}. What came by them stays.`);
        return 0;
      }
      const known = services.map((service) => `  ${wordsOf(service)}`);
      const message = `No system "${command.serviceName}" has a token for the space "${space}".`;
      throw new CliError(1, known.length === 0 ? message : [`${message} These have:`, ...known].join('\n'));
    }
  }
}

function wordsOf({ name, may }: Service): string {
  return `${name} (may ${may.join(', ')})`;
}
