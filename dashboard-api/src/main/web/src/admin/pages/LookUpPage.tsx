import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { type Page as Rows, Problem, get, getPage } from '../../api/client';
import { ADMIN } from '../api/queries';
import { guarded } from '../api/session';
import type { BlockLife, BlockRow, PayoutLife } from '../api/types';
import { type Sought, sought } from '../model/lookup';
import { t } from '../text';
import { Field } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { Notice, Page } from '../ui/parts';
import { SharesForm } from './SharesForm';

export interface Found {
  kind: 'account' | 'worker' | 'block' | 'order' | 'share';
  href: string;
}

const absent = (problem: unknown) => problem instanceof Problem && (problem.status === 404 || problem.status === 400);

/** True when the path answers; false when there is no such thing. */
async function exists(path: string): Promise<boolean> {
  try {
    await get<BlockLife | PayoutLife>(path);
    return true;
  } catch (problem) {
    if (absent(problem)) return false;
    throw problem;
  }
}

const BLOCK_PAGES = 40;

/** The pool's blocks of a height; the list is newest first, so it is read until it is below. */
async function blocksAt(height: number): Promise<BlockRow[]> {
  const found: BlockRow[] = [];
  let path: string | null = '/blocks?limit=500';
  for (let read = 0; path !== null && read < BLOCK_PAGES; read += 1) {
    const page: Rows<BlockRow> = await getPage<BlockRow>(path);
    found.push(...page.rows.filter((row) => row.height === height));
    path = (page.rows.at(-1)?.height ?? 0) < height ? null : page.next;
  }
  return found;
}

/** Where the thing looked for has its page; several places when its shape allows several. */
export async function find(what: Sought): Promise<Found[]> {
  switch (what.kind) {
    case 'nothing':
      return [];
    case 'account':
      return (await exists(`/admin/accounts/${encodeURIComponent(what.account)}`))
        ? [{ kind: 'account', href: `/admin/accounts/${encodeURIComponent(what.account)}` }] : [];
    case 'worker':
      return (await exists(`/admin/accounts/${encodeURIComponent(what.account)}`))
        ? [{ kind: 'worker', href: `/admin/accounts/${encodeURIComponent(what.account)}?worker=${encodeURIComponent(what.worker)}` }] : [];
    case 'height': {
      const rows = await blocksAt(what.height);
      return rows.map((row) => ({ kind: 'block', href: `/admin/blocks/${row.blockId}` }));
    }
    case 'order':
      return (await exists(`/admin/payouts/${what.hex}`)) ? [{ kind: 'order', href: `/admin/orders/${what.hex}` }] : [];
    case 'hash': {
      const [block, order] = await Promise.all([exists(`/admin/blocks/${what.hex}`), exists(`/admin/payouts/${what.hex}`)]);
      const found: Found[] = [];
      if (block) found.push({ kind: 'block', href: `/admin/blocks/${what.hex}` });
      if (order) found.push({ kind: 'order', href: `/admin/orders/${what.hex}` });
      // A share is found only by reading the log, which is its own step.
      return found.length > 0 ? found : [{ kind: 'share', href: `/admin/shares?identity=${what.hex}` }];
    }
  }
}

export function LookUpPage() {
  const client = useQueryClient();
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch()).get('q') ?? '';
  const [text, setText] = useState(asked);
  useEffect(() => setText(asked), [asked]);
  const query = useQuery({
    queryKey: [ADMIN, 'find', asked],
    queryFn: () => guarded(client, () => find(sought(asked))),
    enabled: asked !== '',
    staleTime: 0,
  });
  const found = query.data;
  const only = found?.length === 1 ? found[0] : undefined;
  // The entry in the history is replaced: "back" leads to where one searched from and not into a loop.
  useEffect(() => {
    if (only) go(only.href, { replace: true });
  }, [only, go]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') go(`/admin/lookup?q=${encodeURIComponent(text.trim())}`);
  };
  return (
    <Page title={t('lookup.title')} lead={t('lookup.lead')}>
      <form className="adm-search" role="search" onSubmit={submit}>
        <Field label={t('lookup.field')} type="search" value={text} onChange={setText} spellCheck={false} autoCapitalize="off" autoFocus maxLength={200} />
        <button type="submit" className="adm-button adm-primary">{t('lookup.go')}</button>
      </form>
      {asked !== '' && (
        <Loaded query={query} lines={2}>
          {(places) => (places.length === 0
            ? (
              <Notice tone="info" role="status" title={t('lookup.nothing')}>
                {sought(asked).kind === 'height' ? t('lookup.heightNone') : t('lookup.nothingMore')}
              </Notice>
            )
            : <ul className="adm-results">{places.map((place) => <li key={place.href}><Link href={place.href}>{t(`lookup.${place.kind}`)}</Link></li>)}</ul>)}
        </Loaded>
      )}
      {asked === '' && <SharesForm />}
    </Page>
  );
}
