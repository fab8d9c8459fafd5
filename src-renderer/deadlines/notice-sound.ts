import type { DurationMs } from '../../src-shared/ids.ts';

/** What plays; a test has another one than the browser. */
export interface Speaker {
  /** Plays the two notes at this volume, from 0 to 1. */
  chime(volume: number): void;
  /** Of a clock that only goes forward. */
  now(): DurationMs;
}

export interface NoticeSound {
  /** Plays it, unless it has just been played. */
  play(volume: number): void;
}

/** Several deadlines at once are one sound. */
export const betweenSoundsMs: DurationMs = 2_000;

export function noticeSound(speaker: Speaker): NoticeSound {
  let last = Number.NEGATIVE_INFINITY;
  return {
    play(volume) {
      const now = speaker.now();
      if (volume <= 0 || now - last < betweenSoundsMs) return;
      last = now;
      speaker.chime(Math.min(1, volume));
    },
  };
}

/** Two soft notes, made here: there is no file to load. Heard with the window hidden too. */
export function browserSpeaker(): Speaker {
  let context: AudioContext | null = null;
  return {
    now: () => performance.now(),
    chime(volume) {
      context ??= new AudioContext();
      const { currentTime, destination } = context;
      // A computer without a speaker refuses; the notification is there all the same.
      void context.resume().catch(() => {});
      for (const [index, frequency] of [784, 1_047].entries()) {
        const from = currentTime + index * 0.14;
        const tone = context.createOscillator();
        const gain = context.createGain();
        tone.frequency.value = frequency;
        gain.gain.setValueAtTime(0, from);
        gain.gain.linearRampToValueAtTime(volume * 0.5, from + 0.015);
        gain.gain.exponentialRampToValueAtTime(0.0001, from + 0.5);
        tone.connect(gain).connect(destination);
        tone.start(from);
        tone.stop(from + 0.52);
      }
    },
  };
}
