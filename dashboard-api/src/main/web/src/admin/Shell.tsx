import { useEffect, useState } from 'react';
import { Link, Route, Switch, useLocation } from 'wouter';
import { useAdmin } from './api/queries';
import type { Health } from './api/types';
import { Commands } from './command/Commands';
import { findings, toneOf } from './model/findings';
import { isWaiting } from './model/payouts';
import { atLeast } from './model/roles';
import { AuditPage } from './pages/AuditPage';
import { BansPage } from './pages/BansPage';
import { GatewaysPage } from './pages/GatewaysPage';
import { HealthPage } from './pages/HealthPage';
import { LookUpPage } from './pages/LookUpPage';
import { PayoutsPage } from './pages/PayoutsPage';
import { SettingsPage } from './pages/SettingsPage';
import { UsersPage } from './pages/UsersPage';
import { AccountPage } from './pages/AccountPage';
import { BlockPage } from './pages/BlockPage';
import { PayoutPage } from './pages/PayoutPage';
import { SharesPage } from './pages/SharesPage';
import { PasswordPage } from './session/PasswordForm';
import { useSignedIn } from './session/SessionContext';
import { t } from './text';
import { useStats } from './ui/money';
import { Logo } from './ui/Logo';
import { Page } from './ui/parts';

const PLACES = [
  ['/admin', 'health'],
  ['/admin/payouts', 'payouts'],
  ['/admin/lookup', 'lookup'],
  ['/admin/gateways', 'gateways'],
  ['/admin/bans', 'bans'],
  ['/admin/settings', 'settings'],
  ['/admin/users', 'users'],
  ['/admin/audit', 'audit'],
] as const;

/** Which place of the menu a page belongs to. */
function placeOf(path: string): string {
  if (/^\/admin\/(accounts|blocks|shares|orders)(\/|$)/.test(path)) return '/admin/lookup';
  const first = path.split('/').slice(0, 3).join('/');
  return first === '' ? '/admin' : first;
}

function Menu({ onSignOut }: { onSignOut: () => void }) {
  const [path] = useLocation();
  const { user, role } = useSignedIn();
  const [open, setOpen] = useState(false);
  useEffect(() => setOpen(false), [path]);
  const health = useAdmin<Health>('/admin/health', { every: 10 }).data;
  const found = health ? findings(health, Date.now()) : [];
  const bad = found.filter((one) => one.level === 'bad').length;
  const waiting = health
    ? Object.entries(health.payouts.byState).reduce((sum, [state, count]) => sum + (isWaiting(state) ? count : 0), 0) : 0;
  const places = PLACES.filter(([, name]) => name !== 'users' || atLeast(role, 'OWNER'));
  const here = placeOf(path);
  return (
    <header className="adm-top">
      <div className="adm-top-bar">
        <Link href="/admin" className="adm-brand"><Logo /> Thunder Pool <span>{t('shell.admin')}</span></Link>
        {health && <span className={`adm-dot adm-dot-${toneOf(found, 'services', 'lag', 'nodes', 'template', 'ledger', 'payouts', 'wallet', 'troubles')}`}
          role="img" aria-label={t(bad > 0 ? 'shell.troubled' : 'shell.well', { n: bad })} />}
        <button type="button" className="adm-menu-button" aria-expanded={open} aria-controls="adm-menu" onClick={() => setOpen(!open)}>
          <svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5h14M3 10h14M3 15h14" /></svg>
          {t('shell.menu')}
        </button>
      </div>
      <div id="adm-menu" className={open ? 'adm-menu adm-menu-open' : 'adm-menu'}>
        <nav aria-label={t('shell.nav')}>
          <ul>
            {places.map(([href, name]) => (
              <li key={href}>
                <Link href={href} aria-current={here === href ? 'page' : undefined} onClick={() => setOpen(false)}>
                  {t(`shell.${name}`)}
                  {name === 'health' && bad > 0 && <span className="adm-badge adm-badge-bad">{bad}<span className="adm-hidden"> {t('shell.red')}</span></span>}
                  {name === 'payouts' && waiting > 0 && <span className="adm-badge">{waiting}<span className="adm-hidden"> {t('shell.waiting')}</span></span>}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="adm-who">
          <p><strong>{user}</strong> <span>{t(`role.${role}`)}</span></p>
          <Link href="/admin/password">{t('shell.password')}</Link>
          <Link href="/">{t('shell.toPool')}</Link>
          <button type="button" className="adm-link-button" onClick={onSignOut}>{t('shell.signOut')}</button>
        </div>
      </div>
    </header>
  );
}

function Pages() {
  const { user } = useSignedIn();
  return (
    <Switch>
      <Route path="/admin"><HealthPage /></Route>
      <Route path="/admin/payouts"><PayoutsPage /></Route>
      <Route path="/admin/lookup"><LookUpPage /></Route>
      <Route path="/admin/accounts/:account">{({ account }) => <AccountPage account={decodeURIComponent(account)} />}</Route>
      <Route path="/admin/blocks/:id">{({ id }) => <BlockPage id={id} />}</Route>
      <Route path="/admin/orders/:id">{({ id }) => <PayoutPage id={id} />}</Route>
      <Route path="/admin/shares"><SharesPage /></Route>
      <Route path="/admin/gateways"><GatewaysPage /></Route>
      <Route path="/admin/bans"><BansPage /></Route>
      <Route path="/admin/settings"><SettingsPage /></Route>
      <Route path="/admin/users"><UsersPage /></Route>
      <Route path="/admin/audit"><AuditPage /></Route>
      <Route path="/admin/password"><PasswordPage user={user} /></Route>
      <Route><Page title={t('shell.lost')} lead={t('shell.lostLead')}><Link href="/admin">{t('shell.health')}</Link></Page></Route>
    </Switch>
  );
}

/** Menu, pages and the dialogs of commands. */
export function Shell({ onSignOut }: { onSignOut: () => void }) {
  // Asked before any page needs the coin's name.
  useStats();
  return (
    <Commands>
      <div className="adm-frame">
        <a className="adm-skip" href="#adm-content">{t('shell.skip')}</a>
        <Menu onSignOut={onSignOut} />
        <main id="adm-content" className="adm-main" tabIndex={-1}><Pages /></main>
      </div>
    </Commands>
  );
}
