import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { CaseState, ClockName } from '../../src-shared/cases/case-state.ts';
import { isSnoozed } from '../../src-shared/cases/snoozed.ts';
import { closureRules } from '../../src-shared/closure/closure-rules.ts';
import { mayDo } from '../../src-shared/directory/permissions.ts';
import type { CaseId } from '../../src-shared/ids.ts';
import { belongsInPortalMacro } from '../../src-shared/macros/macro.ts';
import type { CompiledPolicy } from '../../src-shared/policy/compile-policy.ts';
import { availableActions } from '../case/available-actions.ts';
import { CasePane, NoCase } from '../case/CasePane.tsx';
import { CaseToolbar } from '../case/CaseToolbar.tsx';
import { Composer } from '../case/Composer.tsx';
import { caseProperties, ownAgreementWords } from '../case/case-properties.ts';
import { mergedDocs, mergedWith } from '../case/merged.ts';
import { sentenceNames } from '../case/sentence-names.ts';
import { silenceOf } from '../case/silence.ts';
import { TicketLines } from '../case/TicketLines.tsx';
import { timelineEntries } from '../case/timeline-entries.ts';
import { WorkLines } from '../case/WorkLines.tsx';
import { Guidance } from '../guidance/Guidance.tsx';
import { guidanceOf } from '../guidance/guidance-of.ts';
import { KindDetails } from '../intake/KindDetails.tsx';
import { copyLink } from '../links/copy-link.ts';
import { directoryOf } from '../queue/queue-store.ts';
import { minuteOf, useTimed } from '../time/use-timed.ts';
import type { AttentionCommands } from './attention-commands.ts';
import type { Commands } from './commands.ts';
import { useDesk, useQueue, useWorkspace } from './desk.ts';

interface CaseScreenProps {
  readonly caseId: CaseId;
  readonly commands: Commands;
  readonly attention: AttentionCommands;
}

