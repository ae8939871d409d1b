import { type ReactNode, createContext, useCallback, useContext, useState } from 'react';
import type { CommandPlan } from '../model/command';
import { CommandDialog } from './CommandDialog';

type Ask = (plan: CommandPlan, onApplied?: () => void) => void;

const Context = createContext<Ask>(() => undefined);

/** Opens the dialog of a command. */
export const useAsk = () => useContext(Context);

/** Dialogs live here and not beside their buttons: a row may be gone before its answer was read. */
export function Commands({ children }: { children: ReactNode }) {
  const [open, setOpen] = useState<{ plan: CommandPlan; onApplied?: (() => void) | undefined }>();
  const ask = useCallback<Ask>((plan, onApplied) => setOpen({ plan, onApplied }), []);
  return (
    <Context value={ask}>
      {children}
      {open && <CommandDialog plan={open.plan} onApplied={open.onApplied} onClose={() => setOpen(undefined)} />}
    </Context>
  );
}
