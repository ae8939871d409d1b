import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { SESSION, send } from '../api/session';
import type { AdminSession, SecondFactor } from '../api/types';
import { strength } from '../model/password';
import { t } from '../text';
import { CodeField, Field } from '../ui/Field';
import { wordsOf } from '../ui/Loaded';
import { Notice } from '../ui/parts';
import { SecondFactorView } from '../ui/Secret';
import { NewPassword } from './NewPassword';
import { Outside } from './Outside';

/** The first start: whoever reads the pool's own output becomes its owner. */
export function Setup() {
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [factor, setFactor] = useState<SecondFactor>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();

  const run = async (event: FormEvent, work: () => Promise<void>) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    await work().catch((failed: Error) => setProblem(failed));
    setBusy(false);
  };
  const begin = (event: FormEvent) => run(event, async () => {
    setFactor(await send<SecondFactor>('POST', '/admin/setup', { code: code.trim(), user: user.trim(), password }));
  });
  const confirm = (event: FormEvent) => run(event, async () => {
    const session = await send<AdminSession>('POST', '/admin/setup/confirm', { user: user.trim(), password, totp });
    client.setQueryData(SESSION, session);
  });
  const trouble = problem && <Notice tone="bad" role="alert">{wordsOf(problem)}</Notice>;
  if (factor) {
    return (
      <Outside key="factor" title={t('setup.second')} lead={t('setup.secondLead')} wide>
        <SecondFactorView factor={factor} />
        {trouble}
        <form onSubmit={confirm}>
          <CodeField value={totp} onChange={setTotp} required hint={t('setup.totpHint')} autoFocus />
          <div className="adm-actions">
            <button type="button" className="adm-button" onClick={() => setFactor(undefined)}>{t('ui.back')}</button>
            <button type="submit" className="adm-button adm-primary" disabled={busy || totp.length !== 6}>{t('setup.finish')}</button>
          </div>
        </form>
      </Outside>
    );
  }
  return (
    <Outside key="first" title={t('setup.title')} lead={t('setup.lead')}>
      {trouble}
      <form onSubmit={begin}>
        <Field label={t('setup.code')} hint={t('setup.codeHint')} value={code} onChange={setCode} required autoComplete="off"
          autoCapitalize="off" spellCheck={false} className="adm-mono" autoFocus />
        <Field label={t('session.user')} value={user} onChange={setUser} autoComplete="username" autoCapitalize="off" spellCheck={false}
          required maxLength={64} />
        <NewPassword label={t('session.password')} user={user.trim()} value={password} onChange={setPassword} />
        <button type="submit" className="adm-button adm-primary adm-block" disabled={busy || strength(password, user).score < 1}>
          {t('setup.next')}
        </button>
      </form>
    </Outside>
  );
}
