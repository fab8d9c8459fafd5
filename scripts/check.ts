/* `npm run check`: types of every project, lint with folder boundaries and format, dead code. */
import { runBin } from './run.ts';

const projects = ['src-shared', 'src-main', 'src-renderer', 'src-backend', 'tests', 'scripts'];
const steps: readonly (readonly [label: string, bin: string, ...args: string[]])[] = [
  ...projects.map((project) => [`types of ${project}`, 'typescript/bin/tsc', '-p', project] as const),
  ['lint and format', '@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ['dead code', 'knip/bin/knip.js'],
];

const failed: string[] = [];
for (const [label, bin, ...args] of steps) {
  console.log(`— ${label}`);
  if ((await runBin(bin, args)) !== 0) failed.push(label);
}
console.log(failed.length === 0 ? 'check: all clean' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
