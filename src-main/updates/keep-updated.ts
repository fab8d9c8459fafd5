import type { DurationMs, EpochMs } from '../../src-shared/ids.ts';
import type { UpdateChannel } from '../../src-shared/managed/managed-settings.ts';
import { firstCheckMs, nextCheckMs } from '../../src-shared/updates/check-times.ts';
import type { UpdateState, UpdateStep } from '../../src-shared/updates/update-state.ts';
import { judgeOffer } from '../../src-shared/updates/version.ts';
import type { Offer, Updater } from './updater.ts';

export interface KeepingParts {
  readonly updater: Updater;
  readonly current: string;
  readonly channel: UpdateChannel;
  /** Whether this computer gets the version already. */
  readonly isInRollout: (offer: Offer) => boolean;
  /** The version whose installer took over last and which does not run now all the same. */
  readonly notInstalled: string | null;
  readonly now: () => EpochMs;
  /** Answers what calls it off. */
  readonly setTimer: (ms: DurationMs, work: () => void) => () => void;
  readonly random: () => number;
  readonly onChange: (state: UpdateState) => void;
}

/** Looks for updates now and then, and fetches them quietly. */
export interface UpdateKeeper {
  readonly state: UpdateState;
  /** Looks at once; resolves when it is known what there is. */
  check(): Promise<void>;
  /** The network is another one: what failed is tried again at once. */
  woke(): void;
  /** Makes ready for the installer. False if there is none, or it could not be made ready. */
  prepare(): Promise<boolean>;
  /** It was made ready, but somebody does not want it now. */
  putOff(): void;
  /** @throws if the installer does not take over. */
  handOver(): Promise<void>;
  stop(): void;
}

/** What cannot be reached is no more than tried again: nobody is to be troubled by an update that did not come. */
export function keepUpdated(parts: KeepingParts): UpdateKeeper {
  const { updater, setTimer, random } = parts;
  let state: UpdateState & { readonly isOn: true } = {
    isOn: true,
    channel: parts.channel,
    checkedAt: null,
    notInstalled: parts.notInstalled,
    now: { step: 'idle' },
  };
  let failures = 0;
  let running: Promise<void> | null = null;
  let cancelTimer = setTimer(firstCheckMs(random()), () => void check());
  let isStopped = false;

  function become(now: UpdateStep, checkedAt = state.checkedAt): void {
    state = { ...state, now, checkedAt };
    parts.onChange(state);
  }

  function check(): Promise<void> {
    // What is ready waits to be installed; the next start looks for what came after it.
    if (isStopped || state.now.step === 'ready' || state.now.step === 'installing') return Promise.resolve();
    running ??= look().finally(() => {
      running = null;
      if (!isStopped && state.now.step !== 'ready') plan();
    });
    return running;
  }

  function plan(): void {
    cancelTimer();
    cancelTimer = setTimer(nextCheckMs(failures, random()), () => void check());
  }

  function fail(error: unknown): void {
    failures += 1;
    become({ step: 'failed', message: error instanceof Error ? error.message : String(error) });
  }

  async function look(): Promise<void> {
    become({ step: 'checking' });
    try {
      const offer = await updater.look();
      const judgement = judgeOffer(parts.current, offer.version, parts.channel);
      const answeredAt = parts.now();
      if (judgement.kind === 'refused') {
        failures = 0;
        become({ step: 'failed', message: judgement.reason }, answeredAt);
        return;
      }
      if (judgement.kind === 'same' || !parts.isInRollout(offer)) {
        failures = 0;
        become({ step: 'idle' }, answeredAt);
        return;
      }
      const downloading = (percent: number) =>
        become({ step: 'downloading', version: offer.version, percent }, answeredAt);
      downloading(0);
      await updater.fetch(offer, (percent) => {
        const whole = Math.floor(percent);
        if (state.now.step === 'downloading' && state.now.percent < whole) downloading(whole);
      });
      failures = 0;
      become({ step: 'ready', version: offer.version });
    } catch (error) {
      fail(error);
    }
  }

  return {
    get state() {
      return state;
    },
    check,
    woke() {
      if (state.now.step === 'failed') void check();
    },
    async prepare() {
      if (state.now.step !== 'ready') return false;
      become({ step: 'installing', version: state.now.version });
      try {
        await updater.prepare();
        return true;
      } catch (error) {
        fail(error);
        plan();
        return false;
      }
    },
    putOff() {
      if (state.now.step === 'installing') become({ step: 'ready', version: state.now.version });
    },
    handOver: () => updater.handOver(),
    stop() {
      isStopped = true;
      cancelTimer();
    },
  };
}
