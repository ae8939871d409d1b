import { Link } from 'wouter';
import { coins } from '../../format/coin';
import { useAdmin } from '../api/queries';
import type { Health } from '../api/types';
import { type Finding, findings, toneOf } from '../model/findings';
import { t, tOr, type Key } from '../text';
import { useTicker } from '../ui/money';
import { Loaded } from '../ui/Loaded';
import { Page } from '../ui/parts';
import { When, useNow } from '../ui/When';
import { LedgerCard, PayoutsCard, TemplateCard, WalletCard } from './health/MoneyCards';
import { NodesCard } from './health/NodesCard';
import { ServicesCard } from './health/ServicesCard';
import { TroublesCard } from './health/TroublesCard';

const ADVICE: Record<string, Key> = {
  silent: 'finding.doDead',
  dead: 'finding.doDead',
  notReady: 'finding.doNotReady',
  nodeSick: 'finding.doNode',
  imbalance: 'finding.doImbalance',
};

const LEADS: Partial<Record<Finding['code'], string>> = { waiting: '/admin/payouts', openLong: '/admin/payouts', walletShort: '/admin/payouts' };

export function wordsOfFinding(finding: Finding, ticker: string): string {
  const subject = finding.subject.replace(/^\w+/, (name) => tOr(`service.${name}`, name));
  if (finding.code === 'errors' && finding.subject === '') return t('finding.errorsShared', { value: finding.value ?? 0 });
  return t(`finding.${finding.code}` as Key, { subject, value: finding.code === 'walletShort' ? `${coins(finding.value ?? 0)} ${ticker}` : finding.value ?? 0 });
}

/** What needs somebody, red before yellow; a calm line when nothing does. */
function Summary({ found }: { found: Finding[] }) {
  const ticker = useTicker();
  const bad = found.filter((one) => one.level === 'bad').length;
  const warn = found.length - bad;
  if (found.length === 0) {
    return (
      <section className="adm-summary adm-summary-ok" aria-live="polite">
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M5 12.5l4.5 4.5L19 7.5" /></svg>
        <div><h2>{t('health.well')}</h2><p>{t('health.wellMore')}</p></div>
      </section>
    );
  }
  return (
    <section className={`adm-summary adm-summary-${bad > 0 ? 'bad' : 'warn'}`} aria-live="polite">
      <h2>{[bad > 0 ? t('health.bad', { n: bad }) : '', warn > 0 ? t('health.warn', { n: warn }) : ''].filter(Boolean).join(' · ')}</h2>
      <ul>
        {found.map((one) => {
          const advice = ADVICE[one.code];
          const lead = LEADS[one.code];
          return (
            <li key={`${one.code} ${one.subject} ${one.detail ?? ''}`} className={`adm-finding adm-finding-${one.level}`}>
              <strong>{lead ? <Link href={lead}>{wordsOfFinding(one, ticker)}</Link> : wordsOfFinding(one, ticker)}</strong>
              {one.detail && !/^\d{4}-\d\d-\d\dT/.test(one.detail) && <span> {one.detail}</span>}
              {advice && <p>{t(advice)}</p>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function HealthPage() {
  const query = useAdmin<Health>('/admin/health', { every: 5 });
  const now = useNow();
  return (
    <Page title={t('health.title')} lead={t('health.lead')}
      actions={query.dataUpdatedAt > 0 && <span className="adm-quiet">{t('health.asked')} <When at={new Date(query.dataUpdatedAt).toISOString()} /></span>}>
      <Loaded query={query} lines={8}>
        {(health) => {
          const found = findings(health, now);
          return (
            <>
              <Summary found={found} />
              <div className="adm-grid">
                <ServicesCard services={health.services} tone={toneOf(found, 'services', 'lag')} />
                <NodesCard nodes={health.nodes} tone={toneOf(found, 'nodes')} />
                <TemplateCard template={health.template} tone={toneOf(found, 'template')} />
                <LedgerCard ledger={health.ledger} tone={toneOf(found, 'ledger')} />
                <PayoutsCard health={health} tone={toneOf(found, 'payouts')} />
                <WalletCard wallet={health.wallet} tone={toneOf(found, 'wallet')} />
                <TroublesCard troubles={health.troubles} bans={health.bans.active} />
              </div>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
