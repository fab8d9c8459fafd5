import type { z } from 'zod';
import type { Mutator } from './mutator.ts';

/** Every action by its name on the wire. A changed signature is a new name. */
export const mutators = {} satisfies Record<string, Mutator>;

export type Mutators = typeof mutators;
export type MutatorName = keyof Mutators;
export type MutatorArgs<Name extends MutatorName> = z.input<Mutators[Name]['args']>;
