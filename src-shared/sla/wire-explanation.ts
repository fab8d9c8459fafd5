import { addWorkingTime } from '../calendar/working-time.ts';
import { customerClocks } from '../cases/case-state.ts';
import { minutesToMs } from '../policy/compile-policy.ts';
import { explainClock, explainStretch, holidaysBetween } from './explain-clock.ts';
import { durationText, explanationLines, holidayLines, instantText, stepLines } from './explanation-text.ts';
import type { PreparedRequest } from './wire.ts';

/** How the answer to a request came about, as lines for a person: `npm run -s sla -- --explain`. */
export function explainRequest(prepared: PreparedRequest): string[] {
  switch (prepared.op) {
    case 'between':
    case 'add':
      return explainSpan(prepared);
    case 'clock':
      return prepared.clock === null
        ? ['Clock: idle, it has not started']
        : explanationLines(explainClock(prepared.clock, prepared.request.now), 'Clock');
    case 'case': {
      const { state, request } = prepared;
      const urgent = state.mostUrgent === null ? 'no customer clock is due' : `most urgent: ${state.mostUrgent}`;
      return [
        `Case: ${state.status}, severity ${state.severity}${state.provisional ? ' (provisional)' : ''}, agreement "${state.agreement}", ${urgent}`,
        ...Object.values(state.clocks).flatMap((clock) => explanationLines(explainClock(clock, request.now))),
      ];
    }
    case 'queue':
      return prepared.rows.flatMap(({ id, state }, index) => {
        const urgent = state.mostUrgent === null ? undefined : state.clocks[state.mostUrgent];
        const place = `${index + 1}. ${id}: ${state.status}, severity ${state.severity}`;
        if (urgent !== undefined) {
          const lines = explanationLines(explainClock(urgent, prepared.request.now));
          return [place, ...lines.map((line) => `   ${line}`)];
        }
        const paused = customerClocks.some((name) => state.clocks[name]?.phase === 'paused');
        return [`${place}; ${paused ? 'its customer clocks are paused' : 'no customer clock runs'}`];
      });
  }
}

function explainSpan({ request, calendar }: Extract<PreparedRequest, { op: 'between' | 'add' }>): string[] {
  const { timeZone } = calendar;
  if (request.op === 'add') {
    const targetMs = minutesToMs(request.minutes);
    const dueAt = addWorkingTime(calendar, request.start, targetMs);
    const start = instantText(request.start, timeZone);
    if (dueAt === null)
      return [`${durationText(targetMs)} from ${start}: never, the calendar has not that much open time`];
    return [
      `${durationText(targetMs)} from ${start}: due ${instantText(dueAt, timeZone)}`,
      ...stepLines(explainStretch(calendar, 'ran', request.start, dueAt, 0), timeZone),
      ...holidayLines(holidaysBetween(calendar, request.start, dueAt)),
    ];
  }
  const fromAt = Math.min(request.start, request.end);
  const toAt = Math.max(request.start, request.end);
  const step = explainStretch(calendar, 'ran', fromAt, toAt, 0);
  const sign = request.end < request.start ? -1 : 1;
  return [
    `From ${instantText(request.start, timeZone)} to ${instantText(request.end, timeZone)}: ${durationText(sign * step.workedMs)} of working time`,
    ...stepLines(step, timeZone),
    ...holidayLines(holidaysBetween(calendar, fromAt, toAt)),
  ];
}
