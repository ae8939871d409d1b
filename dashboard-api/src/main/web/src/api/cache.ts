import { QueryClient } from '@tanstack/react-query';
import { Problem } from './client';

/** Answers stay fresh for a few seconds; what will not get better (4xx) is not asked again at once. */
export function createClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        gcTime: 5 * 60_000,
        refetchOnWindowFocus: true,
        retry: (count, problem) => !(problem instanceof Problem && problem.status >= 400 && problem.status < 500) && count < 2,
        retryDelay: (attempt) => Math.min(1_000 * 2 ** attempt, 8_000),
      },
    },
  });
}
