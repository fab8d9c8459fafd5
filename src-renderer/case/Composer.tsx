import { type SubmitEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { commandWords } from '../../src-shared/desktop/command-words.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import { unfilledPlaceholders } from '../../src-shared/macros/placeholders.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import { isolated } from '../../src-shared/text/isolated.ts';
import { keyCap, modifierKey } from '../app/shortcuts.ts';
import { Button, LinkButton } from '../controls/Button.tsx';
import { PresenceLine } from '../presence/PresenceLine.tsx';
import { usePresence } from '../presence/presence-view.ts';
import type { Draft, DraftKind } from '../replica/replica.ts';
import styles from './case.module.css';

interface ComposerProps {
  readonly caseId: CaseId;
  /** What was typed here before; the composer is made anew for each case. */
  readonly draft: Draft | undefined;
  readonly contactName: string | null;
  /** The case it goes to, if this one was merged into another. */
  readonly goesTo: string | null;
  readonly closed: boolean;
  /** Asks for the focus, on a kind, and to take in a text that is to be sent anew. */
  readonly request: ComposerRequest | null;
  /** The request was followed: it must not act again on another case. */
  readonly onRequestTaken: () => void;
  readonly onDraft: (draft: Draft) => void;
  /** `resolves`: the item of Needs attention in whose place it is sent. */
  readonly onSend: (
    kind: DraftKind,
    text: string,
    connected: boolean,
    resolves: string | undefined,
    /** The macro that it was begun with. */
    macro: string | undefined,
  ) => Promise<Outcome>;
  readonly onMacros: () => void;
  /** What the macro says before anything is filled in; null if it is not here. */
  readonly macroText: (macro: string) => string | null;
}

interface ComposerRequest {
  readonly kind: DraftKind;
  readonly fill?: { readonly text: string; readonly connected: boolean; readonly resolves: string };
  readonly insert?: { readonly text: string; readonly macro: string };
}

const kinds: readonly {
  readonly kind: DraftKind;
  readonly words: string;
  readonly send: string;
  readonly hint: string;
}[] = [
  { kind: 'reply', words: 'Reply', send: 'Send', hint: 'Write to the customer' },
  { kind: 'note', words: 'Note', send: 'Add note', hint: 'Write a note that only the desk sees' },
  { kind: 'call', words: 'Call', send: 'Log call', hint: 'Write down what was said' },
];

/** Reply, note or call. What is typed is kept at once, so nothing that happens to the window loses it. */
export function Composer(props: ComposerProps) {
  const { caseId, draft, contactName, goesTo, closed, request, onRequestTaken, onDraft, onSend, onMacros } = props;
  const { macroText } = props;
  const presence = usePresence();
  const [kind, setKind] = useState<DraftKind>(draft?.kind ?? (closed ? 'note' : 'reply'));
  const [text, setText] = useState(draft?.text ?? '');
  const [connected, setConnected] = useState(true);
  const field = useRef<HTMLTextAreaElement>(null);
  const [resolves, setResolves] = useState(draft?.resolves);
  const [macro, setMacro] = useState(draft?.macro);
  /** From where on a placeholder is to be marked once the text stands in the field. */
  const marked = useRef<number | null>(null);
  const latest = useRef({ kind, text, resolves, macro });
  latest.current = { kind, text, resolves, macro };

  // biome-ignore lint/correctness/useExhaustiveDependencies: each request acts once, when it is made.
  useEffect(() => {
    if (request) {
      const { kind: wanted, fill, insert } = request;
      if (insert) takeMacro(insert.text, insert.macro);
      else {
        change(wanted, fill?.text ?? latest.current.text, fill?.resolves ?? latest.current.resolves);
        if (fill) setConnected(fill.connected);
        field.current?.focus();
      }
      onRequestTaken();
    }
  }, [request]);

  const change = (
    nextKind: DraftKind,
    nextText: string,
    nextResolves = latest.current.resolves,
    nextMacro = latest.current.macro,
  ): void => {
    const before = latest.current;
    // A text that was cleared is no longer the one that was refused, nor that of a macro.
    const inPlaceOf = nextText === '' ? undefined : nextResolves;
    const begunWith = nextText === '' ? undefined : nextMacro;
    const isSame = nextText === before.text && inPlaceOf === before.resolves && begunWith === before.macro;
    if (nextKind === before.kind && isSame) return;
    setKind(nextKind);
    setText(nextText);
    setResolves(inPlaceOf);
    setMacro(begunWith);
    latest.current = { kind: nextKind, text: nextText, resolves: inPlaceOf, macro: begunWith };
    if (nextText !== '' || before.text !== '') onDraft({ ...latest.current });
  };

  // After what was written already, if anything was: a macro never takes the place of an agent's own words.
  const takeMacro = (said: string, id: string): void => {
    const { kind: present, text: written } = latest.current;
    const next = written.trim() === '' ? said : `${written.trimEnd()}\n\n${said}`;
    marked.current = next.length - said.length;
    change(written.trim() === '' ? 'reply' : present, next, undefined, id);
  };

  useLayoutEffect(() => {
    if (marked.current !== null) markPlaceholder(marked.current);
    marked.current = null;
  });

  const openIn = (said: string, begunWith: string | undefined): readonly string[] =>
    begunWith === undefined ? [] : unfilledPlaceholders(said, macroText(begunWith));

  /** Hands the next placeholder to the keys, so that typing fills it in; without one the text is gone on with. */
  const markPlaceholder = (from: number): void => {
    const written = latest.current.text;
    const [first] = openIn(written.slice(from), latest.current.macro);
    const start = first === undefined ? written.length : written.indexOf(first, from);
    field.current?.focus();
    field.current?.setSelectionRange(start, start + (first?.length ?? 0));
  };

  const send = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const sent = latest.current;
    const outcome = await onSend(sent.kind, sent.text, connected, sent.resolves, sent.macro);
    // What was typed while the action was stored belongs to the next one.
    if (outcome.accepted && latest.current.text === sent.text) change(latest.current.kind, '');
    if (!outcome.accepted) return;
    // The next call is another one: whether anybody was reached is asked anew.
    setConnected(true);
    presence.sent(caseId, sent.kind);
  };

  const open = openIn(text, macro);
  const chosen = kinds.find((candidate) => candidate.kind === kind) ?? kinds[0];
  return (
    <form className={styles.composer} aria-label="Write" data-kind={kind} onSubmit={(event) => void send(event)}>
      <div className={styles.composerHead}>
        <fieldset className={styles.kinds} aria-label="What to write">
          {kinds.map((candidate) => (
            <button
              key={candidate.kind}
              type="button"
              className={styles.kind}
              aria-pressed={candidate.kind === kind}
              onClick={() => {
                change(candidate.kind, text);
                field.current?.focus();
              }}
            >
              {candidate.words}
            </button>
          ))}
        </fieldset>
        {goesTo !== null && (
          <span className={styles.goesTo} title={goesTo}>
            goes to {isolated(goesTo)}
          </span>
        )}
        {kind === 'reply' && (
          <span className={`${styles.quiet} ${styles.addressee}`} title={contactName ?? undefined}>
            to {contactName ?? 'the customer'}
          </span>
        )}
        {kind === 'note' && <span className={styles.quiet}>only the desk sees it</span>}
        {kind === 'call' && (
          <label className={styles.reached}>
            <input
              type="checkbox"
              checked={connected}
              onChange={(event) => setConnected(event.currentTarget.checked)}
            />
            Spoke with the customer
          </label>
        )}
      </div>
      <textarea
        ref={field}
        className={styles.composerField}
        aria-label={chosen?.words}
        placeholder={chosen?.hint}
        rows={4}
        dir="auto"
        value={text}
        onChange={(event) => change(kind, event.currentTarget.value)}
        onInput={(event) => presence.typed(caseId, event.currentTarget.value)}
        onFocus={() => presence.attended(caseId, text, true)}
        onBlur={() => presence.attended(caseId, text, false)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }
        }}
      />
      <div className={styles.composerFoot}>
        <span className={styles.kept}>
          {text === '' ? '' : resolves === undefined ? 'Kept as a draft' : 'Goes out in place of what was refused'}
        </span>
        {open.length > 0 && (
          <LinkButton type="button" onClick={() => markPlaceholder(0)}>
            Fill in {open.map(isolated).join(', ')}
          </LinkButton>
        )}
        <PresenceLine caseId={caseId} />
        <Button look="quiet" shortcut={keyCap(commandWords.macro)} onClick={onMacros}>
          Macro
        </Button>
        <Button
          look="primary"
          type="submit"
          shortcut={`${modifierKey}⏎`}
          disabled={text.trim() === '' && !(kind === 'call' && !connected)}
        >
          {chosen?.send}
        </Button>
      </div>
    </form>
  );
}
