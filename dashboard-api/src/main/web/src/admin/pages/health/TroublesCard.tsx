import { Link } from 'wouter';
import type { Trouble } from '../../api/types';
import { t, tOr } from '../../text';
import { Card, Chip, Empty } from '../../ui/parts';
import { When } from '../../ui/When';

/** Warnings and errors of all services' logs, newest first. */
export function TroublesCard({ troubles, bans }: { troubles: Trouble[]; bans: number }) {
  const rows = [...troubles].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
  return (
    <Card title={t('health.troubles')} wide
      aside={<>{t('health.activeBans', { n: bans })} · <Link href="/admin/bans">{t('health.seeBans')}</Link></>}>
      {rows.length === 0 ? <Empty>{t('health.noTroubles')}</Empty> : (
        <ol className="adm-troubles">
          {rows.map((row, at) => (
            <li key={`${row.at} ${row.service} ${at}`}>
              <span className="adm-trouble-head">
                <Chip tone={row.level === 'ERROR' ? 'bad' : 'warn'}>{row.level}</Chip> <strong>{tOr(`service.${row.service}`, row.service)}</strong>
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