/** The opened case, connected to the replica. */
export function CaseScreen({ caseId, commands, attention }: CaseScreenProps) {
  const desk = useDesk();
  const { index, policy, revision, me, role } = useQueue((state) => state);
  const refusal = useWorkspace((state) => state.refusal);
  const composing = useWorkspace((state) => state.composing);
  const waitMenuOpen = useWorkspace((state) => state.waitMenuOpen);
  const now = useTimed(desk.clock, minuteOf);

  const items = useStore(desk.replica.status, (status) => status.attention);
  const entry = index?.entry(caseId);
  const inflated = index?.inflated;
  const source = useMemo(
    () => (policy && inflated ? { clock: desk.clock, policy, inflated } : null),
    [desk, policy, inflated],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: names may change without the case; the revision says when.
  const shown = useMemo(() => {
    if (!entry || !policy) return null;
    const names = sentenceNames({
      ...directoryOf(desk.replica),
      agreementName: (key: string) => policy.policy.agreements[key]?.name ?? key,
      teamName: (key: string) => policy.policy.teams?.[key]?.name ?? key,
      breachReasonName: (key: string) => policy.policy.closure?.breach_reasons?.codes[key] ?? key,
      closureCodeName: (key: string) => policy.policy.closure?.closure_codes?.[key] ?? key,
      caseNumber: (id: string) => desk.replica.get('cases', id)?.number ?? null,
    });
    const others = mergedDocs(entry.doc, (id) => desk.replica.get('cases', id));
    return {
      timeline: timelineEntries(entry.doc, names, others),
      properties: caseProperties(entry, names),
      ownAgreement: ownAgreementWords(entry, desk.replica.get('accounts', entry.doc.accountId), names),
      names,
      guidance: guidanceOf(desk.replica, entry),
    };
  }, [entry, policy, desk, revision]);

  if (!entry || !source || !shown) return <NoCase onClose={commands.closePane} />;
  const { state } = entry;
  const kept = desk.replica.draft(caseId);
  const isStillRefused = items.some(({ id }) => id === kept?.resolves);
  const draft = kept && !isStillRefused ? { kind: kept.kind, text: kept.text, macro: kept.macro } : kept;
  const available = availableActions(state, { id: me, role, at: now });
  const merged = mergedWith(entry, index);
  const refusedHere = attention.entries().filter((refused) => refused.caseId === caseId);
  const waitingOn =
    state.status === 'waiting_customer'
      ? 'customer'
      : state.status === 'waiting_development'
        ? 'development'
        : state.status === 'waiting_internally'
          ? 'internally'
          : null;
  return (
    <CasePane
      entry={entry}
      productName={state.productId === null ? null : shown.names.productName(state.productId)}
      properties={shown.properties}
      timeline={shown.timeline}
      ownAgreement={shown.ownAgreement}
      source={source}
      now={now}
      refusal={refusal?.caseId === caseId ? refusal : null}
      refused={refusedHere}
      onShowRefused={commands.showAttention}
      merged={merged}
      silence={silenceOf(source.policy, state, now)}
      onOpenCase={commands.open}
      onCloseCase={() => commands.act(caseId, 'resolve')}
      onDismissRefusal={() => desk.workspace.setState({ refusal: null })}
      onClose={commands.closePane}
      breachReasons={reasonsInWords(source.policy, state, shown.names.breachReasonName)}
      onExplainMissed={available.has('breach_reason') ? () => commands.act(caseId, 'breach_reason') : null}
      onClearFlag={(flag) => {
        const macro = desk.replica.get('macros', belongsInPortalMacro);
        if (flag === 'not_phoned_in') commands.compose('call');
        else if (macro === undefined || macro.removed === true) commands.compose('reply');
        else commands.insertMacro(caseId, macro.id);
      }}
      readOnly={!mayDo(role, 'claim')}
      onCopyLink={() => copyLink(caseId, desk.replica, desk.toaster)}
      toolbar={
        <CaseToolbar
          available={available}
          waitingOn={waitingOn}
          waitMenuOpen={waitMenuOpen}
          onWaitMenu={(open) => desk.workspace.setState({ waitMenuOpen: open })}
          onWait={(on) => void commands.run(caseId, desk.actions.wait(caseId, on))}
          onAction={(action) => commands.act(caseId, action)}
        />
      }
      details={
        <>
          <KindDetails
            state={state}
            types={policy?.policy.service_requests ?? {}}
            accountName={shown.names.accountName}
            mayChange={available.has('request') || available.has('votes')}
            onEdit={() => commands.act(caseId, 'request')}
            onCheck={(item, done) => void commands.run(caseId, desk.intake.checkItem(caseId, item, done))}
          />
          <Guidance
            key={`guidance ${caseId}`}
            articles={shown.guidance}
            codeName={(code) => policy?.policy.closure?.closure_codes?.[code] ?? code}
            teamName={shown.names.teamName}
            macroName={(id) => {
              const macro = desk.replica.get('macros', id);
              return macro === undefined || macro.removed === true ? null : macro.name;
            }}
            onMacro={(id) => commands.insertMacro(caseId, id)}
          />
        </>
      }
      work={
        <WorkLines
          now={now}
          snoozedUntilAt={entry.isOpen && isSnoozed(state, now) ? state.work.snooze?.untilAt : undefined}
          reminders={state.work.reminders.map(({ id, remindAt, about, forId }) => ({
            id,
            remindAt,
            about,
            forName: forId === me ? null : shown.names.userName(forId),
            mayFinish: forId === me || mayDo(role, 'remind_another'),
          }))}
          onUnsnooze={() => void commands.run(caseId, desk.actions.unsnooze(caseId))}
          onFinish={(id) => void commands.run(caseId, desk.actions.finishReminder(caseId, id))}
        />
      }
      tickets={<TicketLines escalations={state.work.escalations} teamName={shown.names.teamName} />}
      composer={
        <Composer
          key={caseId}
          caseId={caseId}
          draft={draft}
          contactName={entry.doc.contactId === null ? null : shown.names.contactName(entry.doc.contactId)}
          goesTo={merged?.survivor?.number ?? null}
          closed={state.status === 'closed'}
          request={composing}
          onRequestTaken={() => desk.workspace.setState({ composing: null })}
          onDraft={(draft) => commands.keepDraft(caseId, draft)}
          macroText={(id) => desk.replica.get('macros', id)?.text ?? null}
          onMacros={() => desk.workspace.setState({ dialog: { name: 'macros', caseId } })}
          onSend={(kind, text, connected, resolves, macro) => {
            const item = items.find(({ id }) => id === resolves);
            const actions = item === undefined ? desk.actions : desk.actions.insteadOf(item);
            return commands.run(caseId, actions.send(caseId, kind, text, connected, macro));
          }}
        />
      }
    />
  );
}

/** Why clocks were missed, as the policy calls it; null where it has no reasons to choose from. */
function reasonsInWords(
  { policy }: CompiledPolicy,
  { work }: CaseState,
  nameOf: (code: string) => string,
): Readonly<Partial<Record<ClockName, string>>> | null {
  if (Object.keys(closureRules(policy).breachReasons).length === 0) return null;
  return Object.fromEntries(Object.entries(work.breachReasons).map(([clock, code]) => [clock, nameOf(code)]));
}
