import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { Problem, cookie, get, send as sendPlain } from '../../api/client';
import type { AdminSession } from './types';

export const SESSION = ['admin-session'] as const;
const TOKEN = 'XSRF-TOKEN';

export function useSession() {
  return useQuery({
    queryKey: SESSION,
    queryFn: ({ signal }) => get<AdminSession>('/admin/session', signal),
    staleTime: 30_000,
    refetchInterval: 60_000,
  });
}

/** The server no longer knows the session: the pages stay where they are and ask to sign in again. */
export function signedOut(client: QueryClient): void {
  client.setQueryData<AdminSession>(SESSION, { state: 'SIGNED_OUT' });
}

/** Runs a request of somebody signed in; a 401 says that they are it no longer. */
export async function guarded<T>(client: QueryClient, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (problem) {
    if (problem instanceof Problem && problem.status === 401) signedOut(client);
    throw problem;
  }
}

const token = () => cookie(TOKEN, document.cookie);

/**
 * Sends with the CSRF token, which the session's answer sets and which changes with every sign-in, also in another tab.
 * A refused request (403) changed nothing, so it is sent once more when the token was an old one.
 */
export async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown): Promise<T> {
  if (token() === null) await get('/admin/session');
  const before = token();
  try {
    return await sendPlain<T>(method, path, data);
  } catch (problem) {
    if (!(problem instanceof Problem) || problem.status !== 403) throw problem;
    await get('/admin/session');
    if (token() === before) throw problem;
    return await sendPlain<T>(method, path, data);
  }
}

/** {@link send} for somebody signed in. */
export function useSend() {
  const client = useQueryClient();
  return useCallback(
    <T>(method: 'POST' | 'PUT' | 'DELETE', path: string, data?: unknown) => guarded(client, () => send<T>(method, path, data)),
    [client],
  );
}
