import { type FormEvent, useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { query } from '../../api/client';
import { useList } from '../api/queries';
import type { AuditRow, CommandRow } from '../api/types';
import { CommandTable } from '../command/CommandTable';
import { momentOf } from '../model/settings';
import { t, tOr } from '../text';
import { Field } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { Card, Chip, type Column, Notice, Page, Table } from '../ui/parts';
import { When } from '../ui/When';
import { zone } from './SharesForm';

const COLUMNS: Column<AuditRow>[] = [
  { name: t('audit.action'), lead: true, cell: (row) => <strong>{row.action}</strong> },
  { name: t('audit.user'), cell: (row) => <>{row.user || '–'}{row.role && row.role !== '-' && <small> {tOr(`role.${row.role}`, row.role)}</small>}</> },
  { name: t('audit.at'), cell: (row) => <When at={row.at} exact /> },
  {
    name: t('audit.outcome'),
    cell: (row) => <Chip tone={row.outcome === 'DONE' ? 'ok' : row.outcome ? 'bad' : 'idle'}>{tOr(`audit.${row.outcome}`, row.outcome ?? '–')}</Chip>,
  },
  { name: t('audit.detail'), cell: (row) => <span className="adm-break">{row.detail || '–'}</span> },
  { name: t('audit.address'), cell: (row) => <span className="adm-mono">{row.address || '–'}</span> },
];

/** Whether every row is still bound to the one before it, as the server's check says. */
export function ChainMark({ state }: { state: string | null | undefined }) {
  if (!state) return null;
  if (state === 'intact') return <span title={t('audit.intactMore')}><Chip tone="ok">{t('audit.intact')}</Chip></span>;
  const row = /^broken:(.+)$/.exec(state)?.[1];
  return row === undefined ? null : <Chip tone="bad">{t('audit.broken', { n: row })}</Chip>;
}

function Filter({ asked }: { asked: URLSearchParams }) {
  const [, go] = useLocation();
  const [user, setUser] = useState(asked.get('user') ?? '');
  const [action, setAction] = useState(asked.get('action') ?? '');
  const [from, setFrom] = useState(asked.get('from') ?? '');
  const [to, setTo] = useState(asked.get('to') ?? '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go(`/admin/audit${query({ user: user.trim(), action: action.trim(), from, to })}`);
  };
  return (
    <form className="adm-filter" role="search" onSubmit={submit}>
      <Field label={t('audit.filterUser')} value={user} onChange={setUser} autoCapitalize="off" spellCheck={false} />
      <Field label={t('audit.filterAction')} value={action} onChange={setAction} autoCapitalize="off" spellCheck={false} placeholder="sign-in" />
      <Field label={t('audit.from')} type="datetime-local" value={from} onChange={setFrom} title={t('shares.zone', { zone: zone() })} />
      <Field label={t('audit.to')} type="datetime-local" value={to} onChange={setTo} title={t('shares.zone', { zone: zone() })} />
      <span className="adm-actions adm-left">
        <button type="submit" className="adm-button adm-primary">{t('audit.filter')}</button>
        {asked.size > 0 && <button type="button" className="adm-button" onClick={() => go('/admin/audit')}>{t('audit.clear')}</button>}
      </span>
    </form>
  );
}

function Commands() {
  const list = useList<CommandRow>('/admin/commands?limit=20', { every: 10 });
  return (
    <Card title={t('commands.title')} wide>
      <Loaded query={list} lines={2}>
        {(data) => (
          <>
            <CommandTable first={5} caption={t('commands.title')} rows={data.pages.flatMap((page) => page.rows)} empty={t('commands.none')} />
            {list.hasNextPage && <button type="button" className="adm-button" onClick={() => void list.fetchNextPage()}>{t('ui.more')}</button>}
          </>
        )}
      </Loaded>
    </Card>
  );
}

export function AuditPage() {
  const asked = new URLSearchParams(useSearch());
  const iso = (name: string) => {
    const at = momentOf(asked.get(name) ?? '');
    return at === undefined ? undefined : new Date(at).toISOString();
  };
  const path = `/admin/audit${query({ user: asked.get('user'), action: asked.get('action'), from: iso('from'), to: iso('to'), limit: 25 })}`;
  const list = useList<AuditRow>(path, { every: 15 });
  const chain = list.data?.pages[0]?.headers?.get('X-Audit-Chain');
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')} actions={<ChainMark state={chain} />}>
      {chain?.startsWith('broken') && <Notice tone="bad" role="alert" title={t('audit.broken', { n: chain.slice('broken:'.length) })}>{t('audit.brokenMore')}</Notice>}
      <Card wide>
        <Filter key={asked.toString()} asked={asked} />
        <Loaded query={list}>
          {(data) => (
            <>
              <Table caption={t('audit.title')} columns={COLUMNS} rows={data.pages.flatMap((page) => page.rows)} keyOf={(row) => String(row.id)} empty={t('audit.none')} />
              {list.hasNextPage && <button type="button" className="adm-button" onClick={() => void list.fetchNextPage()}>{t('ui.more')}</button>}
            </>
          )}
        </Loaded>
      </Card>
      <Commands />
    </Page>
  );
}
