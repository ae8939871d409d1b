import { type FormEvent, useState } from 'react';
import { Link } from 'wouter';
import { coins } from '../../../format/coin';
import { useAdmin } from '../../api/queries';
import type { AccountLife, Settings } from '../../api/types';
import { Act } from '../../command/Act';
import { useAsk } from '../../command/Commands';
import type { CommandPlan } from '../../model/command';
import { correctBalance, expecting, hold, holdLedger } from '../../model/plans';
import { coinsOf, satOf } from '../../model/settings';
import { useMay } from '../../session/SessionContext';
import { t } from '../../text';
import { Choice, Field } from '../../ui/Field';
import { useTicker } from '../../ui/money';
import { Card } from '../../ui/parts';

interface Props {
  life: AccountLife;
  account: string;
}

/** What one often does to an account. */
export function AccountActions({ life, account }: Props) {
  const version = life.miner.schedule?.version;
  return (
    <>
      <Act plan={hold(account, !life.held, version)}>{t(life.held ? 'payouts.release' : 'payouts.hold')}…</Act>
      <Link className="adm-button" href={`/admin/gateways?message=${encodeURIComponent(account)}`}>{t('account.message')}…</Link>
      <Link className="adm-button" href={`/admin/bans?ban=${encodeURIComponent(account)}`}>{t('account.ban')}…</Link>
    </>
  );
}

function Minimum({ life, account }: Props) {
  const ask = useAsk();
  const ticker = useTicker();
  const before = life.miner.schedule?.minimumPayoutSat ?? 0;
  const [text, setText] = useState(coinsOf(before));
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const sat = satOf(text);
    setProblem(sat === undefined ? t('account.minimumBad') : undefined);
    if (sat === undefined) return;
    ask({
      owner: 'payout', kind: 'set-minimum', fields: { address: account, minimum_sats: String(sat) }, ...expecting(life.miner.schedule?.version),
      title: t('account.setMinimumTitle'), confirm: t('account.setMinimumDo'), effects: [t('account.setMinimum1', { account })],
      changes: [{ name: t('account.minimum'), before: `${coins(before)} ${ticker}`, after: `${coins(sat)} ${ticker}` }],
    });
  };
  return (
    <form className="adm-inline" onSubmit={submit}>
      <Field label={t('account.minimum')} value={text} onChange={setText} unit={ticker} inputMode="decimal" error={problem} />
      <button type="submit" className="adm-button">{t('account.setMinimum')}…</button>
    </form>
  );
}

function Scheme({ life, account }: Props) {
  const ask = useAsk();
  const schemes = useAdmin<Settings>('/admin/settings').data?.schemes ?? [];
  const before = life.miner.schedule?.scheme ?? '';
  const [chosen, setChosen] = useState(before);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const plan: CommandPlan = {
      owner: 'payout', kind: 'change-schedule', fields: { address: account, scheme: chosen }, ...expecting(life.miner.schedule?.version),
      title: t('account.changeSchemeTitle'), confirm: t('account.changeSchemeDo'), effects: [t('account.changeScheme1', { account })],
      changes: [{ name: t('account.scheme'), before, after: chosen }],
    };
    ask(plan);
  };
  const known = schemes.map((one) => one.scheme);
  const options = [...new Set([before, ...known])].filter(Boolean).map((value) => ({ value, label: value }));
  return (
    <form className="adm-inline" onSubmit={submit}>
      <Choice label={t('account.scheme')} value={chosen} onChange={setChosen} options={options} />
      <button type="submit" className="adm-button" disabled={chosen === before || chosen === ''}>{t('account.changeScheme')}…</button>
    </form>
  );
}

function Correction({ account }: { account: string }) {
  const ask = useAsk();
  const ticker = useTicker();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const minus = /^\s*[-−]/.test(text);
    const sat = satOf(text.replace(/^\s*[-−+]/, ''));
    const bad = sat === undefined || sat === 0;
    setProblem(bad ? t('account.correctBad') : undefined);
    if (!bad) ask(correctBalance(account, minus ? -sat : sat, ticker), () => setText(''));
  };
  return (
    <form className="adm-inline" onSubmit={submit}>
      <Field label={t('account.correctAmount')} hint={t('account.correctHint')} value={text} onChange={setText} unit={ticker} error={problem} required />
      <button type="submit" className="adm-button adm-danger-soft">{t('account.correct')}…</button>
    </form>
  );
}

/** What one seldom does; each part only for who may. */
export function RareActions({ life, account }: Props) {
  const minimum = useMay('payout', 'set-minimum').may && life.miner.schedule;
  const correct = useMay('accounting', 'correct-balance').may;
  const ledger = useMay('accounting', 'hold-account').may;
  if (!minimum && !correct && !ledger) return null;
  const key = life.miner.schedule?.version ?? 0;
  return (
    <Card title={t('account.more')} wide>
      <div className="adm-form-grid">
        {minimum && <Minimum key={`minimum ${key}`} life={life} account={account} />}
        {minimum && <Scheme key={`scheme ${key}`} life={life} account={account} />}
        {correct && <Correction account={account} />}
      </div>
      {ledger && (
        <div className="adm-actions adm-left">
          <Act plan={holdLedger(account, !life.ledgerHeld)}>{t(life.ledgerHeld ? 'account.releaseLedger' : 'account.holdLedger')}…</Act>
        </div>
      )}
    </Card>
  );
}
