import { type ReactNode, useEffect, useId, useRef } from 'react';
import { t } from '../text';

interface Props {
  title: string;
  children: ReactNode;
  /** Escape, the cross and a tap beside it; absent while the dialog must not be left. */
  onClose?: (() => void) | undefined;
  danger?: boolean | undefined;
}

/** The browser's own modal dialog: it keeps the focus inside, makes the rest inert and gives the focus back. */
export function Dialog({ title, children, onClose, danger }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const label = useId();
  useEffect(() => {
    const shown = dialog.current;
    const from = document.activeElement;
    if (shown && !shown.open) shown.showModal();
    return () => {
      shown?.close();
      if (from instanceof HTMLElement && from.isConnected) from.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={danger ? 'adm-dialog adm-dialog-danger' : 'adm-dialog'}
      aria-labelledby={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <header className="adm-dialog-head">
        <h2 id={label}>{title}</h2>
        {onClose && (
          <button type="button" className="adm-icon-button" aria-label={t('ui.close')} onClick={onClose}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 4l8 8M12 4l-8 8" /></svg>
          </button>
        )}
      </header>
      {children}
    </dialog>
  );
}
