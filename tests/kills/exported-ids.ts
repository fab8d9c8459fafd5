import { z } from 'zod';
import { type CaseDocument, caseDocumentSchema } from '../../src-shared/cases/case-document.ts';
import { runCli } from '../unit/backend/run-cli.ts';

/** The text of an action of a kill test is its id, which begins so. */
export const idPrefix = 'kill-';

const lineSchema = z.object({ collection: z.string(), deleted: z.boolean(), doc: z.unknown() });

/**
 * The cases that `npm run -s backend -- export` prints.
 *
 * @param place `--data DIR` or `--database URL`.
 */
export async function exportedCases(place: readonly string[]): Promise<readonly CaseDocument[]> {
  const { code, out, err } = await runCli(['export', ...place]);
  if (code !== 0) throw new Error(`The export failed: ${err}`);
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => lineSchema.parse(JSON.parse(line)))
    .filter(({ collection, deleted }) => collection === 'cases' && !deleted)
    .map(({ doc }) => caseDocumentSchema.parse(doc));
}

/** The ids of a kill test's actions, each as often as there is an event of it. */
export async function exportedIds(place: readonly string[]): Promise<readonly string[]> {
  return (await exportedCases(place)).flatMap(({ events }) =>
    events.flatMap((event) => ('text' in event && event.text?.startsWith(idPrefix) ? [event.text] : [])),
  );
}
