import { createContext, useContext } from 'react';
import type { CommandOwner, Role } from '../api/types';
import { atLeast, roleFor } from '../model/roles';

export interface SignedIn {
  user: string;
  role: Role;
}

const Context = createContext<SignedIn>({ user: '', role: 'VIEWER' });

export const SessionProvider = Context.Provider;

export const useSignedIn = () => useContext(Context);

/** Whether the person signed in may send a kind of command, and who may. */
export function useMay(owner: CommandOwner, kind: string): { may: boolean; needed: Role } {
  const needed = roleFor(owner, kind);
  return { may: atLeast(useSignedIn().role, needed), needed };
}
