import { type FormEvent, useState } from 'react';
import { useAdmin, useRefresh } from '../api/queries';
import { useSend } from '../api/session';
import type { AdminUser, NewLogin, Role } from '../api/types';
import { atLeast } from '../model/roles';
import { useSignedIn } from '../session/SessionContext';
import { t } from '../text';
import { Choice, Field } from '../ui/Field';
import { Loaded, wordsOf } from '../ui/Loaded';
import { Card, Chip, Notice, Page, Table } from '../ui/parts';
import { When } from '../ui/When';
import { ChangeUser, ROLES, ResetUser, Welcome } from './UserDialogs';

const NAME = /^[a-z][a-z0-9._-]{1,31}$/;

function NewUser({ onMade }: { onMade: (user: string, login: NewLogin) => void }) {
  const send = useSend();
  const refresh = useRefresh();
  const [user, setUser] = useState('');
  const [role, setRole] = useState<Role>('OPERATOR');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const [badName, setBadName] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = user.trim().toLowerCase();
    setBadName(!NAME.test(name));
    if (!NAME.test(name)) return;
    setBusy(true);
    setProblem(undefined);
    try {
      const login = await send<NewLogin>('POST', '/admin/users', { user: name, role });
      setUser('');
      onMade(name, login);
      void refresh();
    } catch (failed) {
      setProblem(failed as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t('users.new')}>
      {problem && <Notice tone="bad" role="alert">{wordsOf(problem)}</Notice>}
      <form onSubmit={submit} noValidate>
        <div className="adm-form-grid">
          <Field label={t('users.user')} hint={t('users.nameHint')} value={user} onChange={setUser} autoComplete="off" autoCapitalize="off"
            spellCheck={false} required maxLength={32} error={badName ? t('users.nameBad') : undefined} />
          <Choice label={t('users.role')} hint={t(`users.${role}`)} value={role} onChange={(value) => setRole(value as Role)}
            options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
        </div>
        <button type="submit" className="adm-button adm-primary" disabled={busy}>{t('users.create')}</button>
      </form>
    </Card>
  );
}

function UserState({ row }: { row: AdminUser }) {
  return (
    <>
      <Chip tone={row.enabled ? 'ok' : 'idle'}>{t(row.enabled ? 'users.enabled' : 'users.disabled')}</Chip>
      {row.passwordChangeNeeded && <> <Chip tone="warn">{t('users.mustChange')}</Chip></>}
    </>
  );
}

export function UsersPage() {
  const { user: me, role } = useSignedIn();
  const owner = atLeast(role, 'OWNER');
  const query = useAdmin<AdminUser[]>('/admin/users', { enabled: owner });
  const [welcome, setWelcome] = useState<{ user: string; login: NewLogin }>();
  const [changing, setChanging] = useState<AdminUser>();
  const [resetting, setResetting] = useState<AdminUser>();
  if (!owner) return <Page title={t('users.title')}><Notice tone="info" title={t('users.denied')}>{t('users.deniedMore')}</Notice></Page>;
  const made = (user: string, login: NewLogin) => setWelcome({ user, login });
  return (
    <Page title={t('users.title')} lead={t('users.lead')}>
      <Card wide>
        <Loaded query={query}>
          {(users) => (
            <Table caption={t('users.title')} rows={users} keyOf={(row) => row.user} empty={t('users.none')} columns={[
              { name: t('users.user'), lead: true, cell: (row) => <><strong>{row.user}</strong>{row.user === me && <> <Chip>{t('users.you')}</Chip></>}</> },
              { name: t('users.role'), cell: (row) => <span title={t(`users.${row.role}`)}>{t(`role.${row.role}`)}</span> },
              { name: t('users.state'), cell: (row) => <UserState row={row} /> },
              { name: t('users.seen'), cell: (row) => (row.lastSignInAt ? <When at={row.lastSignInAt} /> : t('users.never')) },
              {
                name: t('payouts.actions'), act: true,
                cell: (row) => (
                  <span className="adm-actions">
                    <button type="button" className="adm-button adm-small" onClick={() => setChanging(row)}>{t('users.change')}…</button>
                    <button type="button" className="adm-button adm-small adm-danger-soft" onClick={() => setResetting(row)}>{t('users.reset')}…</button>
                  </span>
                ),
              },
            ]} />
          )}
        </Loaded>
      </Card>
      <NewUser onMade={made} />
      {changing && <ChangeUser row={changing} onClose={() => setChanging(undefined)} />}
      {resetting && <ResetUser row={resetting} onClose={() => setResetting(undefined)} onMade={made} />}
      {welcome && <Welcome {...welcome} onClose={() => setWelcome(undefined)} />}
    </Page>
  );
}
