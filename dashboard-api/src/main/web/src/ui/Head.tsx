import type { ReactNode } from 'react';

/** A page's heading: what it is, one sentence, and what can be done with the whole of it. */
export function Head({ title, note, actions }: { title: ReactNode; note?: ReactNode; actions?: ReactNode }) {
  return (
    <header className="page-head">
      <div>
        <h1>{title}</h1>
        {note ? <p className="note">{note}</p> : null}
      </div>
      {actions ? <div className="page-actions">{actions}</div> : null}
    </header>
  );
}
