import type { Choice } from '../controls/Field.tsx';

/** Something of the directory that can be chosen by its name. */
export interface NamedThing<Id extends string> {
  readonly id: Id;
  readonly name: string;
}

/** The named things in the order of their names; with `none`, nothing can be chosen too. */
export function namedChoices(things: readonly NamedThing<string>[], none: string | null): readonly Choice<string>[] {
  const choices = things
    .map(({ id, name }) => ({ value: id, words: name }))
    .sort((a, b) => a.words.localeCompare(b.words));
  return none === null ? choices : [{ value: '', words: none }, ...choices];
}

/** The values of a record of names, after "not set". */
export function choicesWithNone<Value extends string>(
  names: Readonly<Record<Value, string>>,
): readonly Choice<Value | ''>[] {
  return [{ value: '', words: 'Not set' }, ...choicesOf(names)];
}

export function choicesOf<Value extends string>(names: Readonly<Record<Value, string>>): readonly Choice<Value>[] {
  const choices: Choice<Value>[] = [];
  for (const value in names) choices.push({ value, words: names[value] });
  return choices;
}
