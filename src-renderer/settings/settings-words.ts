import { defaultThresholds, thresholdKey } from '../../src-shared/deadlines/case-deadlines.ts';
import { deadlineClocks, type MutedKind, type NoticeOutcome } from '../../src-shared/deadlines/deadline.ts';
import type { Policy, ThresholdSpec } from '../../src-shared/policy/policy.ts';
import { sourceOfAll, sourceSentence, sourceWords } from '../../src-shared/policy/source-words.ts';

export interface NamedThreshold {
  /** As the schedule names it. */
  readonly key: string;
  readonly words: string;
}

/** What the policy tells of, each once, the earliest warning first. */
export function thresholdsOf(policy: Policy): readonly NamedThreshold[] {
  const found = new Map<string, ThresholdSpec>();
  for (const clock of deadlineClocks) {
    for (const threshold of policy.notify?.[clock]?.thresholds ?? defaultThresholds) {
      found.set(thresholdKey(threshold), threshold);
    }
  }
  return [...found]
    .toSorted(([, a], [, b]) => orderOf(a) - orderOf(b))
    .map(([key, threshold]) => ({ key, words: wordsOf(threshold) }));
}

/** Whether those thresholds are published. */
export function thresholdsSource({ notify }: Policy): string {
  return sourceSentence(sourceOfAll(notify), 'notifications');
}

/** Shares before minutes, due last; within each the earlier first. */
function orderOf(threshold: ThresholdSpec): number {
  if (threshold === 'due') return Number.POSITIVE_INFINITY;
  return 'share' in threshold ? threshold.share : 1e9 - threshold.minutes_left;
}

function wordsOf(threshold: ThresholdSpec): string {
  if (threshold === 'due') return 'When it is due';
  if ('share' in threshold) return `At ${Math.round(threshold.share * 1_000) / 10} % of the time used`;
  return `With ${threshold.minutes_left} working minutes left`;
}

/** What is told of and can be muted: cases by why, and what is next on them. */
export const kindWords: Readonly<Record<MutedKind, string>> = {
  mine: 'My cases',
  emergency: 'Emergencies that nobody has',
  hand_off: 'Hand-offs that wait for my role',
  reminder: 'My reminders',
  next_step: 'Outreaches, closings, returns',
  everything: 'Every other open case',
};

/** Where it is from that outreaches, closings and returns are told: the rules are published, when to tell of them is not. */
export const nextStepsSource = `${kindWords.next_step}: ${sourceWords('published', 'closure (b) and (c)')}; when they are told: ${sourceWords('assumption')}.`;

/** What became of a test notification, and what to do about it on this system. */
export function outcomeWords(outcome: NoticeOutcome, platform: string): string {
  switch (outcome.outcome) {
    case 'shown':
      return `The system took it. If you do not see it, ${hiddenHint(platform)}`;
    case 'failed':
      return `The system did not show it: ${outcome.reason} ${failedHint(platform)}`;
    case 'timed out':
      return `The system did not answer within ten seconds. ${failedHint(platform)}`;
    case 'suppressed':
      return `It was held back: ${outcome.reason}.`;
  }
}

function hiddenHint(platform: string): string {
  if (platform === 'win32') return 'look at Do not disturb, and at Settings, System, Notifications, Dueline.';
  if (platform === 'darwin') {
    return 'look at Focus, and choose Alerts for Dueline in System Settings, Notifications: banners go by themselves.';
  }
  return 'look at Do not disturb in the settings of your desktop.';
}

function failedHint(platform: string): string {
  const instead = 'Until then deadlines are shown in this window.';
  if (platform === 'win32') {
    return `Turn notifications on in Settings, System, Notifications, for Windows and for Dueline. ${instead}`;
  }
  if (platform === 'darwin') {
    return `Allow them in System Settings, Notifications, Dueline; a build that is not signed cannot show any. ${instead}`;
  }
  return `Your desktop needs a notification service. ${instead}`;
}
