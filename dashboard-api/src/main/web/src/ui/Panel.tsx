import { useId, type ReactNode } from 'react';

/** A titled region of a page. */
export function Panel(props: { title: ReactNode; note?: ReactNode; actions?: ReactNode; children: ReactNode; className?: string }) {
  const id = useId();
  return (
    <section className={`panel ${props.className ?? ''}`} aria-labelledby={id}>
      <header className="panel-head">
        <div>
          <h2 id={id}>{props.title}</h2>
          {props.note ? <p className="note">{props.note}</p> : null}
        </div>
        {props.actions ? <div className="panel-actions">{props.actions}</div> : null}
      </header>
      {props.children}
    </section>
  );
}

/** Figures side by side, as a list of terms for readers of any kind. */
export function Figures({ children, className }: { children: ReactNode; className?: string }) {
  return <dl className={`figures ${className ?? ''}`}>{children}</dl>;
}

export function Figure(props: { label: string; value: ReactNode; unit?: string | undefined; hint?: ReactNode; title?: string | undefined; loading?: boolean }) {
  return (
    <div className="figure">
      <dt>{props.label}</dt>
      <dd>
        {props.loading
          ? <span className="skeleton figure-skeleton" />
          : <span className="figure-value" title={props.title}>{props.value}{props.unit ? <span className="unit"> {props.unit}</span> : null}</span>}
        {props.loading ? <span className="hint">{'\u00a0'}</span> : props.hint ? <span className="hint">{props.hint}</span> : null}
      </dd>
    </div>
  );
}
