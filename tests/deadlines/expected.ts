import { z } from 'zod';
import type { EpochMs } from '../../src-shared/ids.ts';
import { runScript } from '../e2e/command-line.ts';
import { policyOf, type ThresholdName, thresholdNames, thresholds, withTargets } from './policies.ts';
import type { Version } from './simulated-computer.ts';

/** A crossing as `npm run -s sla` has it, and for how long it stood. */
export interface Expected {
  readonly key: string;
  readonly at: EpochMs;
  readonly fromAt: EpochMs;
  readonly untilAt: EpochMs;
}

const answer = z.object({
  status: z.string(),
  clocks: z.record(z.string(), z.object({ state: z.string(), due: z.string().nullable() })),
});

const customerClocks = ['first_response', 'next_update', 'resolution'];

/**
 * The crossings of each version by `npm run -s sla` alone: what is due under a policy whose targets are cut to three
 * quarters is when three quarters are used.
 */
export async function expectedOf(lives: readonly (readonly Version[])[]): Promise<readonly (readonly Expected[])[]> {
  const lines = new Map(
    lives
      .flat()
      .flatMap((version) =>
        thresholdNames.map((threshold) => [requestName(version, threshold), requestText(version, threshold)]),
      ),
  );
  const result = await runScript('scripts/sla.ts', [], [...lines.values()].join('\n'));
  if (result.code !== 0) throw new Error(`sla failed: ${result.stdout.slice(0, 500)} ${result.stderr}`);
  const texts = result.stdout.trim().split('\n');
  const answers = new Map([...lines.keys()].map((name, index) => [name, answer.parse(JSON.parse(texts[index] ?? ''))]));
  const answerTo = (version: Version, threshold: ThresholdName) => {
    const found = answers.get(requestName(version, threshold));
    if (found === undefined) throw new Error('sla was not asked.');
    return found;
  };
  return lives.map((versions) =>
    versions.flatMap((version) => {
      // What is due under the whole targets is also what the clocks do.
      const real = answerTo(version, 'due');
      return customerClocks.flatMap((clock) => {
        const state = real.clocks[clock]?.state;
        const pauses = clock === 'resolution' && real.status === 'waiting_customer';
        if ((state !== 'running' && state !== 'breached') || pauses) return [];
        const crossed = thresholdNames.flatMap((threshold) => {
          const due = answerTo(version, threshold).clocks[clock]?.due ?? null;
          return due === null ? [] : [{ threshold, at: Date.parse(due) }];
        });
        return firstOfEachInstant(crossed).map(({ threshold, at }) => ({
          key: `${version.caseId} ${clock} ${threshold} ${at}`,
          at,
          fromAt: version.fromAt,
          untilAt: version.untilAt,
        }));
      });
    }),
  );
}

function requestName({ events, policy }: Version, threshold: ThresholdName): string {
  return `${policy} ${threshold} ${eventsText(events)}`;
}

const policyTexts = new Map<string, string>();

function requestText({ events, policy }: Version, threshold: ThresholdName): string {
  const name = `${policy} ${threshold}`;
  const text = policyTexts.get(name) ?? JSON.stringify(withTargets(policyOf(policy), thresholds[threshold].reached));
  policyTexts.set(name, text);
  return `{"op":"case","policy":${text},"events":${eventsText(events)},"now":${events.at(-1)?.at}}`;
}

/** Without what moves no clock, so that the same history is asked for once. */
function eventsText(events: Version['events']): string {
  return JSON.stringify(events, (field, value) =>
    field === 'id' || field === 'by' || field === 'text' ? undefined : value,
  );
}

/** Thresholds that fall on one instant are one. */
function firstOfEachInstant<Crossed extends { at: EpochMs }>(crossed: readonly Crossed[]): readonly Crossed[] {
  return crossed.filter(({ at }, index) => crossed.findIndex((other) => other.at === at) === index);
}
