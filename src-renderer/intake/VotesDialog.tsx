import { useState } from 'react';
import { accountIdSchema } from '../../src-shared/cases/case-document.ts';
import type { Account } from '../../src-shared/directory/documents.ts';
import type { AccountId } from '../../src-shared/ids.ts';
import type { Outcome } from '../../src-shared/mutators/mutator.ts';
import type { Refusal as Refused } from '../../src-shared/sync/protocol.ts';
import { LinkButton } from '../controls/Button.tsx';
import { FormDialog } from '../controls/FormDialog.tsx';
import { LookUpField } from '../controls/LookUpField.tsx';
import { Refusal } from '../controls/Refusal.tsx';
import styles from './intake.module.css';

interface VotesDialogProps {
  readonly title: string;
  readonly accounts: readonly Account[];
  readonly votes: readonly AccountId[];
  readonly onVote: (accountId: AccountId, withdrawn: boolean) => Promise<Outcome>;
  readonly onClose: () => void;
}

/** Which accounts ask for an enhancement: one vote each. */
export function VotesDialog({ title, accounts, votes, onVote, onClose }: VotesDialogProps) {
  const [accountId, setAccountId] = useState('');
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const known = new Set<string>(votes);
  const withdraw = async (id: AccountId): Promise<void> => {
    const outcome = await onVote(id, true);
    setRefusal(outcome.accepted ? null : outcome);
  };
  return (
    <FormDialog
      title={title}
      hint="An account has one vote, however many of its people ask."
      submitWords="Add the vote"
      missing={accountId === '' ? 'Choose the account that asks for it.' : null}
      onSubmit={() => onVote(accountIdSchema.parse(accountId), false)}
      onClose={onClose}
    >
      <LookUpField
        label="Account that asks for it"
        placeholder="Type a part of its name"
        things={accounts.filter(({ id }) => !known.has(id))}
        value={accountId}
        onChange={setAccountId}
        autoFocus
      />
      <ul className={styles.votes} aria-label="Votes">
        {votes.map((id) => (
          <li key={id}>
            <span dir="auto">{accounts.find((account) => account.id === id)?.name ?? id}</span>
            <LinkButton type="button" onClick={() => void withdraw(id)}>
              Withdraw
            </LinkButton>
          </li>
        ))}
      </ul>
      {refusal !== null && <Refusal code={refusal.code} message={refusal.message} />}
    </FormDialog>
  );
}
