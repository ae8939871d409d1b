import { Link, useSearch } from 'wouter';
import { count, difficulty } from '../../format/number';
import { short } from '../../format/short';
import { useShares } from '../api/shares';
import type { ShareRow } from '../api/types';
import { momentOf } from '../model/settings';
import { t } from '../text';
import { Loaded } from '../ui/Loaded';
import { Card, Chip, type Column, Page, Table } from '../ui/parts';
import { When } from '../ui/When';
import { AccountLink } from '../ui/state';
import { SharesForm } from './SharesForm';

const COLUMNS: Column<ShareRow>[] = [
  { name: t('shares.at'), lead: true, cell: (row) => <time dateTime={row.at}>{row.at.replace('T', ' ').replace(/(\.\d+)?Z$/, (_, part: string = '') => `${part.slice(0, 4)} UTC`)}</time> },
  {
    name: t('shares.verdict'),
    cell: (row) => (row.rejection
      ? <Chip tone="bad">{row.rejection}</Chip>
      : row.solvedBlock
        ? <Link href={`/admin/blocks/${row.solvedBlock}`}><Chip tone="accent">{t('shares.solved')}</Chip></Link>
        : <Chip tone="ok">{t('shares.accepted')}</Chip>),
  },
  { name: t('account.worker'), cell: (row) => <><AccountLink account={row.account} />{row.worker && <> {row.worker}</>} <small>{row.rewardSystem}</small></> },
  { name: t('account.difficulty'), number: true, cell: (row) => difficulty(row.difficulty) },
  { name: t('shares.place'), cell: (row) => <span className="adm-mono">{row.partition}/{row.offset}</span> },
  { name: t('shares.slice'), cell: (row) => <>{row.slice ?? '–'}{row.epoch ? <small className="adm-why">{t('account.epoch')} {count(row.epoch)}</small> : null}</> },
  { name: t('shares.identity'), cell: (row) => <code title={row.identity}>{short(row.identity, 6, 6)}</code> },
];

/** Shares as the log has them. */
export function SharesPage() {
  const asked = new URLSearchParams(useSearch());
  const text = (name: string) => asked.get(name) ?? '';
  const from = momentOf(text('from'));
  const to = momentOf(text('to'));
  const iso = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const ready = from !== undefined && to !== undefined && (text('account') !== '' || text('identity') !== '');
  const list = useShares({ account: text('account'), worker: text('worker'), identity: text('identity'), from: iso(from) ?? '', to: iso(to) ?? '' }, ready);
  const rows = list.data?.pages.flatMap((page) => page.shares) ?? [];
  const scanned = list.data?.pages.reduce((sum, page) => sum + page.scannedShares, 0) ?? 0;
  const until = list.data?.pages.at(-1)?.scannedUntil;
  const start = { account: text('account'), worker: text('worker'), identity: text('identity'), from: text('from'), to: text('to') };
  return (
    <Page title={t('shares.title')}>
      <SharesForm key={asked.toString()} start={start} />
      {ready && (
        <Card title={t('shares.found')} wide>
          <Loaded query={list}>
            {() => (
              <>
                <Table caption={t('shares.found')} columns={COLUMNS} rows={rows} keyOf={(row) => `${row.partition} ${row.offset} ${row.identity}`} empty={t('shares.none')} />
                <p className="adm-quiet" role="status">
                  {t('shares.scanned', { n: scanned })} {list.hasNextPage && until && <>{t('shares.until')} <When at={until} exact />.</>}
                </p>
                {list.hasNextPage && (
                  <button type="button" className="adm-button" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t('shares.further')}</button>
                )}
              </>
            )}
          </Loaded>
        </Card>
      )}
    </Page>
  );
}
