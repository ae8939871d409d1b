import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { SESSION, send } from '../api/session';
import { strength } from '../model/password';
import { t } from '../text';
import { CodeField, PasswordField } from '../ui/Field';
import { wordsOf } from '../ui/Loaded';
import { Card, Notice, Page } from '../ui/parts';
import { NewPassword } from './NewPassword';
import { Outside } from './Outside';

function PasswordForm({ user }: { user: string }) {
  const client = useQueryClient();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [totp, setTotp] = useState('');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const same = next !== '' && next === current ? t('password.same') : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    setDone(false);
    try {
      await send('POST', '/admin/password', { current, next, totp });
      setCurrent('');
      setNext('');
      setDone(true);
      await client.invalidateQueries({ queryKey: SESSION });
    } catch (failed) {
      // 401 is a wrong password or code here; whether the session still lives, its own answer tells.
      setProblem(failed as Error);
      void client.invalidateQueries({ queryKey: SESSION });
    } finally {
      setTotp('');
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      {problem && <Notice tone="bad" role="alert">{wordsOf(problem)}</Notice>}
      {done && <Notice tone="ok" role="status">{t('password.done')}</Notice>}
      <input type="text" name="username" autoComplete="username" value={user} readOnly hidden />
      <PasswordField label={t('password.current')} value={current} onChange={setCurrent} autoComplete="current-password" required />
      <NewPassword label={t('password.next')} user={user} value={next} onChange={setNext} error={same} />
      <CodeField value={totp} onChange={setTotp} required hint={t('password.totpHint')} />
      <button type="submit" className="adm-button adm-primary"
        disabled={busy || same !== undefined || totp.length !== 6 || strength(next, user).score < 1}>
        {t('password.change')}
      </button>
    </form>
  );
}

/** Before anything else: a password somebody else chose must go. */
export function ForcedPassword({ user, onSignOut }: { user: string; onSignOut: () => void }) {
  return (
    <Outside title={t('password.forced')} lead={t('password.forcedLead')}>
      <PasswordForm user={user} />
      <button type="button" className="adm-link-button" onClick={onSignOut}>{t('shell.signOut')}</button>
    </Outside>
  );
}

export function PasswordPage({ user }: { user: string }) {
  return (
    <Page title={t('password.title')} lead={t('password.lead')}>
      <div className="adm-narrow"><Card><PasswordForm user={user} /></Card></div>
    </Page>
  );
}
