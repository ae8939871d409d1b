import { Link } from 'wouter';
import { useEpoch } from '../api/queries';
import type { EpochPage as Epoch, StatementRow } from '../api/types';
import { rememberedAddress } from '../app/remembered';
import { useTitle } from '../app/title';
import { count, percent } from '../format/number';
import { work } from '../format/rate';
import { duration, moment } from '../format/time';
import { t } from '../text/en';
import { Head } from '../ui/Head';
import { Figure, Figures, Panel } from '../ui/Panel';
import { Loaded, SkeletonBlock } from '../ui/State';
import { Table, type Column } from '../ui/Table';
import { Account, Amount } from '../ui/Values';

export default function EpochPage({ number }: { number: string }) {
  useTitle(t('epoch.title', { number }));
  const query = useEpoch(number);
  return (
    <div className="page">
      <Head title={t('epoch.title', { number })} note={t('epoch.note')} actions={<Link href="/epochs">{t('epoch.all')}</Link>} />
      <Loaded query={query} skeleton={<SkeletonBlock height={400} />}>{(page) => <Statements page={page} />}</Loaded>
    </div>
  );
}

function Statements({ page }: { page: Epoch }) {
  const { epoch, statements } = page;
  const own = rememberedAddress();
  const total = Number(epoch.workHashes);
  const columns: Column<StatementRow>[] = [
    { title: t('leader.account'), main: true, cell: (row) => <Account account={row.account} head={10} tail={8} /> },
    { title: t('block.reward-system'), cell: (row) => t(row.rewardSystem === 'SOLO' ? 'system.SOLO' : 'system.PPLNS') },
    { title: t('epoch.shares'), numeric: true, cell: (row) => count(row.shares) },
    { title: t('epoch.work'), numeric: true, cell: (row) => work(row.workHashes) },
    { title: t('leader.part'), numeric: true, cell: (row) => (total > 0 ? percent((100 * Number(row.workHashes)) / total) : '–') },
    { title: t('epoch.reward'), numeric: true, cell: (row) => <Amount sat={row.rewardSat} /> },
  ];
  return (
    <>
      <Figures className="wide-figures">
        <Figure label={t('epoch.from')} value={<span className="agent">{moment(epoch.from)}</span>} hint={duration((Date.parse(epoch.to) - Date.parse(epoch.from)) / 1000)} />
        <Figure label={t('epoch.shares')} value={count(epoch.shares)} />
        <Figure label={t('epoch.work')} value={work(epoch.workHashes)} />
        <Figure label={t('epoch.rewards')} value={<Amount sat={epoch.rewardsSat} />} />
      </Figures>
      <Panel title={t('epoch.statements')} note={t('epoch.statements.note')}>
        <Table caption={t('epoch.statements')} columns={columns} rows={statements} rowKey={(row) => `${row.account} ${row.rewardSystem}`}
          empty={t('epoch.no-statements')} rowClass={(row) => (row.account === own ? 'own' : undefined)} />
      </Panel>
    </>
  );
}
