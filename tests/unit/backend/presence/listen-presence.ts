import { presenceEventSchema } from '../../../../src-shared/sync/presence.ts';

/** An event stream of a backend, read for who is there. */
export async function listenPresence(url: string, token: string, session?: string) {
  const ended = new AbortController();
  const response = await fetch(`${url}/sync/events${session === undefined ? '' : `?session=${session}`}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: ended.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const cases = new Map<string, string>();
  let rest = '';
  const readOn = async (): Promise<void> => {
    const chunk = await reader?.read();
    if (chunk === undefined || chunk.done) throw new Error('The stream has ended.');
    const events = (rest + chunk.value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^event: presence\ndata: (.+)$/.exec(event)?.[1];
      if (data === undefined) continue;
      const told = presenceEventSchema.parse(JSON.parse(data));
      if (told.all) cases.clear();
      for (const { caseId, people } of told.cases) {
        cases.set(caseId, people.map(({ userId, activity }) => `${userId} ${activity}`).join(', '));
      }
    }
  };
  return {
    /** Reads on until the case shows these people, such as `ann viewing`; '': nobody. */
    async until(caseId: string, people: string): Promise<void> {
      while ((cases.get(caseId) ?? '') !== people) await readOn();
    },
    /** What is known of a case by now. */
    shows: (caseId: string) => cases.get(caseId) ?? '',
    end: () => ended.abort(),
  };
}

/** Tells what a window shows. */
export function tellPresence(url: string, token: string, body: unknown): Promise<Response> {
  return fetch(`${url}/sync/presence`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
