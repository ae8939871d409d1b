import { Link } from 'wouter';
import type { Trouble } from '../../api/types';
import { lines } from '../../model/troubles';
import { t, tOr } from '../../text';
import { Card, Chip, Empty } from '../../ui/parts';
import { When } from '../../ui/When';

/** Warnings and errors of all services' logs, newest first. */
export function TroublesCard({ troubles, bans }: { troubles: Trouble[]; bans: number }) {
  const rows = lines(troubles);
  return (
    <Card title={t('health.troubles')} wide
      aside={<>{t('health.activeBans', { n: bans })} · <Link href="/admin/bans">{t('health.seeBans')}</Link></>}>
      {rows.length === 0 ? <Empty>{t('health.noTroubles')}</Empty> : (
        <ol className="adm-troubles" tabIndex={0} aria-label={t('health.troubles')}>
          {rows.map((row, at) => (
            <li key={`${row.at} ${at}`}>
              <span className="adm-trouble-head">
                <Chip tone={row.level === 'ERROR' ? 'bad' : 'warn'}>{row.level}</Chip> <strong>{row.services.length === 1 ? tOr(`service.${row.services[0]}`, row.services[0] ?? '') : t('health.shared')}</strong>
                <small>{row.logger}</small> <When at={row.at} />
              </span>
              <span className="adm-trouble-text">{row.text}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
