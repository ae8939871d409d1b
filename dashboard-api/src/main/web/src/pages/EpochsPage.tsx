import { Link } from 'wouter';
import { useList } from '../api/queries';
import type { EpochRow } from '../api/types';
import { useTitle } from '../app/title';
import { count } from '../format/number';
import { work } from '../format/rate';
import { duration } from '../format/time';
import { t } from '../text/en';
import { Head } from '../ui/Head';
import { ListPanel } from '../ui/ListPanel';
import type { Column } from '../ui/Table';
import { Amount, When } from '../ui/Values';

export const lengthSeconds = (epoch: Pick<EpochRow, 'from' | 'to'>): number => (Date.parse(epoch.to) - Date.parse(epoch.from)) / 1000;

export default function EpochsPage() {
  useTitle(t('nav.epochs'));
  const list = useList<EpochRow>(['epochs', 'all'], '/epochs?limit=50');
  return (
    <div className="page">
      <Head title={t('nav.epochs')} note={t('epochs.note')} />
      <ListPanel list={list} caption={t('nav.epochs')} columns={COLUMNS} rowKey={(epoch) => String(epoch.epoch)} empty={t('epochs.none')} />
    </div>
  );
}

const COLUMNS: Column<EpochRow>[] = [
  { title: t('epoch.number'), main: true, cell: (epoch) => <Link href={`/epochs/${epoch.epoch}`}>{String(epoch.epoch)}</Link> },
  { title: t('epoch.closed'), cell: (epoch) => <When at={epoch.to} /> },
  { title: t('epoch.length'), numeric: true, minor: true, cell: (epoch) => duration(lengthSeconds(epoch)) },
  { title: t('epoch.shares'), numeric: true, cell: (epoch) => count(epoch.shares) },
  { title: t('epoch.work'), numeric: true, cell: (epoch) => work(epoch.workHashes) },
  { title: t('epoch.statements'), numeric: true, cell: (epoch) => count(epoch.statements) },
  { title: t('epoch.rewards'), numeric: true, cell: (epoch) => <Amount sat={epoch.rewardsSat} /> },
];
