// npm run -s notices -- --profile DIR: what Dueline has told of deadlines on this computer, oldest first, as NDJSON.
import { statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ledgerLineSchema, noticesOf } from '../src-main/deadlines/ledger.ts';
import { lineFile } from '../src-main/profile/line-file.ts';

const usage = 'Usage: npm run -s notices -- --profile DIR\n';

try {
  const { values } = parseArgs({ options: { profile: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) process.stdout.write(usage);
  else if (values.profile === undefined)
    throw new Error('--profile is missing: the folder that Dueline keeps its data in.');
  else {
    if (!statSync(values.profile, { throwIfNoEntry: false })?.isDirectory()) {
      throw new Error(`--profile '${values.profile}' is not a folder.`);
    }
    const ledger = lineFile(path.join(values.profile, 'notices.jsonl'), ledgerLineSchema, false);
    for (const notice of noticesOf(ledger.read())) process.stdout.write(`${JSON.stringify(notice)}\n`);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exitCode = 2;
}
