import { wayBlocked } from '../network/way-blocked.ts';

const byCode: Readonly<Record<string, string>> = {
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: 'The update server has nothing for this channel.',
  ERR_UPDATER_INVALID_UPDATE_INFO: 'The update server answers with something that is no list of versions.',
  ERR_UPDATER_INVALID_VERSION: 'The update server answers with something that is no list of versions.',
  ERR_UPDATER_NO_FILES_PROVIDED: 'The update server names no file for this version.',
  ERR_UPDATER_ZIP_FILE_NOT_FOUND: 'The update server names no file for this version.',
  ERR_UPDATER_NO_CHECKSUM: 'The update server names no checksum, so the file was not fetched.',
  ERR_CHECKSUM_MISMATCH: 'What was downloaded is not what the update server announced. It was thrown away.',
  ERR_UPDATER_INVALID_SIGNATURE: 'What was downloaded is not signed as this app is. It was thrown away.',
  ERR_UPDATER_WEB_INSTALLER_DISABLED: 'The update server offers a kind of installer that is not allowed.',
};

/** What went wrong with an update, in a sentence: the library's own messages hold stacks and headers. */
export function updateProblem(error: unknown): string {
  if (!(error instanceof Error)) return String(error).slice(0, 200);
  const known = 'code' in error ? byCode[String(error.code)] : undefined;
  if (known !== undefined) return known;
  const blocked = wayBlocked(error, 'the update server');
  if (blocked !== null) return blocked;
  if ('statusCode' in error) return `The update server answers with an error (${String(error.statusCode)}).`;
  const status = /, status (\d{3})\b/.exec(error.message)?.[1];
  if (status !== undefined) return `The update server answers with an error (${status}) for the file of this version.`;
  if (/net::ERR_/.test(error.message)) return 'The update server cannot be reached.';
  return (error.message.split('\n')[0] ?? '').slice(0, 200);
}
