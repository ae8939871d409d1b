import type { ReactNode } from 'react';
import { useEffect, useId, useRef, useState } from 'react';
import type { Tone } from '../model/findings';
import { t } from '../text';

/** A page's head; the heading takes the focus when the page is opened, so that screen readers say where they are. */
export function Page({ title, lead, actions, children }: { title: string; lead?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Thunder Pool`;
    if (document.activeElement === document.body || document.activeElement?.closest('nav')) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <>
      <header className="adm-page-head">
        <div>
          <h1 ref={heading} tabIndex={-1}>{title}</h1>
          {lead && <p className="adm-lead">{lead}</p>}
        </div>
        {actions && <div className="adm-actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export function Card({ title, tone, aside, children, wide }: {
  title?: ReactNode; tone?: Tone; aside?: ReactNode; children: ReactNode; wide?: boolean;
}) {
  const id = useId();
  const kind = ['adm-card', tone && tone !== 'ok' ? `adm-card-${tone}` : '', wide ? 'adm-card-wide' : ''].filter(Boolean).join(' ');
  return (
    <section className={kind} aria-labelledby={title ? id : undefined}>
      {title && (
        <div className="adm-card-head">
          <h2 id={id}>{title}</h2>
          {aside && <div className="adm-card-aside">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** A state in a word; the word carries the meaning, the colour only repeats it. */
export function Chip({ tone, children }: { tone?: Tone | 'idle' | 'accent'; children: ReactNode }) {
  return <span className={`adm-chip adm-chip-${tone ?? 'idle'}`}>{children}</span>;
}

export function Notice({ tone, title, children, role }: {
  tone: Tone | 'info'; title?: ReactNode; children?: ReactNode; role?: 'alert' | 'status';
}) {
  return (
    <div className={`adm-notice adm-notice-${tone}`} role={role}>
      {title && <strong>{title}</strong>}
      {children && <div>{children}</div>}
    </div>
  );
}

export function Facts({ rows }: { rows: [ReactNode, ReactNode][] }) {
  return (
    <dl className="adm-facts">
      {rows.map(([name, value], at) => (
        <div key={at}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="adm-empty">{children}</p>;
}

export interface Column<Row> {
  name: string;
  cell: (row: Row) => ReactNode;
  /** Numbers stand at the right, so that their digits line up. */
  number?: boolean;
  /** The first thing to see of a row on a phone, without its name. */
  lead?: boolean;
  /** Left out on a phone. */
  minor?: boolean;
  /** Buttons: on a phone without the column's name. */
  act?: boolean;
}

/** A table that becomes a list of cards on a phone, each value under its column's name. */
export function Table<Row>({ caption, columns, rows, keyOf, empty, first = Infinity }: {
  caption: string; columns: Column<Row>[]; rows: Row[]; keyOf: (row: Row) => string; empty: ReactNode;
  /** Rows shown before one asks for all of them. */
  first?: number;
}) {
  const [all, setAll] = useState(false);
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  const shown = all ? rows : rows.slice(0, first);
  return (
    <>
      <div className="adm-scroll">
        <table className="adm-table">
          <caption className="adm-hidden">{caption}</caption>
          <thead>
            <tr>{columns.map((column) => <th key={column.name} scope="col" className={column.number ? 'adm-number' : undefined}>{column.name}</th>)}</tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map((column) => (
                  <td
                    key={column.name}
                    data-name={column.lead || column.act ? undefined : column.name}
                    className={[column.number ? 'adm-number' : '', column.lead ? 'adm-lead-cell' : '', column.minor ? 'adm-minor' : '', column.act ? 'adm-act-cell' : ''].filter(Boolean).join(' ') || undefined}
                  >
                    <div>{column.cell(row)}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {shown.length < rows.length && (
        <button type="button" className="adm-button adm-small" onClick={() => setAll(true)}>{t('ui.showAll', { n: rows.length })}</button>
      )}
    </>
  );
}
