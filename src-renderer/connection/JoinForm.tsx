import { type SubmitEvent, useState } from 'react';
import type { JoinRequest, JoinResult } from '../../src-shared/desktop-contract.ts';
import { Button } from '../controls/Button.tsx';
import { TextField } from '../controls/Field.tsx';
import { Refusal } from '../controls/Refusal.tsx';
import styles from './connection.module.css';

interface JoinFormProps {
  /** Why the form is there: no token yet, or one the backend does not know. */
  readonly reason: string;
  readonly url: string;
  /** False where the token cannot be kept encrypted: it holds until the app ends. */
  readonly keepsToken: boolean;
  /** An administrator has set the address. */
  readonly isUrlLocked: boolean;
  readonly onJoin: (request: JoinRequest) => Promise<JoinResult>;
}

/** Address and token of a team's backend. */
export function JoinForm({ reason, url: knownUrl, keepsToken, isUrlLocked, onJoin }: JoinFormProps) {
  const [url, setUrl] = useState(knownUrl);
  const [token, setToken] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [joining, setJoining] = useState(false);

  const join = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    setProblem(null);
    setJoining(true);
    const result = await onJoin({ url: url.trim(), token: token.trim() });
    setJoining(false);
    if (!result.ok) setProblem(result.message);
  };

  return (
    <main className={styles.page}>
      <form className={styles.sheet} aria-labelledby="join-title" onSubmit={(event) => void join(event)}>
        <h1 id="join-title">Join a backend</h1>
        <p className={styles.quiet}>{reason}</p>
        <TextField
          label="Address"
          type="url"
          required
          placeholder="https://desk.example.com"
          value={url}
          onChange={setUrl}
          readOnly={isUrlLocked}
        />
        {isUrlLocked && <p className={styles.quiet}>Your administrator has set the address.</p>}
        <TextField
          label="Token"
          type="password"
          required
          autoComplete="off"
          value={token}
          onChange={setToken}
          autoFocus
        />
        {!keepsToken && (
          <p className={styles.quiet}>
            This computer has no key store that Dueline could keep the token in. It is used until Dueline ends, written
            nowhere, and asked for again at the next start.
          </p>
        )}
        {problem !== null && <Refusal message={problem} />}
        <div className={styles.actions}>
          <Button look="primary" type="submit" disabled={joining}>
            {joining ? 'Joining' : 'Join'}
          </Button>
        </div>
      </form>
    </main>
  );
}
