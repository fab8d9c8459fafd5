import { describe, expect, test } from 'vitest';
import { takeLink } from '../../../../src-main/links/link-argument.ts';
import { waitingLink } from '../../../../src-main/links/waiting-link.ts';
import { parseArguments, usualSample } from '../../../../src-main/startup/arguments.ts';
import { caseLink } from '../../../../src-shared/links/case-link.ts';

const nothing = { profile: null, server: null, token: null, user: null, sample: usualSample, hidden: false };
const link = 'dueline://case/00012345';

describe('a link on the command line', () => {
  test('stands beside the arguments and is none of them', () => {
    expect(parseArguments([link])).toEqual({ ok: true, arguments: { ...nothing, link } });
    expect(parseArguments(['--profile', 'desk', '--', link])).toEqual({
      ok: true,
      arguments: { ...nothing, profile: 'desk', link },
    });
    expect(takeLink(['--hidden'])).toEqual({ own: ['--hidden'], link: null });
    expect(takeLink(['DUELINE://case/1'])).toEqual({ own: [], link: 'DUELINE://case/1' });
  });

  test.each([
    ['--server', 'http://evil.example', '--token', 'x'],
    ['--server=http://evil.example'],
    ['--profile', '/tmp/elsewhere'],
    ['--no-sandbox', '--inspect=0.0.0.0:9229', '--gpu-launcher=calc'],
    ['--', '--server', 'http://evil.example'],
    ['"', '--user', 'lead'],
    [link],
  ])('smuggles no argument in behind it: %s', (...smuggled) => {
    const parsed = parseArguments(['--profile', 'desk', link, ...smuggled]);
    expect(parsed).toMatchObject({ ok: true, arguments: { ...nothing, profile: 'desk' } });
    // What was put behind it belongs to the link, which leads nowhere then.
    expect(caseLink(parsed.ok ? (parsed.arguments.link ?? '') : '')).toEqual({ ok: false, fault: 'control' });
  });

  test('of any length is kept short, and still refused for its length', () => {
    const { link: kept } = takeLink([`dueline://case/${'1'.repeat(1_000_000)}`]);
    expect(kept).toHaveLength(1_000);
    expect(caseLink(kept ?? '')).toEqual({ ok: false, fault: 'length' });
  });

  test('mistyped arguments before it are still refused', () => {
    expect(parseArguments(['--sever', 'http://x', link])).toMatchObject({ ok: false });
    expect(parseArguments(['--profile', link])).toMatchObject({ ok: false });
  });
});

describe('the link that waits for the page', () => {
  test('is handed out once, and the last one counts', () => {
    const waiting = waitingLink();
    expect(waiting.next()).toBeNull();
    waiting.opened(link);
    waiting.opened('dueline://case/7');
    expect(waiting.isWaiting()).toBe(true);
    expect(waiting.next()).toEqual({ ok: true, name: '7' });
    expect(waiting.next()).toBeNull();
    expect(waiting.isWaiting()).toBe(false);
  });

  test('is announced when it comes; one that leads nowhere too, so that the agent hears why', () => {
    const waiting = waitingLink();
    let announced = 0;
    waiting.onOpened(() => {
      announced += 1;
    });
    waiting.opened('dueline://desk/7');
    expect(announced).toBe(1);
    expect(waiting.next()).toEqual({ ok: false, fault: 'host' });
  });
});
