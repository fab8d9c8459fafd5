import type { z } from 'zod';
import { changeAgreement } from './change-agreement.ts';
import { changeTicket } from './change-ticket.ts';
import { close, resolve } from './closing.ts';
import { addNote, logCall, messageCustomer } from './conversation.ts';
import { createCase } from './create-case.ts';
import { escalate } from './escalate.ts';
import { setBreachReason, setRootCause } from './explanations.ts';
import { acceptHandOff, handOff, returnHandOff } from './hand-off.ts';
import { removeMacro, saveMacro } from './macros.ts';
import { mergeCases } from './merge-cases.ts';
import type { Mutator } from './mutator.ts';
import { openEmergency } from './open-emergency.ts';
import { assign, claim, release } from './ownership.ts';
import { reopen, resume, wait } from './progress.ts';
import { finishReminder, setReminder } from './reminders.ts';
import { checkItem, setRequest, vote } from './requests.ts';
import { removeView, saveView } from './saved-views.ts';
import { setSeverity } from './set-severity.ts';
import { addShift, removeShift } from './shifts.ts';
import { snooze, unsnooze } from './snooze.ts';
import { undo } from './undo.ts';
import { withdraw } from './withdraw.ts';

/** Every action by its name on the wire. A changed signature is a new name. */
export const mutators = {
  create_case: createCase,
  open_emergency: openEmergency,
  set_severity: setSeverity,
  claim,
  assign,
  release,
  message_customer: messageCustomer,
  add_note: addNote,
  log_call: logCall,
  wait,
  resume,
  resolve,
  close,
  reopen,
  set_root_cause: setRootCause,
  set_breach_reason: setBreachReason,
  change_agreement: changeAgreement,
  hand_off: handOff,
  accept_hand_off: acceptHandOff,
  return_hand_off: returnHandOff,
  escalate,
  change_ticket: changeTicket,
  merge_cases: mergeCases,
  snooze,
  unsnooze,
  set_reminder: setReminder,
  finish_reminder: finishReminder,
  save_view: saveView,
  remove_view: removeView,
  add_shift: addShift,
  remove_shift: removeShift,
  set_request: setRequest,
  check_item: checkItem,
  vote,
  save_macro: saveMacro,
  remove_macro: removeMacro,
  undo,
  withdraw,
} satisfies Record<string, Mutator>;

export type Mutators = typeof mutators;
export type MutatorName = keyof Mutators;
export type MutatorArgs<Name extends MutatorName> = z.input<Mutators[Name]['args']>;
