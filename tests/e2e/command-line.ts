import { spawn } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { projectFolder } from '../../scripts/build-app.ts';
import { type CaseDocument, caseDocumentSchema } from '../../src-shared/cases/case-document.ts';
import { type Account, accountSchema, type Contact, contactSchema } from '../../src-shared/directory/documents.ts';
import { type Policy, policySchema } from '../../src-shared/policy/policy.ts';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script of the project the way `npm run` does, with `input` on its standard input. */
export function runScript(
  script: string,
  args: readonly string[],
  input = '',
  env: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(projectFolder, script), ...args], { cwd: projectFolder, env });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, stderr }));
    child.stdin.end(input);
  });
}

const exportedLine = z.object({
  collection: z.string(),
  id: z.string(),
  version: z.int(),
  deleted: z.boolean(),
  doc: z.unknown(),
});

export interface ExportedData {
  readonly policy: Policy;
  readonly cases: readonly CaseDocument[];
  readonly accounts: readonly Account[];
  readonly contacts: readonly Contact[];
}

/** What `npm run -s backend -- export --data DIR` prints, parsed. */
export async function exportedData(dataDir: string): Promise<ExportedData> {
  const result = await runScript('src-backend/main.ts', ['export', '--data', dataDir]);
  if (result.code !== 0) throw new Error(`export failed: ${result.stderr}`);
  const documents = result.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => exportedLine.parse(JSON.parse(line)))
    .filter((line) => !line.deleted);
  const policy = documents.find((line) => line.collection === 'policy');
  const of = (name: string) => documents.filter((line) => line.collection === name).map(({ doc }) => doc);
  return {
    policy: policySchema.parse(policy?.doc),
    cases: of('cases').map((doc) => caseDocumentSchema.parse(doc)),
    accounts: of('accounts').map((doc) => accountSchema.parse(doc)),
    contacts: of('contacts').map((doc) => contactSchema.parse(doc)),
  };
}

const answeredClock = z.object({
  state: z.string(),
  elapsed_minutes: z.number(),
  remaining_minutes: z.number(),
  due: z.string().nullable(),
});
const answeredCase = z.object({
  status: z.string(),
  severity: z.number(),
  clocks: z.record(z.string(), answeredClock),
  most_urgent: z.string().nullable(),
  due: z.string().nullable(),
});
export type AnsweredCase = z.infer<typeof answeredCase>;
const answeredQueue = z.object({ order: z.array(z.string()) });

/** The queue's order and each case's figures, as `npm run -s sla` computes them from exported documents. */
export async function independentFigures(
  data: ExportedData,
  now: number,
): Promise<{ readonly order: readonly string[]; readonly cases: ReadonlyMap<string, AnsweredCase> }> {
  const requests = [
    { op: 'queue', policy: data.policy, now, cases: data.cases },
    ...data.cases.map(({ events }) => ({ op: 'case', policy: data.policy, now, events })),
  ];
  const input = `${requests.map((request) => JSON.stringify(request)).join('\n')}\n`;
  const result = await runScript('scripts/sla.ts', [], input);
  if (result.code !== 0) throw new Error(`sla failed: ${result.stdout.slice(0, 500)} ${result.stderr}`);
  const [queue, ...answers] = result.stdout.trim().split('\n');
  return {
    order: answeredQueue.parse(JSON.parse(queue ?? '')).order,
    cases: new Map(data.cases.map((found, i) => [found.id, answeredCase.parse(JSON.parse(answers[i] ?? ''))])),
  };
}
