import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Problem } from '../../api/client';
import { SESSION, send } from '../api/session';
import type { AdminSession } from '../api/types';
import { t } from '../text';
import { CodeField, Field, PasswordField } from '../ui/Field';
import { wordsOf } from '../ui/Loaded';
import { Notice } from '../ui/parts';
import { Outside } from './Outside';

/** Minutes and seconds until one may try again. */
export function countdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function useLockOut() {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [until]);
  return { left, lock: (seconds: number) => setUntil(Date.now() + seconds * 1000) };
}

/**
 * @param expired who was signed in on this page until a moment ago; what they did waits behind
 */
export function SignIn({ expired }: { expired?: string | undefined }) {
  const client = useQueryClient();
  const [user, setUser] = useState(expired ?? '');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const { left, lock } = useLockOut();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      client.setQueryData(SESSION, await send<AdminSession>('POST', '/admin/login', { user: user.trim(), password, totp }));
    } catch (failed) {
      setTotp('');
      setProblem(failed as Error);
      if (failed instanceof Problem && (failed.status === 429 || failed.status === 423)) lock(failed.retryAfterSeconds ?? 0);
    } finally {
      setBusy(false);
    }
  };
  const locked = problem instanceof Problem && (problem.status === 423 || problem.status === 429);
  return (
    <Outside title={t('session.signIn')}>
      {expired && !problem && <Notice tone="info" role="status" title={t('session.expired')}>{t('session.expiredMore')}</Notice>}
      {problem && (
        <Notice tone="bad" role="alert" title={locked ? t('session.locked') : t('session.notSignedIn')}>
          <p>{wordsOf(problem)}</p>
          {locked && left > 0 && <p aria-hidden="true">{t('session.tryIn', { time: countdown(left) })}</p>}
        </Notice>
      )}
      <form onSubmit={submit}>
        <Field label={t('session.user')} value={user} onChange={setUser} autoComplete="username" autoCapitalize="off"
          spellCheck={false} required maxLength={64} autoFocus={!expired} />
        <PasswordField label={t('session.password')} value={password} onChange={setPassword} autoComplete="current-password"
          required autoFocus={Boolean(expired)} />
        <CodeField hint={t('session.totpHint')} value={totp} onChange={setTotp} required />
        <button type="submit" className="adm-button adm-primary adm-block" disabled={busy || left > 0}>
          {busy ? t('session.signingIn') : t('session.signIn')}
        </button>
      </form>
    </Outside>
  );
}
