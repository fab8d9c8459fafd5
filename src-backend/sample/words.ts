import people from '../../assets/sample/people.json' with { type: 'json' };
import phrases from '../../assets/sample/phrases.json' with { type: 'json' };
import scenarios from '../../assets/sample/scenarios.json' with { type: 'json' };
import type { CaseKind, Severity } from '../../src-shared/cases/case-document.ts';
import { caseKindSchema, severitySchema } from '../../src-shared/cases/case-document.ts';
import type { Random } from './random.ts';

/** One kind of thing that customers report, in words with `{slots}`. */
export interface Scenario {
  readonly product: string;
  readonly kind: CaseKind;
  readonly subjects: readonly string[];
  readonly texts: readonly string[];
  readonly ask: string;
  readonly answer: string;
  readonly fix: string;
  readonly cause: string;
}

/** Deals scenarios and subjects so that cases told one after the other differ. */
export interface ScenarioDeck {
  deal(severity: Severity): { readonly scenario: Scenario; readonly subject: string };
}

export function scenarioDeck(random: Random): ScenarioDeck {
  const decks = new Map<Severity, { readonly scenario: Scenario; readonly subject: string }[]>();
  return {
    deal(severity) {
      const left = decks.get(severity)?.pop();
      if (left !== undefined) return left;
      const [first, ...rest] = random.shuffled(
        (bySeverity.get(severity) ?? []).flatMap((scenario) =>
          scenario.subjects.map((subject) => ({ scenario, subject })),
        ),
      );
      if (first === undefined) throw new RangeError(`The sample has no scenario of severity ${severity}.`);
      decks.set(severity, rest);
      return first;
    },
  };
}

const bySeverity = new Map<Severity, readonly Scenario[]>(
  [1, 2, 3, 4].map((level) => {
    const severity = severitySchema.parse(level);
    return [
      severity,
      scenarios
        .filter((scenario) => scenario.severities.includes(level))
        .map((scenario) => ({ ...scenario, kind: caseKindSchema.parse(scenario.kind) })),
    ];
  }),
);

/** Fills `{slots}`; within one case a slot always says the same, so that subject, text and replies agree. */
export interface Wording {
  fill(template: string): string;
}

export function wordingFor(
  random: Random,
  known: Readonly<Record<string, string>>,
  accountNames: readonly string[],
): Wording {
  const values = new Map(Object.entries(known));
  const wordsOf = (slot: string): string => {
    const value = values.get(slot) ?? invent(random, slot, accountNames);
    values.set(slot, value);
    return value;
  };
  const fill = (template: string): string => {
    const filled = template.replace(/\{(\w+)\}/g, (_, slot: string) => {
      const value = wordsOf(slot);
      // A slot's own words may hold slots ("about {count} orders are held").
      return value.includes('{') ? fill(value) : value;
    });
    return filled.replace(/(^|[.!?] )([a-z])/g, (_, before: string, letter: string) => before + letter.toUpperCase());
  };
  return { fill };
}

export function personName(random: Random): string {
  return `${random.pick(people.first)} ${random.pick(people.last)}`;
}

export function loginOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[^A-Za-z ]/g, '')
    .toLowerCase()
    .replace(/^(\w)\w* +(\w+).*$/, '$1$2');
}

const pools: Readonly<Record<string, readonly string[]>> = phrases.slots;

function invent(random: Random, slot: string, accountNames: readonly string[]): string {
  const pool = pools[slot];
  if (pool !== undefined) return random.pick(pool);
  const digits = (count: number) => Array.from({ length: count }, () => random.whole(0, 9)).join('');
  switch (slot) {
    case 'po':
      return `PO 45${digits(8)}`;
    case 'asn':
      return `ASN-${digits(7)}`;
    case 'inv':
      return `INV-${digits(6)}`;
    case 'load':
      return `LD-${digits(5)}`;
    case 'contract':
      return `C-${digits(4)}-${random.whole(24, 27)}`;
    case 'ticket':
      return `DEV-${digits(5)}`;
    case 'partnerId':
      return `TP-${digits(5)}`;
    case 'gtin':
      return withCheckDigit(`1${digits(12)}`);
    case 'gln':
      return withCheckDigit(`08${digits(10)}`);
    case 'sscc':
      return withCheckDigit(`0${digits(16)}`);
    case 'lot':
      return `${random.pick(['SV', 'YM', 'SL', 'OX', 'WT'])}${random.whole(24, 27)}-${digits(3)}-${random.pick(['A', 'B', 'C', 'D'])}`;
    case 'isa':
      return digits(9);
    case 'hex':
      return Array.from({ length: 8 }, () => random.whole(0, 15).toString(16)).join('');
    case 'ip':
      return `${random.pick(['203.0.113', '198.51.100', '192.0.2'])}.${random.whole(2, 250)}`;
    case 'file':
      return `${random.pick(['PRICE', 'ITEMS', 'CTE', 'ORDERS', 'CLAIMS'])}_${digits(4)}.csv`;
    case 'amount':
      return `$${random.whole(1, 96)},${digits(3)}.${digits(2)}`;
    case 'price':
    case 'price2':
      return `$${random.whole(6, 58)}.${digits(2)}`;
    case 'count':
      return String(random.whole(40, 940));
    case 'n':
      return String(random.whole(2, 38));
    case 'partner':
      return random.pick(accountNames);
    case 'person':
      return personName(random);
    case 'login':
      return loginOf(personName(random));
    default:
      throw new RangeError(`The sample's words use an unknown slot {${slot}}.`);
  }
}

/** GS1 keys end in a digit that makes the weighted sum a multiple of ten. */
function withCheckDigit(body: string): string {
  let sum = 0;
  for (let index = 0; index < body.length; index += 1) {
    sum += Number(body[body.length - 1 - index]) * (index % 2 === 0 ? 3 : 1);
  }
  return `${body}${(10 - (sum % 10)) % 10}`;
}
