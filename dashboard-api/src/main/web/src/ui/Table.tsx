import type { ReactNode } from 'react';
import { t } from '../text/en';
import { Skeleton } from './State';

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ReactNode;
  /** Numbers align to the right, with figures of one width. */
  numeric?: boolean;
  /** The column a row is known by: its header cell, and the card's title on a phone. */
  main?: boolean;
  /** Left out on phones, where rows are cards. */
  minor?: boolean;
}

interface Props<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  empty?: ReactNode;
  skeletonRows?: number;
  rowClass?: (row: Row) => string | undefined;
}

/** A table; on a phone each row is a card of named values, so that nothing is cut off or scrolled sideways. */
export function Table<Row>(props: Props<Row>) {
  const { columns, rows } = props;
  if (rows && rows.length === 0) return <p className="empty">{props.empty ?? t('state.empty')}</p>;
  return (
    <table className="table" aria-busy={rows === undefined}>
      <caption className="hidden">{props.caption}</caption>
      <thead>
        <tr>{columns.map((column) => <th key={column.title} scope="col" className={classes(column)}>{column.title}</th>)}</tr>
      </thead>
      <tbody>
        {rows
          ? rows.map((row) => (
            <tr key={props.rowKey(row)} className={props.rowClass?.(row)}>{columns.map((column) => <Cell key={column.title} column={column} row={row} />)}</tr>
          ))
          : Array.from({ length: props.skeletonRows ?? 4 }, (_, at) => (
            <tr key={at}>{columns.map((column) => <td key={column.title} data-label={column.title} className={classes(column)}><Skeleton /></td>)}</tr>
          ))}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const content = <span className="cell">{column.cell(row)}</span>;
  return column.main
    ? <th scope="row" data-label={column.title} className={classes(column)}>{content}</th>
    : <td data-label={column.title} className={classes(column)}>{content}</td>;
}

const classes = <Row,>(column: Column<Row>): string =>
  [column.numeric ? 'n' : '', column.main ? 'main' : '', column.minor ? 'minor' : ''].join(' ').trim();
