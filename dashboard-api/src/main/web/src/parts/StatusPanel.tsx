import { Link } from 'wouter';
import { useNetwork, useServices } from '../api/queries';
import type { Network, ServiceRow } from '../api/types';
import { count } from '../format/number';
import { t } from '../text/en';
import { Panel } from '../ui/Panel';
import { Badge, Loaded, SkeletonBlock } from '../ui/State';
import { When } from '../ui/Values';

const SERVICES = ['gateway', 'validator', 'template', 'accounting', 'payout', 'dashboard'] as const;

/** A service's purpose in words miners use; an unknown name as it is. */
export function serviceText(service: string): string {
  const known = SERVICES.find((each) => service.includes(each));
  return known ? t(`service.${known}`) : service;
}

export function StatusPanel() {
  const network = useNetwork();
  const services = useServices();
  return (
    <Panel title={t('status.title')} actions={<Link href="/network">{t('nav.network')}</Link>}>
      <Loaded query={network} skeleton={<SkeletonBlock height={72} />}>{(status) => <Chain status={status} />}</Loaded>
      {services.data && services.data.length > 0 ? <Services rows={services.data} /> : null}
    </Panel>
  );
}

function Chain({ status }: { status: Network }) {
  const healthy = status.nodes.filter((node) => node.healthy).length;
  return (
    <ul className="status-list">
      <li>
        <Badge tone={status.serving ? 'good' : 'bad'}>{t(status.serving ? 'status.serving' : 'status.not-serving')}</Badge>
        <span>{status.serving ? <>{t('status.height', { height: count(status.height) })} · {t('status.tip')} <When at={status.tipSince} /></> : status.reason}</span>
      </li>
      <li>
        <Badge tone={healthy === status.nodes.length && healthy > 0 ? 'good' : healthy > 0 ? 'warn' : 'bad'}>{t('status.nodes', { healthy, n: status.nodes.length })}</Badge>
        <span className="faint">{status.chain}</span>
      </li>
    </ul>
  );
}

function Services({ rows }: { rows: readonly ServiceRow[] }) {
  return (
    <ul className="services">
      {rows.map((row) => (
        <li key={row.service} title={row.reason ?? undefined}>
          <span className={`dot ${row.ready ? 'good' : 'bad'}`} aria-hidden="true" />
          {serviceText(row.service)}<span className="hidden">{t(row.ready ? 'service.ready' : 'service.not-ready')}</span>
          {row.ready ? null : <span className="bad-text"> {row.reason ?? t('service.not-ready')}</span>}
        </li>
      ))}
    </ul>
  );
}
