import { userIdSchema } from '../../src-shared/cases/case-document.ts';
import type { SpaceId, UserId } from '../../src-shared/ids.ts';
import type { Storage } from '../storage/storage.ts';

/** What another system may do with its token: bring customers' cases and messages, or news of tickets. */
export const servicePowers = ['portal', 'tickets'] as const;
export type ServicePower = (typeof servicePowers)[number];

/** Another system that talks to the backend under `/v1`. It is no user: nobody acts on the desk with its token. */
export interface Service {
  readonly name: string;
  readonly may: readonly ServicePower[];
}

const form = /^service:([a-z+]+):([A-Za-z0-9][A-Za-z0-9_-]{0,39})$/;

/** Whether a system can be called that: up to 40 letters, digits, "-" and "_". */
export function isServiceName(name: string): boolean {
  return form.test(`service:portal:${name}`);
}

/**
 * Under which id tokens of the service are stored. There is never a user document of it, so that no such token is good
 * for the sync; everything that is to be known of a service is in the id.
 */
export function serviceUserId({ name, may }: Service): UserId {
  return userIdSchema.parse(`service:${servicePowers.filter((power) => may.includes(power)).join('+')}:${name}`);
}

/** The service that an id stands for; null if it is a user's. */
export function serviceOf(userId: UserId): Service | null {
  const parts = form.exec(userId);
  if (parts === null) return null;
  const named = parts[1]?.split('+') ?? [];
  return { name: parts[2] ?? '', may: servicePowers.filter((power) => named.includes(power)) };
}

/** The services of a space that have a token. */
export function servicesIn(storage: Pick<Storage, 'read'>, space: SpaceId): Promise<readonly Service[]> {
  return storage.read(space, async (tx) => (await tx.tokenHolders()).flatMap((id) => serviceOf(id) ?? []));
}

/** Takes all tokens from the services of that name. Answers how many there were. */
export function revokeService(
  storage: Pick<Storage, 'write'>,
  space: SpaceId,
  name: string,
): Promise<readonly Service[]> {
  return storage.write(space, async (tx) => {
    const revoked = (await tx.tokenHolders()).flatMap((id) => serviceOf(id) ?? []).filter((each) => each.name === name);
    for (const service of revoked) await tx.removeTokens(serviceUserId(service));
    return revoked;
  });
}
