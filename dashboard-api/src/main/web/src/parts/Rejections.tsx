import { reasonText } from '../charts/shares';
import { count, percent } from '../format/number';
import { t } from '../text/en';

/** Reasons with at least one share, most frequent first. */
export const reasons = (byReason: Record<string, number> | null | undefined): [string, number][] =>
  Object.entries(byReason ?? {}).filter(([, shares]) => shares > 0).sort((a, b) => b[1] - a[1]);

/** Why shares were refused, and how much of all that is. */
export function Rejections({ byReason, accepted, rejected }: { byReason: Record<string, number> | null | undefined; accepted: number; rejected: number }) {
  const rows = reasons(byReason);
  const all = accepted + rejected;
  return (
    <div className="rejections">
      <p>{t('rejected.summary', { accepted: count(accepted), rejected: count(rejected) })} {all > 0 ? <strong>{percent((100 * rejected) / all)}</strong> : null}</p>
      {rows.length > 0 ? (
        <ul>
          {rows.map(([reason, shares]) => (
            <li key={reason}><span>{reasonText(reason)}</span><meter min={0} max={rejected} value={shares} aria-label={reasonText(reason)} /><span className="n">{count(shares)}</span></li>
          ))}
        </ul>
      ) : rejected === 0 ? <p className="note">{t('rejected.none')}</p> : null}
    </div>
  );
}
