import { z } from 'zod';
import { archiveType, type MovedIn, movedInSchema } from '../../src-shared/sync/moving.ts';
import {
  errorBodySchema,
  type Identity,
  identitySchema,
  protocolVersion,
  schemaVersion,
} from '../../src-shared/sync/protocol.ts';
import type { Network } from '../network/network.ts';
import { noAnswer } from '../network/way-blocked.ts';
import type { BackendAddress } from '../protocol/api-proxy.ts';

/** A step of the move that could not be done; the message says why and what to do. */
export class MoveProblem extends Error {
  override readonly name = 'MoveProblem';
}

const answerMs = 15_000;
const healthSchema = z.object({ status: z.literal('ok'), protocolVersion: z.int(), schemaVersion: z.int() });

/** @throws {MoveProblem} if nothing answers there, or not as a backend of this version does. */
export async function assertFits(url: string, network: Network): Promise<void> {
  const answer = await network
    .fetch(`${url}/health`, { redirect: 'error', signal: AbortSignal.timeout(answerMs) })
    .catch((error: unknown) => {
      throw new MoveProblem(noAnswer(error, url));
    });
  const health = healthSchema.safeParse(await answer.json().catch(() => undefined));
  if (!health.success) throw new MoveProblem(`${url} answers, but not as a Dueline backend does.`);
  if (health.data.protocolVersion !== protocolVersion || health.data.schemaVersion !== schemaVersion) {
    throw new MoveProblem(`${url} runs another version of Dueline. Update the older of the two, then try again.`);
  }
}

/** @throws {MoveProblem} if the backend cannot be asked, or does not know the token. */
export async function whoActs({ baseUrl, token, network }: BackendAddress): Promise<Identity> {
  const answer = await network
    .fetch(`${baseUrl}/sync/me`, {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    })
    .catch(() => undefined);
  if (answer === undefined) throw new MoveProblem(`${baseUrl} cannot be reached. Nothing was moved.`);
  const body: unknown = await answer.json().catch(() => undefined);
  const identity = identitySchema.safeParse(body);
  if (answer.ok && identity.success) return identity.data;
  if (answer.status === 401) throw new MoveProblem('The server does not know this token. A lead there can print one.');
  throw new MoveProblem(messageIn(body) ?? `${baseUrl} answers, but not as a Dueline backend does.`);
}

/**
 * Passes the archive of the desk on to the team server, as a stream.
 *
 * @param sent is told how many bytes have gone out.
 * @throws {MoveProblem} if it did not arrive, or was not taken in. It may have been all the same, if only the answer
 *   was lost; then the same archive is known again.
 */
export async function sendDesk(
  desk: BackendAddress,
  server: BackendAddress,
  userId: string,
  sent: (bytes: number) => void,
): Promise<MovedIn> {
  const archive = await desk.network
    .fetch(`${desk.baseUrl}/move/out`, { headers: { authorization: `Bearer ${desk.token}` }, redirect: 'error' })
    .catch(() => undefined);
  if (archive === undefined || !archive.ok || archive.body === null) {
    throw new MoveProblem('The backend of this computer did not hand out its data. Nothing was moved; try again.');
  }
  const answer = await server.network
    .send(
      `${server.baseUrl}/move/in?user=${encodeURIComponent(userId)}`,
      { authorization: `Bearer ${server.token}`, 'content-type': archiveType },
      counting(archive.body, sent),
    )
    .catch(() => undefined);
  if (answer === undefined) {
    throw new MoveProblem('The connection to the server broke. The desk stays on this computer; try again.');
  }
  const body: unknown = await answer.json().catch(() => undefined);
  const moved = movedInSchema.safeParse(body);
  if (answer.ok && moved.success) return moved.data;
  throw new MoveProblem(messageIn(body) ?? 'The server did not say whether it took the desk in. Try again.');
}

/** The desk did not move: its backend takes pushes again. False if it cannot be told. */
export async function stay(desk: BackendAddress): Promise<boolean> {
  const answer = await desk.network
    .fetch(`${desk.baseUrl}/move/stay`, {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(answerMs),
    })
    .catch(() => undefined);
  return answer?.ok === true;
}

function counting(stream: ReadableStream<Uint8Array>, sent: (bytes: number) => void): ReadableStream<Uint8Array> {
  let bytes = 0;
  return stream.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        sent(bytes);
        controller.enqueue(chunk);
      },
    }),
  );
}

function messageIn(body: unknown): string | null {
  const error = errorBodySchema.safeParse(body);
  return error.success ? error.data.error.message : null;
}
