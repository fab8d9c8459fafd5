import { parseDocument } from 'yaml';

/**
 * An update file (`latest.yml`) that offers its version to a share of the apps alone. Which ones is decided by each app
 * for itself, for good: raising the share adds apps and takes none away.
 *
 * @throws if the text is no update file.
 */
export function withRollout(text: string, percent: number): string {
  const file = parseDocument(text);
  if (file.errors.length > 0 || typeof file.get('version') !== 'string' || !file.has('files')) {
    throw new Error('It is no update file: it has no version and files.');
  }
  if (percent === 100) file.delete('stagingPercentage');
  else file.set('stagingPercentage', percent);
  return file.toString({ lineWidth: 0 });
}
