import { execFile } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { isAnnounced } from './announced-version.ts';

/** Answers null if the file is signed by one of the publishers, else why it is not. */
export type SignatureCheck = (publishers: string[], file: string) => Promise<string | null>;

const factsSchema = z.object({ status: z.string(), version: z.string().nullable() });
export type FileFacts = z.infer<typeof factsSchema>;

/**
 * Checks a downloaded installer beyond what electron-updater does by itself. That lets a file pass where PowerShell
 * cannot be run; here it does not pass. And it believes the version that the server announces: a former release is
 * signed as well, so the version within the signed file has to be the announced one.
 */
export function strictSignatureCheck(
  usual: SignatureCheck,
  announced: () => string,
  inspect: (file: string) => Promise<FileFacts>,
): SignatureCheck {
  return async (publishers, file) => {
    if (publishers.length === 0) return 'this build names no publisher';
    const refused = await usual(publishers, file);
    if (refused !== null) return refused;
    try {
      const { status, version } = await inspect(file);
      if (status !== 'Valid') return `the state of its signature is ${status}`;
      return isAnnounced(version ?? '', announced()) ? null : `it is version ${version}, not ${announced()}`;
    } catch (error) {
      return `its signature cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
}

/** What Windows says of a file: the state of its signature, and the version it carries. */
export function inspectFile(file: string): Promise<FileFacts> {
  const powershell = path.win32.join(
    process.env.SystemRoot ?? 'C:\\Windows',
    'System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  );
  // The path goes by the environment, so that nothing in it is read as a command.
  const script = [
    '$file = $env:DUELINE_FILE',
    '$status = (Get-AuthenticodeSignature -LiteralPath $file).Status.ToString()',
    '$version = (Get-Item -LiteralPath $file).VersionInfo.ProductVersion',
    '@{ status = $status; version = $version } | ConvertTo-Json -Compress',
  ].join('; ');
  const options = { env: { ...process.env, DUELINE_FILE: file, PSModulePath: '' }, timeout: 30_000, windowsHide: true };
  return new Promise((resolve, reject) => {
    execFile(powershell, ['-NoProfile', '-NonInteractive', '-Command', script], options, (error, stdout) => {
      if (error) reject(error);
      else {
        try {
          resolve(factsSchema.parse(JSON.parse(stdout)));
        } catch (cause) {
          reject(cause);
        }
      }
    });
  });
}
