import { type FormEvent, useState } from 'react';
import { useSearch } from 'wouter';
import { interval } from '../../format/time';
import { useAdmin } from '../api/queries';
import type { Ban } from '../api/types';
import { Act } from '../command/Act';
import { useAsk } from '../command/Commands';
import { LENGTHS, isNetworkAddress, nameOf } from '../model/bans';
import type { CommandPlan } from '../model/command';
import { useMay } from '../session/SessionContext';
import { t } from '../text';
import { Choice, Field } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { Card, Notice, Page, Table } from '../ui/parts';
import { When } from '../ui/When';

function unban(ban: Ban): CommandPlan {
  return {
    owner: 'gateway', kind: 'unban', fields: { subject: ban.subject },
    title: t('bans.unbanTitle'), confirm: t('bans.unbanDo'), effects: [t('bans.unban1', { subject: nameOf(ban.subject) })],
  };
}

function BanForm({ account }: { account: string }) {
  const ask = useAsk();
  const { may, needed } = useMay('gateway', 'ban');
  const [kind, setKind] = useState(account === '' ? 'remote' : 'account');
  const [value, setValue] = useState(account);
  const [minutes, setMinutes] = useState('60');
  const [problem, setProblem] = useState<string>();
  if (!may) return <Card title={t('bans.ban')}><Notice tone="info">{t('ui.needsRole', { role: t(`role.${needed}`) })}</Notice></Card>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const typed = value.trim();
    const bad = kind === 'remote' ? !isNetworkAddress(typed) : typed === '';
    setProblem(bad ? t(kind === 'remote' ? 'bans.badRemote' : 'bans.badAccount') : undefined);
    if (bad) return;
    const subject = `${kind}:${typed}`;
    ask({
      owner: 'gateway', kind: 'ban', fields: { subject, minutes }, danger: true,
      title: t('bans.banTitle', { subject: nameOf(subject) }), confirm: t('bans.banDo'),
      effects: [t('bans.ban1', { subject: nameOf(subject), time: interval(Number(minutes)) }), t('bans.ban2')],
    }, () => setValue(''));
  };
  return (
    <Card title={t('bans.ban')}>
      <form onSubmit={submit} noValidate>
        <div className="adm-form-grid">
          <Choice label={t('bans.kind')} value={kind} onChange={setKind}
            options={[{ value: 'remote', label: t('bans.remote') }, { value: 'account', label: t('bans.account') }]} />
          <Field label={t('bans.value')} hint={t(kind === 'remote' ? 'bans.remoteHint' : 'bans.accountHint')} value={value} onChange={setValue}
            spellCheck={false} autoCapitalize="off" required error={problem} autoFocus={account !== ''} />
          <Choice label={t('bans.minutes')} value={minutes} onChange={setMinutes}
            options={LENGTHS.map((length) => ({ value: String(length), label: interval(length) }))} />
        </div>
        <button type="submit" className="adm-button adm-danger-soft">{t('bans.banDo')}…</button>
      </form>
    </Card>
  );
}

export function BansPage() {
  const query = useAdmin<Ban[]>('/admin/bans', { every: 10 });
  const account = new URLSearchParams(useSearch()).get('ban') ?? '';
  return (
    <Page title={t('bans.title')} lead={t('bans.lead')}>
      <Card wide>
        <Loaded query={query}>
          {(bans) => (
            <Table caption={t('bans.title')} rows={bans} keyOf={(row) => `${row.instance} ${row.subject}`} empty={t('bans.none')} columns={[
              { name: t('bans.subject'), lead: true, cell: (row) => <span title={row.subject}>{nameOf(row.subject)}</span> },
              { name: t('bans.reason'), cell: (row) => row.reason },
              { name: t('bans.author'), cell: (row) => (row.author === 'pool' ? t('bans.byPool') : row.author) },
              { name: t('bans.at'), cell: (row) => <When at={row.at} /> },
              { name: t('bans.until'), cell: (row) => <When at={row.until} /> },
              { name: t('bans.gateway'), cell: (row) => row.instance },
              { name: t('payouts.actions'), act: true, cell: (row) => <Act small plan={unban(row)}>{t('bans.unban')}…</Act> },
            ]} />
          )}
        </Loaded>
      </Card>
      <BanForm key={account} account={account} />
    </Page>
  );
}
