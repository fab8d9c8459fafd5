import type { JoinRequest, JoinResult } from '../../src-shared/desktop-contract.ts';
import { errorBodySchema, identitySchema } from '../../src-shared/sync/protocol.ts';
import type { Network } from '../network/network.ts';
import { noAnswer } from '../network/way-blocked.ts';

/** Asks the backend at `url` whether it knows the token. Nothing is kept here. */
export async function verifyToken({ url, token }: JoinRequest, network: Network): Promise<JoinResult> {
  const answer = await network
    .fetch(`${url}/sync/me`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(15_000),
    })
    .catch((error: unknown) => ({ ok: false, message: noAnswer(error, url) }) as const);
  if ('message' in answer) return answer;
  const body: unknown = await answer.json().catch(() => undefined);
  if (answer.ok && identitySchema.safeParse(body).success) return { ok: true };
  const error = errorBodySchema.safeParse(body);
  if (!error.success) return { ok: false, message: `${url} answers, but not as a Dueline backend does.` };
  return {
    ok: false,
    message: answer.status === 401 ? 'The backend does not know this token.' : error.data.error.message,
  };
}
