import { isLater } from './version.ts';

/** What is new in one version, as paragraphs and points of plain text. */
export interface ReleaseNotes {
  readonly version: string;
  readonly lines: readonly { readonly isPoint: boolean; readonly text: string }[];
}

/** Reads `docs/release-notes.md`: a heading `# Dueline VERSION` for each version, below it paragraphs and points. */
export function readReleaseNotes(markdown: string): readonly ReleaseNotes[] {
  const found: { version: string; lines: { isPoint: boolean; text: string }[] }[] = [];
  let goesOn = false;
  for (const line of markdown.split(/\r?\n/)) {
    const version = /^#+ Dueline (\S+)\s*$/.exec(line)?.[1];
    const current = found.at(-1);
    const text = line.trim();
    if (version !== undefined) found.push({ version, lines: [] });
    else if (text === '' || current === undefined) goesOn = false;
    else {
      const isPoint = /^[-*] /.test(text);
      const last = current.lines.at(-1);
      // A line that was wrapped in the file belongs to the one before.
      if (goesOn && !isPoint && last !== undefined) last.text += ` ${plain(text)}`;
      else current.lines.push({ isPoint, text: plain(isPoint ? text.slice(2) : text) });
      goesOn = true;
    }
    if (version !== undefined) goesOn = false;
  }
  return found;
}

/**
 * What has come since the version that ran last; nothing on a first start, and nothing after an older version was put
 * back. The latest first.
 */
export function newsSince(
  notes: readonly ReleaseNotes[],
  lastRun: string | null,
  current: string,
): readonly ReleaseNotes[] {
  if (lastRun === null) return [];
  return notes
    .filter(({ version }) => isLater(version, lastRun) && !isLater(version, current))
    .toSorted((a, b) => (isLater(a.version, b.version) ? -1 : 1));
}

function plain(text: string): string {
  return text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/\*\*|`/g, '');
}
