import { type FormEvent, useState } from 'react';
import { useLocation } from 'wouter';
import { query } from '../../api/client';
import { momentOf } from '../model/settings';
import { t } from '../text';
import { Field } from '../ui/Field';
import { Card } from '../ui/parts';

export interface ShareSearch {
  account: string;
  worker: string;
  identity: string;
  from: string;
  to: string;
}

/** The form of a `datetime-local` field in this browser's time zone. */
export function localTime(ms: number): string {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
}

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const HOUR = 60 * 60_000;

/** Looks for shares in the log; by worker, or by a share's identity. */
export function SharesForm({ start }: { start?: Partial<ShareSearch> }) {
  const [, go] = useLocation();
  const [account, setAccount] = useState(start?.account ?? '');
  const [worker, setWorker] = useState(start?.worker ?? '');
  const [identity, setIdentity] = useState(start?.identity ?? '');
  const [from, setFrom] = useState(() => start?.from || localTime(Date.now() - HOUR));
  const [to, setTo] = useState(() => start?.to || localTime(Date.now() + 60_000));
  const [problem, setProblem] = useState<string>();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const begin = momentOf(from);
    const end = momentOf(to);
    if ((account.trim() === '' && identity.trim() === '') || begin === undefined || end === undefined) return setProblem(t('shares.need'));
    if (end <= begin) return setProblem(t('shares.order'));
    setProblem(undefined);
    go(`/admin/shares${query({ account: account.trim(), worker: worker.trim(), identity: identity.trim(), from, to })}`);
  };
  return (
    <Card title={t('lookup.shares')}>
      <p className="adm-lead">{t('lookup.sharesLead')}</p>
      <form onSubmit={submit}>
        <div className="adm-form-grid">
          <Field label={t('shares.account')} value={account} onChange={setAccount} spellCheck={false} autoCapitalize="off" />
          <Field label={t('shares.worker')} hint={t('shares.workerHint')} value={worker} onChange={setWorker} spellCheck={false} autoCapitalize="off" />
          <Field label={t('shares.identity')} value={identity} onChange={setIdentity} spellCheck={false} autoCapitalize="off" className="adm-mono" />
          <Field label={t('shares.from')} type="datetime-local" value={from} onChange={setFrom} required />
          <Field label={t('shares.to')} type="datetime-local" value={to} onChange={setTo} required error={problem} hint={t('shares.zone', { zone: zone() })} />
        </div>
        <button type="submit" className="adm-button adm-primary">{t('shares.go')}</button>
      </form>
    </Card>
  );
}
