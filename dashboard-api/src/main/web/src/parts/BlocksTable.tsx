import type { BlockRow } from '../api/types';
import { t } from '../text/en';
import { ErrorNote } from '../ui/State';
import { Table } from '../ui/Table';
import { blockColumns } from './BlockColumns';

export function BlocksTable(props: {
  query: { data: readonly BlockRow[] | undefined; error: unknown; refetch: () => unknown }; short?: boolean; own?: boolean; skeletonRows?: number; empty?: string;
}) {
  const { query } = props;
  if (query.error && !query.data) return <ErrorNote problem={query.error} retry={() => { void query.refetch(); }} />;
  return (
    <Table caption={t('pool.blocks')} columns={blockColumns({ short: props.short ?? false, own: props.own ?? false })} rows={query.data} rowKey={(block) => block.blockId}
      empty={props.empty ?? t('block.none')} skeletonRows={props.skeletonRows ?? 10} />
  );
}
