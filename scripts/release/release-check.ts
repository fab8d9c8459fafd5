/** What docs/release-notes.md says of its first version, without that heading. */
export function newestNotes(notes: string): { readonly heading: string; readonly text: string } {
  const [heading = '', ...lines] = notes.trim().split('\n');
  const next = lines.findIndex((line) => /^# /.test(line));
  return { heading, text: (next === -1 ? lines : lines.slice(0, next)).join('\n').trim() };
}

/** What keeps a tag from being released, one sentence each. `notes` is docs/release-notes.md, the newest version first. */
export function problemsOfRelease(tag: string, version: string, notes: string): string[] {
  const { heading, text } = newestNotes(notes);
  return [
    ...(/^\d+\.\d+\.\d+(-beta\.\d+)?$/.test(version)
      ? []
      : [`${version} is no version that is released: 1.2.3 or 1.2.3-beta.1.`]),
    ...(tag === `v${version}` ? [] : [`The tag is ${tag}, but package.json has version ${version}: v${version}.`]),
    ...(heading === `# Dueline ${version}`
      ? []
      : [`docs/release-notes.md begins with "${heading}", not with "# Dueline ${version}".`]),
    ...(text === '' ? ['docs/release-notes.md says nothing about this version.'] : []),
  ];
}
