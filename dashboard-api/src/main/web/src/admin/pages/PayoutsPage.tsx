import { type FormEvent, useState } from 'react';
import { openOrders, useOrders } from '../api/payouts';
import { useAdmin } from '../api/queries';
import type { Health, Holds, PayoutRow } from '../api/types';
import { Act } from '../command/Act';
import { useAsk } from '../command/Commands';
import { coins } from '../../format/coin';
import { type Group, allHeld, groupOf, total } from '../model/payouts';
import { approve, hold, holdAll, refuse, releaseAll } from '../model/plans';
import { useMay } from '../session/SessionContext';
import { t } from '../text';
import { Field } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { Coins, Transaction, useTicker } from '../ui/money';
import { Card, type Column, Notice, Page, Table } from '../ui/parts';
import { AccountLink, OrderLink, PayoutState } from '../ui/state';
import { When } from '../ui/When';

const COLUMNS: Column<PayoutRow>[] = [
  { name: t('payouts.amount'), lead: true, cell: (row) => (row.amountSat === 0 ? '–' : <Coins sat={row.amountSat} />) },
  { name: t('payouts.account'), cell: (row) => <AccountLink account={row.account} /> },
  { name: t('payouts.state'), cell: (row) => <PayoutState state={row.state} /> },
  { name: t('payouts.changed'), cell: (row) => <When at={row.changedAt} /> },
  { name: t('payouts.transaction'), cell: (row) => (row.txid ? <Transaction id={row.txid} /> : '–') },
  { name: t('payouts.order'), cell: (row) => <OrderLink id={row.orderId} /> },
];

const CLOSED_SHOWN = 50;

function Orders({ group, columns, query }: { group: Group; columns: Column<PayoutRow>[]; query: ReturnType<typeof useOrders> }) {
  const [shown, setShown] = useState(CLOSED_SHOWN);
  const ticker = useTicker();
  const title = group === 'waiting' ? t('payouts.waiting') : group === 'open' ? t('payouts.open') : t('payouts.closed');
  const empty = group === 'waiting' ? t('payouts.noWaiting') : group === 'open' ? t('payouts.noOpen') : t('payouts.noClosed');
  const all = (query.data ?? []).filter((row) => groupOf(row) === group);
  const rows = group === 'closed' ? all.slice(0, shown) : all;
  return (
    <Card title={title} tone={group === 'waiting' && rows.length > 0 ? 'warn' : 'ok'} wide
      aside={group !== 'closed' && rows.length > 0 && t('payouts.sum', { n: rows.length, amount: `${coins(total(rows))} ${ticker}` })}>
      <Loaded query={query} lines={2}>
        {() => (
          <>
            <Table caption={title} columns={columns} rows={rows} keyOf={(row) => row.orderId} empty={empty} />
            {rows.length < all.length && <button type="button" className="adm-button" onClick={() => setShown(shown + CLOSED_SHOWN)}>{t('ui.more')}</button>}
          </>
        )}
      </Loaded>
    </Card>
  );
}

/** Payments on hold: for everybody, and account by account. */
function HoldsCard({ holds }: { holds: Holds }) {
  const accounts = holds.accounts.filter((row) => row.held !== false);
  return (
    <Card title={t('payouts.held')} wide>
      <Table caption={t('payouts.held')} rows={accounts} keyOf={(row) => row.account} empty={t('payouts.noHeld')}
        columns={[
          { name: t('payouts.account'), lead: true, cell: (row) => <AccountLink account={row.account} /> },
          { name: t('payouts.changed'), cell: (row) => <When at={row.since} /> },
          { name: t('payouts.author'), cell: (row) => row.author || '–' },
          { name: t('payouts.reason'), cell: (row) => row.reason || '–' },
          { name: t('payouts.actions'), act: true, cell: (row) => <Act small plan={hold(row.account, false, row.version)}>{t('payouts.release')}</Act> },
        ]} />
      <HoldOne />
    </Card>
  );
}

function HoldOne() {
  const ask = useAsk();
  const { may, needed } = useMay('payout', 'hold-payouts');
  const [address, setAddress] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (address.trim() !== '') ask(hold(address.trim(), true), () => setAddress(''));
  };
  if (!may) return <p className="adm-quiet">{t('payouts.holdOne')}: {t('ui.needsRole', { role: t(`role.${needed}`) })}.</p>;
  return (
    <form className="adm-inline" onSubmit={submit}>
      <Field label={t('payouts.holdOne')} value={address} onChange={setAddress} placeholder={t('payouts.address')} spellCheck={false}
        autoCapitalize="off" required maxLength={120} />
      <button type="submit" className="adm-button adm-danger-soft">{t('payouts.hold')}…</button>
    </form>
  );
}

export function PayoutsPage() {
  const ticker = useTicker();
  const holds = useAdmin<Holds>('/admin/holds', { every: 10 });
  const health = useAdmin<Health>('/admin/health', { every: 10 }).data;
  const orders = useOrders(health && openOrders(health.payouts.byState));
  const all = holds.data?.all;
  const held = allHeld(health, all?.held);
  const decide: Column<PayoutRow> = {
    name: t('payouts.actions'), act: true,
    cell: (row) => (
      <span className="adm-actions">
        <Act small plan={approve(row, ticker)}>{t('payouts.approve')}</Act>
        <Act small plan={refuse(row, ticker)}>{t('payouts.refuse')}</Act>
      </span>
    ),
  };
  const waiting = [...COLUMNS.filter((column) => column.name !== t('payouts.transaction') && column.name !== t('payouts.state')), decide];
  return (
    <Page title={t('payouts.title')} lead={t('payouts.lead')} actions={(
      <>
        {held !== true && <Act plan={holdAll(all?.version)}>{t('payouts.holdAll')}…</Act>}
        {held !== false && <Act plan={releaseAll(all?.version)}>{t('payouts.releaseAll')}…</Act>}
      </>
    )}>
      {held && (
        <Notice tone="bad" title={t('payouts.allHeld')}>
          <p>{t('payouts.allHeldMore')}</p>
          {all?.held && all.author && <p>{t('payouts.author')} {all.author}, <When at={all.since} />{all.reason && <>: {all.reason}</>}</p>}
        </Notice>
      )}
      <Orders group="waiting" columns={waiting} query={orders} />
      <Orders group="open" columns={COLUMNS} query={orders} />
      <Loaded query={holds} lines={2}>{(data) => <HoldsCard holds={data} />}</Loaded>
      <Orders group="closed" columns={COLUMNS} query={orders} />
    </Page>
  );
}
