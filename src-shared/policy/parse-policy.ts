import type { z } from 'zod';
import { calendarProblems } from '../calendar/calendar-problems.ts';
import { calendarSchema, type Policy, policySchema } from './policy.ts';

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
  const parsed = policySchema.safeParse(json);
  const problems = [...(parsed.success ? [] : schemaProblems(parsed.error.issues)), ...meaningProblems(json)];
  return parsed.success && problems.length === 0 ? { ok: true, policy: parsed.data } : { ok: false, problems };
}

/** As `parsePolicy`, but fields that no policy has are left out of the result instead of refused. */
export function parsePolicyLeniently(json: unknown): PolicyResult {
  return parsePolicy(withoutUnknownFields(policySchema, json));
}

/** A JSON document less the fields that its schema does not know. Keys of a record (a weekday, a severity) stay. */
export function withoutUnknownFields(schema: z.ZodType, json: unknown): unknown {
  if (typeof json !== 'object' || json === null) return json;
  const parsed = schema.safeParse(json);
  if (parsed.success) return json;
  const copy: unknown = JSON.parse(JSON.stringify(json));
  for (const issue of parsed.error.issues) {
    if (issue.code !== 'unrecognized_keys' || unknownKeyText(issue.path.at(-1)) !== unknownField) continue;
    const parent = issue.path.reduce<unknown>((place, step) => fieldOf(place, step), copy);
    if (typeof parent !== 'object' || parent === null) continue;
    for (const key of issue.keys) Reflect.deleteProperty(parent, key);
  }
  return copy;
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
  const expectKnown = (calendar: unknown, path: readonly PropertyKey[]) => {
    // What is no name at all is the schema's to refuse.
    if (typeof calendar !== 'string' || calendar === '' || calendars.has(calendar)) return;
    const expected = known.length === 0 ? 'the policy has none' : `expected one of ${known.join(', ')}`;
    problems.push({ path: pathText(path), message: `unknown calendar "${calendar}"; ${expected}` });
  };
  for (const [key, value] of fieldsOf(json, 'agreements')) {
    const path = ['agreements', key];
    expectKnown(fieldOf(value, 'calendar'), [...path, 'calendar']);
    for (const [severity, targets] of fieldsOf(value, 'targets')) {
      for (const [clock, target] of fieldsOf(targets)) {
        expectKnown(fieldOf(target, 'calendar'), [...path, 'targets', severity, clock, 'calendar']);
      }
    }
  }

  for (const [clock, value] of fieldsOf(json, 'notify')) {
    expectKnown(fieldOf(value, 'within'), ['notify', clock, 'within']);
  }

  const breachReasons = fieldOf(fieldOf(json, 'closure'), 'breach_reasons');
  if (fieldOf(breachReasons, 'required') === true && fieldsOf(breachReasons, 'codes').size === 0) {
    problems.push({
      path: pathText(['closure', 'breach_reasons', 'codes']),
      message: 'expected at least one reason, since a missed clock needs one',
    });
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

function fieldOf(json: unknown, field: PropertyKey): unknown {
  return typeof json === 'object' && json !== null ? Reflect.get(json, field) : undefined;
}

const unknownField = 'unknown field; check its spelling, or remove it';

function unknownKeyText(parent: PropertyKey | undefined): string {
  if (parent === 'weekly') return 'expected a weekday from 1 (Monday) to 7 (Sunday)';
  if (parent === 'targets' || parent === 'hand_off' || parent === 'priorities' || parent === 'severities')
    return 'expected a severity from 1 to 4';
  return unknownField;
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
