/** What keeps a tag from being released, one sentence each. `notes` is docs/release-notes.md. */
export function problemsOfRelease(tag: string, version: string, notes: string): string[] {
  const [heading = '', ...text] = notes.trim().split('\n');
  return [
    ...(/^\d+\.\d+\.\d+(-(alpha|beta)\.\d+)?$/.test(version)
      ? []
      : [`${version} is no version that is released: 1.2.3, 1.2.3-beta.1 or 1.2.3-alpha.1.`]),
    ...(tag === `v${version}` ? [] : [`The tag is ${tag}, but package.json has version ${version}: v${version}.`]),
    ...(heading === `# Dueline ${version}`
      ? []
      : [`docs/release-notes.md begins with "${heading}", not with "# Dueline ${version}".`]),
    ...(text.join('').trim() === '' ? ['docs/release-notes.md says nothing about this version.'] : []),
  ];
}
