import { z } from 'zod';
import { type MutatorName, mutators } from '../../src-shared/mutators/registry.ts';

/* The text fields of every action, found in its schema, so that a new one cannot be forgotten. */

export interface TextField {
  readonly action: MutatorName;
  /** Such as `emergency.whatIsDown`; `[]` is an item of a list, `*` any key of a record. */
  readonly path: string;
}

/** Ids, dates, links and choices are no texts: their form is checked. */
export function textFields(): readonly TextField[] {
  return (Object.keys(mutators) as MutatorName[]).flatMap((action) => {
    const schema = z.toJSONSchema(mutators[action].args, { io: 'input', unrepresentable: 'any' });
    return [...new Set(pathsIn(schema, ''))].map((path) => ({ action, path }));
  });
}

const node = z.looseObject({
  type: z.string().optional(),
  anyOf: z.array(z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
});

function pathsIn(schema: unknown, path: string): readonly string[] {
  const { data } = node.safeParse(schema);
  if (data === undefined) return [];
  if (data.anyOf !== undefined) return data.anyOf.flatMap((either) => pathsIn(either, path));
  const isFormed = ['enum', 'const', 'format', 'pattern', 'allOf'].some((key) => data[key] !== undefined);
  if (data.type === 'string') return isFormed ? [] : [path];
  if (data.type === 'array') return pathsIn(data.items, `${path}[]`);
  const below = Object.entries(data.properties ?? {}).flatMap(([key, inner]) =>
    pathsIn(inner, path === '' ? key : `${path}.${key}`),
  );
  return typeof data.additionalProperties === 'object'
    ? [...below, ...pathsIn(data.additionalProperties, `${path}.*`)]
    : below;
}

/** The arguments with the text in the place of the field. */
export function withText(args: object, path: string, text: string): object {
  const [head = '', ...rest] = path.split('.');
  if (head.endsWith('[]')) return { ...args, [head.slice(0, -2)]: [text] };
  if (rest.length === 0) return { ...args, [head === '*' ? (Object.keys(args)[0] ?? 'key') : head]: text };
  const inner: unknown = Reflect.get(args, head);
  return { ...args, [head]: withText(typeof inner === 'object' && inner !== null ? inner : {}, rest.join('.'), text) };
}
