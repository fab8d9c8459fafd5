/** What the build was given of updates: `app-update.yml` beside the app, as electron-builder writes it. */
export interface BuiltInFeed {
  readonly hasServer: boolean;
  /** The publisher is named, by which the signature of an update is checked on Windows. */
  readonly hasPublisher: boolean;
}

/** @param text null when there is no such file. */
export function builtInFeed(text: string | null): BuiltInFeed {
  return {
    hasServer: text !== null && /^url:[ \t]*\S/m.test(text),
    hasPublisher: text !== null && /^publisherName:[ \t]*(\S|\r?\n[ \t]*-[ \t]*\S)/m.test(text),
  };
}
