import { mainSpace } from '../../src-backend/backend.ts';
import { randomFrom } from '../../src-backend/sample/random.ts';
import type { DurationMs } from '../../src-shared/ids.ts';
import { Agents } from './agent.ts';
import { coldPull } from './cold-pull.ts';
import { Dates } from './dates.ts';
import { otherSpace } from './desk.ts';
import { cookieVersion, DeviceInvariants, mustEqual } from './device-invariants.ts';
import { Drafts } from './drafts.ts';
import { type FiguresByAction, figuresOf } from './figures.ts';
import { happenOutside, returnUsers } from './outside.ts';
import type { Operation, Schedule } from './schedule.ts';
import { Scheduler } from './scheduler.ts';
import { checkAlike, checkCases } from './settled.ts';
import { type DeviceSabotage, SimulatedDevice } from './simulated-device.ts';
import { SimulatedLine } from './simulated-line.ts';
import { type ServerSabotage, SimulatedServer } from './simulated-server.ts';
import { mustHold } from './violation.ts';

/** A way to break the product on purpose. */
export interface Sabotage {
  readonly device?: DeviceSabotage;
  readonly server?: ServerSabotage;
}

/** Everything drains within this once the last fault is healed: a call's limit, a dead stream's, a full backoff. */
const drainWithinMs: DurationMs = 180_000;

/** Devices, their networks and a server, with the rules that hold between them. */
export class World {
  readonly #scheduler: Scheduler;
  readonly #server: SimulatedServer;
  readonly #devices: readonly SimulatedDevice[];
  readonly #invariants: readonly DeviceInvariants[];
  readonly #agents: Agents;
  readonly #dates: Dates;
  readonly #drafts = new Drafts();
  /** At which step a device or the server dies. */
  readonly #deaths = new Map<SimulatedDevice | SimulatedServer, number>();
  /** How many things happened. */
  steps = 0;
  readonly #trace: (line: string) => void;

