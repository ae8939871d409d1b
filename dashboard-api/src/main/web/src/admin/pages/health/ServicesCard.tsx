import { duration } from '../../../format/time';
import type { ServiceHealth } from '../../api/types';
import { LAG_BAD, LAG_WARN, SERVICES, type Tone } from '../../model/findings';
import { t, tOr } from '../../text';
import { Card, Chip, type Column, Empty, Table } from '../../ui/parts';
import { When, useNow } from '../../ui/When';

export function ServiceState({ service }: { service: Pick<ServiceHealth, 'alive' | 'ready' | 'reason'> }) {
  if (!service.alive) return <Chip tone="bad">{t('health.dead')}</Chip>;
  if (!service.ready) return <><Chip tone="bad">{t('health.notReady')}</Chip>{service.reason && <small className="adm-why">{service.reason}</small>}</>;
  return <Chip tone="ok">{t('health.alive')}</Chip>;
}

/** How far behind, topic by topic; nothing at all when a service keeps up. */
function Lags({ service }: { service: ServiceHealth }) {
  const late = service.lags.filter((lag) => lag.records > 0);
  if (late.length === 0) return <span className="adm-quiet">{t('health.lagNone')}</span>;
  return (
    <ul className="adm-plain">
      {late.map((lag) => (
        <li key={lag.topic} className={lag.records >= LAG_BAD ? 'adm-text-bad' : lag.records >= LAG_WARN ? 'adm-text-warn' : undefined}>
          {t('health.lagRecords', { n: lag.records })} <small>{lag.topic}</small>
        </li>
      ))}
    </ul>
  );
}

function order(one: ServiceHealth, other: ServiceHealth): number {
  const trouble = (service: ServiceHealth) => (service.alive && service.ready ? 1 : 0);
  return trouble(one) - trouble(other)
    || SERVICES.indexOf(one.service) - SERVICES.indexOf(other.service)
    || one.instance.localeCompare(other.instance);
}

export function ServicesCard({ services, tone }: { services: ServiceHealth[]; tone: Tone }) {
  const now = useNow();
  const rows = [...services].sort(order);
  const columns: Column<ServiceHealth>[] = [
    {
      name: t('health.service'), lead: true,
      cell: (row) => <><strong>{tOr(`service.${row.service}`, row.service)}</strong> <small>{row.instance}</small></>,
    },
    { name: t('health.state'), cell: (row) => <ServiceState service={row} /> },
    { name: t('health.lag'), cell: (row) => <Lags service={row} /> },
    { name: t('health.up'), minor: true, cell: (row) => (row.alive ? duration((now - Date.parse(row.startedAt)) / 1000) : '–') },
    { name: t('health.seen'), minor: true, cell: (row) => <When at={row.seenAt} /> },
    { name: t('health.version'), minor: true, cell: (row) => row.version },
  ];
  const told = rows.filter((row) => Object.keys(row.figures).length > 0);
  return (
    <Card title={t('health.services')} tone={tone} wide>
      <Table caption={t('health.services')} columns={columns} rows={rows} keyOf={(row) => `${row.service} ${row.instance}`}
        empty={<Empty>{t('gateways.none')}</Empty>} />
      {told.length > 0 && (
        <details className="adm-details">
          <summary>{t('health.figures')}</summary>
          <div className="adm-figures">
            {told.map((row) => (
              <div key={`${row.service} ${row.instance}`}>
                <h3>{tOr(`service.${row.service}`, row.service)}</h3>
                <dl>
                  {Object.entries(row.figures).sort(([one], [other]) => one.localeCompare(other)).map(([name, value]) => (
                    <div key={name}><dt>{name.replaceAll('_', ' ')}</dt><dd>{value.toLocaleString('en')}</dd></div>
                  ))}
                </dl>
              </div>
            ))}
          </div>
        </details>
      )}
    </Card>
  );
}
