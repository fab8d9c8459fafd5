/*
 * `npm run bench`: measures and prints; asserts nothing. `npm run bench -- sla import` measures only those named.
 */
import { buildIfStale } from '../../scripts/build-app.ts';
import { benchApp } from './app.ts';
import { benchBackend } from './backend.ts';
import { benchDeadlines } from './deadlines.ts';
import type { Figure } from './figure.ts';
import { benchIdle } from './idle.ts';
import { benchImport } from './import.ts';
import { benchLoad } from './load.ts';
import { benchReconnect } from './reconnect.ts';
import { benchSla } from './sla.ts';

const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  sla: benchSla,
  import: benchImport,
  backend: benchBackend,
  reconnect: benchReconnect,
  load: () => benchLoad([20_000, 100_000]),
  app: () => built(() => benchApp([600, 20_000])),
  deadlines: benchDeadlines,
  idle: () => built(() => benchIdle(20_000)),
};

/** For what measures the running app. */
function built(bench: () => Promise<readonly Figure[]>): Promise<readonly Figure[]> {
  buildIfStale();
  return bench();
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`npm run bench: unknown ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}

for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n${name}`);
  for (const figure of await bench()) {
    console.log(`  ${figure.name.padEnd(64)} ${format(figure.value).padStart(12)} ${figure.unit}`);
  }
}

function format(value: number): string {
  return value.toLocaleString('en-US', {
    maximumFractionDigits: Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0,
  });
}