  private constructor(
    schedule: Schedule,
    scheduler: Scheduler,
    server: SimulatedServer,
    sabotage: Sabotage,
    trace: (line: string) => void,
  ) {
    this.#scheduler = scheduler;
    this.#server = server;
    this.#trace = trace;
    this.#dates = new Dates(
      () => scheduler.now,
      () => server.now(),
    );
    this.#agents = new Agents(trace, this.#dates);
    server.pageDocuments = schedule.pageDocuments;
    this.#devices = schedule.tokens.map((token, index) => {
      const name = `${'abcdef'[index] ?? index}`;
      const line = new SimulatedLine(name, token, scheduler, server, trace);
      return new SimulatedDevice(name, line, scheduler, sabotage.device ?? {}, trace, schedule.journals);
    });
    this.#invariants = this.#devices.map((device) => new DeviceInvariants(device, server.history));
  }

  static async open(schedule: Schedule, sabotage: Sabotage, onTrace: (line: string) => void): Promise<World> {
    const scheduler = new Scheduler(randomFrom(schedule.seed, 'begin'));
    const trace = (line: string) => onTrace(`${(scheduler.now / 1_000).toFixed(3).padStart(9)} ${line}`);
    const server = await SimulatedServer.open(scheduler, sabotage.server ?? {}, trace);
    return new World(schedule, scheduler, server, sabotage, trace);
  }

  /** Everybody starts in peace. @throws {Violation} */
  async begin(): Promise<void> {
    for (const device of this.#devices) device.start();
    await this.#pass(200);
  }

  /** Lets one thing happen, and the world go on. @throws {Violation} */
  async take(operation: Operation): Promise<void> {
    this.#scheduler.random = randomFrom(operation.salt, operation.do);
    await this.#happen(operation);
    await this.#pass(operation.thenMs);
  }

  /** Heals every fault, lets everything drain, and looks at what became of it all. @throws {Violation} */
  async end(): Promise<void> {
    this.#trace('everything heals');
    this.#scheduler.random = randomFrom(0, 'end');
    await this.#heal();
    await this.#drain();
    // What is still under way from before is a repetition, or of a device that was wiped.
    while (this.#devices.some(({ line }) => line.underWay > 0)) await this.#pass(1_000);
    await this.#drain();
    // What is shown without the disk is seen once the app starts anew.
    for (const device of this.#devices) {
      if (device.known !== null) continue;
      device.crash(false);
      device.start();
    }
    await this.#drain();
    await this.#checkEnd();
  }

  /** What became of each action so far. */
  figures(): FiguresByAction {
    return figuresOf(this.#agents.records, this.#server.history);
  }

  async close(): Promise<void> {
    for (const device of this.#devices) device.crash(false);
    await this.#server.close();
  }

  async #pass(ms: DurationMs): Promise<void> {
    await this.#scheduler.pass(ms, () => this.#look());
  }

  /** Called after each step. */
  async #look(): Promise<void> {
    this.steps += 1;
    for (const [mortal, step] of this.#deaths) {
      if (this.steps < step) continue;
      this.#deaths.delete(mortal);
      if (mortal === this.#server) this.#server.kill();
      else for (const device of this.#devices) if (device === mortal) device.crash(false);
    }
    const { fault } = this.#server;
    if (fault !== null) throw fault;
    for (const invariants of this.#invariants) await invariants.check();
    for (const device of this.#devices) this.#drafts.check(device);
  }

  async #happen(operation: Operation): Promise<void> {
    if (operation.do !== 'act') this.#trace(`* ${describe(operation)}`);
    if (operation.do === 'outside') return happenOutside(this.#server, operation);
    if (!('device' in operation)) return this.#happenToServer(operation);
    const device = this.#devices[operation.device % this.#devices.length];
    if (device !== undefined) this.#happenTo(device, operation);
    if (device !== undefined && operation.do === 'move_access') await this.#server.moveAccess(device.line.token);
  }

  #happenToServer(operation: Exclude<Operation, { device: number } | { do: 'outside' }>): void {
    const server = this.#server;
    switch (operation.do) {
      case 'server_clock':
        server.skewMs += operation.jumpMs;
        this.#dates.serverWasSet(operation.jumpMs);
        break;
      case 'server_dies':
        server.kill();
        break;
      case 'server_starts':
        server.start();
        break;
      case 'server_dies_at_commit':
        server.death = { commitsLeft: operation.commits, made: operation.made };
        break;
      case 'server_dies_at_step':
        this.#deaths.set(server, this.steps + operation.steps);
        break;
      case 'server_errors':
        server.errorsLeft = operation.count;
        break;
      case 'server_disk':
        server.failingWrites = operation.count;
        break;
      case 'server_prunes':
        server.prune();
        break;
      case 'server_looks_at_releases':
        server.lookAtReleases();
        break;
    }
  }

  #happenTo(device: SimulatedDevice, operation: Extract<Operation, { device: number }>): void {
    switch (operation.do) {
      case 'act':
      case 'move_access':
        for (const [index, name] of operation.actions.entries())
          this.#agents.act(device, name, operation.pick + index * 31);
        break;
      case 'meet': {
        const other = this.#devices[operation.other % this.#devices.length];
        this.#agents.act(device, operation.action, operation.pick);
        if (other !== undefined) this.#agents.act(other, operation.action, operation.pick, true);
        break;
      }
      case 'draft':
        this.#drafts.write(device, operation.pick);
        break;
      case 'dismiss':
        this.#agents.dismiss(device, operation.pick);
        break;
      case 'wake':
        device.wake();
        break;
      case 'line':
        device.line.become(operation.state);
        break;
      case 'crash':
        device.crash(operation.power);
        if (operation.restart) device.start();
        break;
      case 'start':
        device.start();
        break;
      case 'die_at_commit':
        device.death = { commitsLeft: operation.commits, made: operation.made };
        break;
      case 'die_at_step':
        this.#deaths.set(device, this.steps + operation.steps);
        break;
      case 'wipe':
        device.wipe();
        if (device.journal === null) this.#agents.forgotten(device);
        this.#drafts.wiped(device);
        device.start();
        break;
      case 'reopen':
        device.reopen();
        break;
      case 'back_up':
        device.backUp();
        break;
      case 'put_back':
        if (!device.putBack(operation.whole)) break;
        if (operation.whole || device.journal === null) this.#agents.forgotten(device);
        this.#drafts.wiped(device);
        device.start();
        break;
      case 'store_broken':
        device.storeBroken = operation.broken;
        break;
      case 'journal_full':
        if (device.journal !== null) device.journal.full = operation.full;
        break;
      case 'disk_full':
        device.diskFull = operation.full;
        break;
      case 'clock':
        device.skewMs += operation.jumpMs;
        break;
      case 'sleep':
        device.sleep(operation.ms, operation.told);
        break;
      case 'sign_in':
        device.crash(false);
        device.line.token = operation.token;
        device.start();
        break;
    }
  }

  async #heal(): Promise<void> {
    const server = this.#server;
    this.#deaths.clear();
    server.death = null;
    server.errorsLeft = 0;
    server.failingWrites = 0;
    server.start();
    await returnUsers(server);
    for (const device of this.#devices) {
      device.death = null;
      device.diskFull = false;
      device.storeBroken = false;
      if (device.journal !== null) device.journal.full = false;
      device.endSleep(true);
      device.line.become('good');
      device.start();
      device.wake();
    }
  }

  /** @throws {Violation} if something still waits after the bound. */
  async #drain(): Promise<void> {
    const until = this.#scheduler.now + drainWithinMs;
    while (this.#scheduler.now < until) {
      await this.#pass(500);
      if (this.#devices.every((device) => this.#unfinished(device) === null)) return;
    }
    const left = this.#devices.map((device) => this.#unfinished(device)).filter((text) => text !== null);
    mustHold(left.length === 0, 'everything drains once the faults are healed', () => left.join('; '));
  }

  /** What a device still lacks; null if it is where the server is. */
  #unfinished(device: SimulatedDevice): string | null {
    if (device.replica === null) return `${device.name} has not started`;
    const { connection, waiting, storageProblem } = device.replica.status.getState();
    const space = this.#server.spaceOf(device.line.token);
    const cookie: unknown = JSON.parse(device.disk.contents.meta.get('cookie') ?? 'null');
    const version = typeof cookie === 'string' ? cookieVersion(cookie) : null;
    const there = space === undefined ? -1 : this.#server.history.version(space);
    // Without a journal the app tries the store again only when there is something to store.
    const isWell = storageProblem === null || device.journal === null;
    if (connection.state === 'online' && waiting === 0 && version === there && isWell) return null;
    const problem = storageProblem === null ? '' : `, and says: ${storageProblem}`;
    return `${device.name} is ${connection.state}, ${waiting} waiting, at ${version} of ${there}${problem}`;
  }

  async #checkEnd(): Promise<void> {
    for (const device of this.#devices) {
      const space = this.#server.spaceOf(device.line.token);
      if (space === undefined) continue;
      const there = this.#server.history.at(space, this.#server.history.version(space));
      mustEqual(device.disk.contents.documents, there ?? new Map(), `${device.name} has what the server has`);
      const cold = await coldPull(this.#server, this.#scheduler, device.line.token);
      mustEqual(cold, there ?? new Map(), `a first pull brings what all others brought (${device.name})`);
    }
    const { history } = this.#server;
    for (const space of [mainSpace, otherSpace]) {
      checkCases(history.at(space, history.version(space)) ?? new Map(), this.#server.now());
      const there = this.#devices.filter(({ line }) => this.#server.spaceOf(line.token) === space);
      checkAlike(there.flatMap(({ replica }) => replica ?? []));
    }
    this.#agents.checkEnd(history, this.#devices);
    this.#dates.checkEnd(history);
  }
}

function describe(operation: Operation): string {
  const { salt: _salt, thenMs: _thenMs, do: what, ...rest } = operation;
  return [what, ...Object.entries(rest).map(([key, value]) => `${key}=${String(value)}`)].join(' ');
}
