// The Electron stand-in: runs an app's main process on Node and its windows in the installed Chromium, Chrome or Edge.
// Usage, as Electron's: electron [-r MODULE] [--inspect=PORT] [switches] APP [arguments]
// As a packaged app, whose executable takes its own arguments alone: DUELINE_STAND_IN_PACKAGED=FOLDER says where app.asar
// was extracted to, since Node reads no archives.
import inspector from 'node:inspector';
import { createRequire, registerHooks } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const { preloads, inspectPort, rest } = readCommandLine(process.argv.slice(2));
const packaged = process.env.DUELINE_STAND_IN_PACKAGED;
// A packaged app refuses to be driven; the driver's own way in is the stand-in's, and nothing that the app is told of.
const driver = /^--(inspect|remote-debugging-port)=/;
const told = packaged === undefined ? rest : rest.filter((argument) => !driver.test(argument));
process.argv = [path.join(import.meta.dirname, 'electron'), ...told];

const electronUrl = pathToFileURL(path.join(import.meta.dirname, 'electron.ts')).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' || specifier === 'electron/main'
      ? { url: electronUrl, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
if (inspectPort !== undefined) inspector.open(inspectPort, '127.0.0.1');
for (const preload of preloads) require(preload);

const { app, beforeExit } = await import('./app.ts');
const { startProtocolServer } = await import('./protocol-server.ts');
const { startChromium } = await import('./chromium.ts');
const { openWindowsIn } = await import('./browser-window.ts');
const { takePictures } = await import('./pictures.ts');
const { seen } = await import('./seen.ts');

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
app.isPackaged = packaged !== undefined;
if (packaged !== undefined) Object.assign(process, { resourcesPath: path.dirname(packaged) });
const appArgument = packaged ?? rest.find((argument) => !argument.startsWith('-'));
if (appArgument === undefined) {
  process.stderr.write('The Electron stand-in needs the folder of an app.\n');
  process.exit(1);
}
await import(pathToFileURL(app.load(path.resolve(appArgument))).href);

// The app's start decides on its user data folder, and may end here (a second instance, wrong arguments).
if (!app.ended) {
  try {
    const port = await startProtocolServer();
    const chromium = await startChromium({
      userData: app.getPath('userData'),
      port,
      switches: app.commandLine.switches,
      noSandbox: rest.includes('--no-sandbox'),
    });
    openWindowsIn(chromium);
    beforeExit.push(() => chromium.close());
    // A browser ends by itself with its last window, where it has windows to close.
    chromium.onExit((isClean) => (isClean ? app.quit() : app.exit(1)));
    Object.assign(globalThis, { electronStandIn: Object.assign(seen, { browser: chromium.name }) });
    if (process.env.DUELINE_PICTURES) takePictures(process.env.DUELINE_PICTURES);
    // Playwright waits for this line; a person has no use for it.
    if (rest.some((argument) => argument.startsWith('--remote-debugging-port'))) {
      process.stderr.write(`DevTools listening on ${chromium.debuggerUrl}\n`);
    }
    app.becomeReady();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

function readCommandLine(argv: readonly string[]) {
  const preloads: string[] = [];
  const rest: string[] = [];
  let inspectPort: number | undefined;
  for (let index = 0; index < argv.length; index++) {
    const argument = argv[index] ?? '';
    if (argument === '-r' || argument === '--require') preloads.push(argv[++index] ?? '');
    else {
      if (argument.startsWith('--inspect')) inspectPort = Number(argument.split('=')[1] ?? 9229);
      rest.push(argument);
    }
  }
  return { preloads, inspectPort, rest };
}
