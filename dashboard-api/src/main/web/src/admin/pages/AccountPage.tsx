import type { ReactNode } from 'react';
import { Link, useSearch } from 'wouter';
import { query as search } from '../../api/client';
import { count } from '../../format/number';
import { rate } from '../../format/rate';
import { short } from '../../format/short';
import { useAdmin } from '../api/queries';
import type { AccountLife } from '../api/types';
import { t } from '../text';
import { Loaded } from '../ui/Loaded';
import { Coins } from '../ui/money';
import { Card, Chip, Facts, Page } from '../ui/parts';
import { When } from '../ui/When';
import { AccountActions, RareActions } from './account/Actions';
import { AccountLists } from './account/Lists';

function Money({ life }: { life: AccountLife }) {
  const { immatureSat, payableSat, reservedSat, paidSat } = life.miner.balance;
  return (
    <Card title={t('account.balance')}>
      <Facts rows={[
        [t('account.payable'), <strong><Coins sat={payableSat} /></strong>],
        [t('account.immature'), <Coins sat={immatureSat} />],
        [t('account.reserved'), <Coins sat={reservedSat} />],
        [t('account.paid'), <Coins sat={paidSat} />],
      ]} />
    </Card>
  );
}

function ScheduleCard({ life }: { life: AccountLife }) {
  const { schedule, nextPayment } = life.miner;
  return (
    <Card title={t('account.schedule')} tone={life.held || life.ledgerHeld ? 'warn' : 'ok'}>
      <Facts rows={[
        [t('account.state'), <>{life.held || !life.ledgerHeld ? <Chip tone={life.held ? 'warn' : 'ok'}>{t(life.held ? 'account.heldState' : 'account.notHeld')}</Chip> : null} {life.ledgerHeld && <Chip tone="warn">{t('account.heldLedger')}</Chip>}</>],
        [t('account.scheme'), schedule ? <>{schedule.scheme}<small className="adm-why">{schedule.description}</small></> : '–'],
        [t('account.minimum'), schedule ? <Coins sat={schedule.minimumPayoutSat} /> : '–'],
        [t('account.next'), nextPayment?.text || '–'],
      ]} />
    </Card>
  );
}

function Mining({ life, account }: { life: AccountLife; account: string }) {
  const { miner: page } = life;
  const others = (page.spellings ?? []).filter((one) => one !== account);
  return (
    <Card title={t('account.mining')} aside={<Link href={`/admin/shares${search({ account })}`}>{t('account.seeShares')}</Link>}>
      <Facts rows={[
        [t('account.rate'), rate(page.hashrateHps)],
        [t('account.rate1h'), rate(page.hashrate1hHps)],
        [t('account.shares'), <>{t('account.accepted', { n: page.sharesAccepted ?? 0 })}, {t('account.rejected', { n: page.sharesRejected ?? 0 })}</>],
        [t('account.first'), <When at={page.firstSeenAt} />],
        [t('account.last'), <When at={page.lastShareAt} />],
        ...(others.length > 0
          ? [[t('account.spellings'), others.map((one) => <code key={one} title={one}>{short(one)} </code>)] as [string, ReactNode]] : []),
      ]} />
    </Card>
  );
}

/** One account's whole life: money, schedule, work, and what was ever done about it. */
export function AccountPage({ account }: { account: string }) {
  const worker = new URLSearchParams(useSearch()).get('worker') ?? undefined;
  const query = useAdmin<AccountLife>(`/admin/accounts/${encodeURIComponent(account)}`, { every: 15 });
  const life = query.data;
  const shown = life?.miner.account ?? account;
  return (
    <Page title={t('account.title')} lead={(
      <>
        <code className="adm-break">{shown}</code>{' '}
        {life && life.bans.length > 0 && <Chip tone="bad">{t('bans.title')}: {count(life.bans.length)}</Chip>}{' '}
        <Link href={`/miners/${encodeURIComponent(shown)}`}>{t('account.public')}</Link>
      </>
    )} actions={life && <AccountActions life={life} account={shown} />}>
      <Loaded query={query} lines={8}>
        {(data) => (
          <div className="adm-grid adm-grid-three">
            <Money life={data} />
            <ScheduleCard life={data} />
            <Mining life={data} account={shown} />
            <AccountLists life={data} worker={worker} />
            <RareActions life={data} account={shown} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
