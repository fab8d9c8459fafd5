import type { z } from 'zod';
import { calendarProblems } from '../calendar/calendar-problems.ts';
import { agreementSchema, calendarSchema, type Policy, policySchema } from './policy.ts';

/** A wrong field: where it is (`calendars.support.weekly.1[0]`) and what was expected there. */
export interface PolicyProblem {
  readonly path: string;
  readonly message: string;
}

export type PolicyResult =
  | { readonly ok: true; readonly policy: Policy }
  | { readonly ok: false; readonly problems: readonly PolicyProblem[] };

/**
 * Reads a policy file that was parsed as JSON. A broken one is refused with every wrong field, also when several parts
 * are wrong at once. A field that no policy has is refused too: a misspelt target would otherwise just not be owed.
 */
export function parsePolicy(json: unknown): PolicyResult {
  return checkPolicy(json, true);
}

/** As `parsePolicy`, but fields that no policy has are left out of the result instead of refused. */
export function parsePolicyLeniently(json: unknown): PolicyResult {
  return checkPolicy(json, false);
}

/** The problems of a policy as one text for a person, a line each. */
export function describeProblems(problems: readonly PolicyProblem[]): string {
  return problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n');
}

/** Place in a JSON document: keys with dots, positions in brackets. */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else text += text === '' ? String(step) : `.${String(step)}`;
  }
  return text;
}

/** What a schema found wrong, with the place and what was expected; a place each. */
export function schemaProblems(issues: readonly z.core.$ZodIssue[]): PolicyProblem[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: unknownKeyText(issue.path.at(-1)) }))
      : [{ path: pathText(issue.path), message: issueText(issue) }],
  );
}

function checkPolicy(json: unknown, strict: boolean): PolicyResult {
  const parsed = policySchema.safeParse(json);
  const problems = [...(parsed.success ? [] : schemaProblems(parsed.error.issues)), ...meaningProblems(json)];
  if (parsed.success && strict) problems.push(...unknownFields(json, parsed.data, []));
  if (parsed.success && problems.length === 0) return { ok: true, policy: parsed.data };
  return { ok: false, problems };
}

/** What the schema cannot say. Goes through the parts one by one, so that one broken part hides nothing of another. */
function meaningProblems(json: unknown): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const calendars = fieldsOf(json, 'calendars');
  for (const [key, value] of calendars) {
    const calendar = calendarSchema.safeParse(value);
    if (!calendar.success) continue;
    for (const { path, message } of calendarProblems(calendar.data)) {
      problems.push({ path: pathText(['calendars', key, ...path]), message });
    }
  }

  const known = [...calendars.keys()];
  const expectKnown = (calendar: string, path: readonly PropertyKey[]) => {
    if (calendars.has(calendar)) return;
    const expected = known.length === 0 ? 'the policy has none' : `expected one of ${known.join(', ')}`;
    problems.push({ path: pathText(path), message: `unknown calendar "${calendar}"; ${expected}` });
  };
  for (const [key, value] of fieldsOf(json, 'agreements')) {
    const agreement = agreementSchema.safeParse(value);
    if (!agreement.success) continue;
    const path = ['agreements', key];
    expectKnown(agreement.data.calendar, [...path, 'calendar']);
    for (const [severity, targets] of Object.entries(agreement.data.targets)) {
      for (const [clock, target] of Object.entries(targets ?? {})) {
        if (target?.calendar === undefined) continue;
        expectKnown(target.calendar, [...path, 'targets', severity, clock, 'calendar']);
      }
    }
  }

  const internal = fieldsOf(json, 'internal');
  const internalTargets: [readonly PropertyKey[], unknown][] = [
    [['internal', 'triage'], internal.get('triage')],
    ...[...fieldsOf(internal.get('hand_off'))].map(([severity, target]): [readonly PropertyKey[], unknown] => [
      ['internal', 'hand_off', severity],
      target,
    ]),
  ];
  for (const [path, target] of internalTargets) {
    if (!fieldsOf(target).has('calendar')) continue;
    problems.push({
      path: pathText([...path, 'calendar']),
      message: "expected none: internal clocks run on the agreement's own calendar",
    });
  }
  return problems;
}

/** Own fields of a JSON object, or of one of its fields; none if it is no object. */
function fieldsOf(json: unknown, field?: string): ReadonlyMap<string, unknown> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return new Map();
  const fields = new Map<string, unknown>(Object.entries(json));
  return field === undefined ? fields : fieldsOf(fields.get(field));
}

/** Fields of the document that its schema left out. */
function unknownFields(json: unknown, kept: unknown, path: readonly PropertyKey[]): PolicyProblem[] {
  if (Array.isArray(json) && Array.isArray(kept)) {
    return json.flatMap((item, index) => unknownFields(item, kept[index], [...path, index]));
  }
  const keptFields = fieldsOf(kept);
  return [...fieldsOf(json)].flatMap(([key, value]) =>
    keptFields.has(key)
      ? unknownFields(value, keptFields.get(key), [...path, key])
      : [{ path: pathText([...path, key]), message: 'unknown field; check its spelling, or remove it' }],
  );
}

function unknownKeyText(parent: PropertyKey | undefined): string {
  if (parent === 'weekly') return 'expected a weekday from 1 (Monday) to 7 (Sunday)';
  if (parent === 'targets' || parent === 'hand_off') return 'expected a severity from 1 to 4';
  return 'unknown field; check its spelling, or remove it';
}

function issueText(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_format' && issue.format === 'date') return 'expected a date that exists, as YYYY-MM-DD';
  if (issue.code === 'invalid_key') return `unusable key: ${issue.issues.map(issueText).join(', ')}`;
  // zod's own texts are "What is wrong: what was expected".
  return issue.message
    .replace(/^(Invalid [a-z]+|Too small|Too big): /, '')
    .replace('Invalid discriminator value. Expected', 'expected one of')
    .replace(', received undefined', ', but it is missing');
}
