import { count, difficulty } from '../../../format/number';
import { rate, work } from '../../../format/rate';
import { Link } from 'wouter';
import { query } from '../../../api/client';
import type { AccountLife } from '../../api/types';
import { CommandTable } from '../../command/CommandTable';
import { t } from '../../text';
import { Coins } from '../../ui/money';
import { Card, Table } from '../../ui/parts';
import { BlockState, OrderLink, PayoutState } from '../../ui/state';
import { When } from '../../ui/When';

function Workers({ life, worker }: { life: AccountLife; worker: string | undefined }) {
  const rows = [...life.miner.workers].sort((one, other) => Number(other.worker === worker) - Number(one.worker === worker));
  return (
    <Card title={t('account.workers')} wide>
      <Table first={20} caption={t('account.workers')} rows={rows} keyOf={(row) => `${row.worker} ${row.rewardSystem}`} empty={t('account.noWorkers')} columns={[
        {
          name: t('account.worker'), lead: true,
          cell: (row) => (
            <Link href={`/admin/shares${query({ account: row.account, worker: row.worker })}`}>
              {row.worker === worker ? <mark>{row.worker || '–'}</mark> : row.worker || '–'}
            </Link>
          ),
        },
        { name: t('account.system'), cell: (row) => row.rewardSystem },
        { name: t('account.rate'), number: true, cell: (row) => rate(row.hashrateHps) },
        { name: t('account.shares'), cell: (row) => <>{t('account.accepted', { n: row.sharesAccepted })}, {t('account.rejected', { n: row.sharesRejected })}</> },
        { name: t('account.difficulty'), number: true, cell: (row) => (row.difficulty ? difficulty(row.difficulty) : '–') },
        { name: t('account.agent'), cell: (row) => row.agent || '–' },
        { name: t('account.last'), cell: (row) => <When at={row.lastShareAt} /> },
      ]} />
    </Card>
  );
}

/** Everything the account ever did, and what was done about it. */
export function AccountLists({ life, worker }: { life: AccountLife; worker: string | undefined }) {
  const { miner: page, blocks, commands, bans } = life;
  return (
    <>
      <Workers life={life} worker={worker} />
      <Card title={t('account.payouts')} wide>
        <Table first={5} caption={t('account.payouts')} rows={page.payouts} keyOf={(row) => row.orderId} empty={t('account.noPayouts')} columns={[
          { name: t('payouts.amount'), lead: true, cell: (row) => (row.amountSat === 0 ? '–' : <Coins sat={row.amountSat} />) },
          { name: t('payouts.state'), cell: (row) => <PayoutState state={row.state} /> },
          { name: t('payouts.changed'), cell: (row) => <When at={row.changedAt} /> },
          { name: t('payouts.order'), cell: (row) => <OrderLink id={row.orderId} /> },
        ]} />
      </Card>
      <Card title={t('account.blocks')} wide>
        <Table first={5} caption={t('account.blocks')} rows={blocks} keyOf={(row) => row.blockId} empty={t('account.noBlocks')} columns={[
          { name: t('health.height'), lead: true, cell: (row) => <Link href={`/admin/blocks/${row.blockId}`}>{count(row.height)}</Link> },
          { name: t('block.state'), cell: (row) => <BlockState state={row.state} /> },
          { name: t('block.reward'), number: true, cell: (row) => <Coins sat={row.rewardSat} /> },
          { name: t('account.worker'), cell: (row) => row.worker || '–' },
          { name: t('block.found'), cell: (row) => <When at={row.foundAt} /> },
        ]} />
      </Card>
      <Card title={t('account.commands')} wide>
        <CommandTable caption={t('account.commands')} rows={commands} empty={t('account.noCommands')} />
      </Card>
      {bans.length > 0 && (
        <Card title={t('account.bans')} tone="warn" wide>
          <Table caption={t('account.bans')} rows={bans} keyOf={(row) => `${row.instance} ${row.subject}`} empty={t('account.noBans')} columns={[
            { name: t('bans.reason'), lead: true, cell: (row) => row.reason },
            { name: t('bans.author'), cell: (row) => (row.author === 'pool' ? t('bans.byPool') : row.author) },
            { name: t('bans.until'), cell: (row) => <When at={row.until} /> },
          ]} />
        </Card>
      )}
      <Card title={t('account.statements')} wide>
        <Table first={5} caption={t('account.statements')} rows={page.statements} keyOf={(row) => `${row.epoch} ${row.rewardSystem}`} empty={t('account.noStatements')} columns={[
          { name: t('account.epoch'), lead: true, cell: (row) => count(row.epoch) },
          { name: t('account.system'), cell: (row) => row.rewardSystem },
          { name: t('account.shares'), number: true, cell: (row) => count(row.shares) },
          { name: t('account.work'), number: true, cell: (row) => work(row.workHashes) },
          { name: t('account.reward'), number: true, cell: (row) => <Coins sat={row.rewardSat} /> },
        ]} />
      </Card>
    </>
  );
}
