import { t } from '../text/en';
import { ErrorNote } from './State';
import { Table, type Column } from './Table';

interface List<Row> { rows: readonly Row[] | undefined; error: unknown; refetch: () => void; more: (() => void) | null; loadingMore: boolean }

/** A list that goes on when asked: newest first, more on demand. */
export function ListPanel<Row>(props: { list: List<Row>; caption: string; columns: readonly Column<Row>[]; rowKey: (row: Row) => string; empty: string }) {
  const { list } = props;
  return (
    <section className="panel" aria-label={props.caption}>
      {list.error && !list.rows ? <ErrorNote problem={list.error} retry={list.refetch} /> : (
        <Table caption={props.caption} columns={props.columns} rows={list.rows} rowKey={props.rowKey} empty={props.empty} skeletonRows={12} />
      )}
      {list.more ? <button type="button" className="button more" onClick={list.more} disabled={list.loadingMore}>{t(list.loadingMore ? 'state.loading' : 'list.more')}</button> : null}
    </section>
  );
}
