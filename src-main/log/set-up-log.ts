import os from 'node:os';
import path from 'node:path';
import { app } from 'electron';
import type { Config } from '../startup/config.ts';
import { errorFacts, type LogEvent, logLine } from './log-event.ts';
import { rotatingFile } from './rotating-file.ts';

/** What has happened to the app on this computer, without a word of any customer. */
export interface Log {
  note(event: LogEvent): void;
  /** What is kept, oldest first. */
  lines(): string[];
}

const mostBytes = 256 * 1024;

/** The folder of the log in a profile. */
export function logFolder(profile: string): string {
  return path.join(profile, 'logs');
}

/** Begins the log with the start, and notes what nobody caught and what ended unasked. */
export function setUpLog(config: Pick<Config, 'profile' | 'version' | 'runtime'>): Log {
  const file = rotatingFile(path.join(logFolder(config.profile), 'main.log'), mostBytes);
  // The time of this computer: a log is read beside the system's own.
  const note = (event: LogEvent): void => file.append(logLine(event, new Date().toISOString()));
  note({
    event: 'started',
    version: config.version,
    runtime: config.runtime,
    system: `${process.platform} ${process.arch} ${os.release()}`,
  });
  // Only looks on: what becomes of the app is decided as before.
  process.on('uncaughtExceptionMonitor', (error) => note({ event: 'uncaught', error: errorFacts(error) }));
  app.on('web-contents-created', (_event, contents) => {
    contents.on('render-process-gone', (_gone, { reason }) => note({ event: 'page gone', reason }));
  });
  app.on('child-process-gone', (_event, { reason }) => note({ event: 'process gone', reason }));
  app.on('quit', () => note({ event: 'ended' }));
  return { note, lines: file.read };
}
