/*
 * npm run package: builds the app and packs it for this system, or as electron-builder's arguments after `--` say
 * (`npm run package -- --win --x64`, `npm run package -- --dir`). Publishes nothing.
 */
import { updateServer } from './package/update-server.ts';
import { runBin } from './run.ts';

const server = updateServer(process.env.DUELINE_UPDATE_URL);
if (!server.ok) {
  console.error(server.message);
  process.exit(2);
}
console.log(server.message);
const built = await runBin('electron-vite/bin/electron-vite.js', ['build'], { ...process.env, NODE_ENV: 'production' });
process.exitCode =
  built === 0
    ? await runBin('electron-builder/cli.js', [...process.argv.slice(2), '--publish', 'never', ...server.arguments])
    : built;
