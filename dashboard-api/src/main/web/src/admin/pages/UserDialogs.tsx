import { type FormEvent, type ReactNode, useState } from 'react';
import { useRefresh } from '../api/queries';
import { useSend } from '../api/session';
import type { AdminUser, NewLogin, Role } from '../api/types';
import { t } from '../text';
import { Dialog } from '../ui/Dialog';
import { Check, Choice } from '../ui/Field';
import { wordsOf } from '../ui/Loaded';
import { Notice } from '../ui/parts';
import { Copy, SecondFactorView } from '../ui/Secret';

export const ROLES: Role[] = ['VIEWER', 'OPERATOR', 'OWNER'];

function Ask({ title, confirm, danger, children, onClose, work }: {
  title: string; confirm: string; danger?: boolean; children: ReactNode; onClose: () => void; work: () => Promise<void>;
}) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
      onClose();
    } catch (failed) {
      setProblem(failed as Error);
      setBusy(false);
    }
  };
  return (
    <Dialog title={title} danger={danger} onClose={busy ? undefined : onClose}>
      <form onSubmit={submit}>
        <div className="adm-dialog-body">
          {children}
          {problem && <Notice tone="bad" role="alert">{wordsOf(problem)}</Notice>}
        </div>
        <footer className="adm-actions">
          <button type="button" className="adm-button" disabled={busy} onClick={onClose}>{t('ui.cancel')}</button>
          <button type="submit" className={danger ? 'adm-button adm-danger' : 'adm-button adm-primary'} disabled={busy}>{confirm}</button>
        </footer>
      </form>
    </Dialog>
  );
}

export function ChangeUser({ row, onClose }: { row: AdminUser; onClose: () => void }) {
  const send = useSend();
  const refresh = useRefresh();
  const [role, setRole] = useState<Role>(row.role);
  const [enabled, setEnabled] = useState(row.enabled);
  const work = async () => {
    const wish = { ...(role === row.role ? {} : { role }), ...(enabled === row.enabled ? {} : { enabled }) };
    if (Object.keys(wish).length > 0) await send('PUT', `/admin/users/${encodeURIComponent(row.user)}`, wish);
    await refresh();
  };
  return (
    <Ask title={t('users.changeTitle', { user: row.user })} confirm={t('users.save')} onClose={onClose} work={work}>
      <Choice label={t('users.role')} hint={t(`users.${role}`)} value={role} onChange={(value) => setRole(value as Role)}
        options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} />
      <Check label={t('users.enable')} hint={t('users.enableHint')} checked={enabled} onChange={setEnabled} />
      <p className="adm-quiet">{t('users.changeMore', { user: row.user })}</p>
    </Ask>
  );
}

export function ResetUser({ row, onClose, onMade }: {
  row: AdminUser; onClose: () => void; onMade: (user: string, login: NewLogin) => void;
}) {
  const send = useSend();
  const refresh = useRefresh();
  const work = async () => {
    onMade(row.user, await send<NewLogin>('POST', `/admin/users/${encodeURIComponent(row.user)}/reset`));
    void refresh();
  };
  return (
    <Ask title={t('users.resetTitle', { user: row.user })} confirm={t('users.resetDo')} danger onClose={onClose} work={work}>
      <ul className="adm-effects"><li>{t('users.reset1', { user: row.user })}</li><li>{t('users.reset2')}</li></ul>
    </Ask>
  );
}

/** Shown once, and left only on purpose: a tap beside it must not lose it. */
export function Welcome({ user, login, onClose }: { user: string; login: NewLogin; onClose: () => void }) {
  return (
    <Dialog title={t('users.welcome', { user })}>
      <div className="adm-dialog-body">
        <Notice tone="warn">{t('users.welcomeMore')}</Notice>
        <p>{t('users.temporary')}</p>
        <p className="adm-secret"><code>{login.temporaryPassword}</code><Copy text={login.temporaryPassword} label={t('users.copyPassword')} /></p>
        <SecondFactorView factor={login} />
      </div>
      <footer className="adm-actions">
        <button type="button" className="adm-button adm-primary" onClick={onClose}>{t('users.done')}</button>
      </footer>
    </Dialog>
  );
}
