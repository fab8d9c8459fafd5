/** The words an agent wrote, found in the arguments of a refused action, so that they can be copied. */
export function writtenText(args: unknown): string | null {
  if (typeof args !== 'object' || args === null) return null;
  const parts = ['subject', 'text'].map((key) => Reflect.get(args, key)).filter((part) => typeof part === 'string');
  const text = parts.join('\n\n').trim();
  return text === '' ? null : text;
}

/** The case a refused action was about. */
export function caseIdOf(args: unknown): string | null {
  if (typeof args !== 'object' || args === null) return null;
  const id: unknown = Reflect.get(args, 'caseId');
  return typeof id === 'string' ? id : null;
}

const actionNames: Readonly<Record<string, string>> = {
  create_case: 'New case',
  set_severity: 'Severity',
  claim: 'Claim',
  assign: 'Assignment',
  release: 'Release',
  message_customer: 'Message to the customer',
  add_note: 'Note',
  log_call: 'Call',
  wait: 'Waiting',
  resume: 'Resuming',
  resolve: 'Resolution',
  close: 'Closing',
  reopen: 'Reopening',
  change_agreement: 'Change of agreement',
  // Only what a damaged record held is kept under this name.
  withdraw: 'Lost action',
};

export function actionWords(name: string): string {
  return actionNames[name] ?? name;
}
