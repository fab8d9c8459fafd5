declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00Z. Names of such values end in `At`. */
export type EpochMs = number;
/** A length of time in milliseconds. Names of such values end in `Ms`. */
export type DurationMs = number;

export type CaseId = Branded<string, 'CaseId'>;
export type EventId = Branded<string, 'EventId'>;
export type AccountId = Branded<string, 'AccountId'>;
export type ContactId = Branded<string, 'ContactId'>;
export type ProductId = Branded<string, 'ProductId'>;
export type UserId = Branded<string, 'UserId'>;
export type SpaceId = Branded<string, 'SpaceId'>;
export type ClientId = Branded<string, 'ClientId'>;
export type ClientGroupId = Branded<string, 'ClientGroupId'>;
