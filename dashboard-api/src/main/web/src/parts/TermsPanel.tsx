import { usePorts, useSchemes } from '../api/queries';
import type { FeeRow, SchemeRow, Stats } from '../api/types';
import { fee } from '../format/number';
import { interval, moment } from '../format/time';
import { t } from '../text/en';
import { useNow } from '../ui/clock';
import { Panel } from '../ui/Panel';

/** When a scheme pays, in a sentence. */
export function schemeText(scheme: Pick<SchemeRow, 'blockInterval' | 'timeIntervalMinutes'>): string {
  if (scheme.blockInterval > 0) return t('scheme.blocks', { n: scheme.blockInterval });
  return t('scheme.time', { interval: interval(scheme.timeIntervalMinutes) });
}

/** What a scheme will be, by the operator's word; null when nothing is planned. */
export function planText(scheme: Pick<SchemeRow, 'next'> | undefined): string | null {
  return scheme?.next ? t('plan.from', { time: moment(scheme.next.fromAt), what: schemeText(scheme.next) }) : null;
}

/** The fee that holds, and those announced. */
export function feeText(fees: readonly FeeRow[], system: string, otherwise: number, nowMs: number): { now: string; next: string[] } {
  const rows = fees.filter((row) => row.rewardSystem === system);
  const ahead = rows.filter((row) => row.fromAt && Date.parse(row.fromAt) > nowMs);
  return {
    now: fee(rows.find((row) => !ahead.includes(row))?.basisPoints ?? otherwise),
    next: ahead.map((row) => t('plan.from', { time: moment(row.fromAt ?? ''), what: t('terms.fee', { fee: fee(row.basisPoints) }) })),
  };
}

/** Fees and payment schemes in plain words. */
export function TermsPanel({ stats }: { stats: Stats | undefined }) {
  const schemes = useSchemes().data ?? [];
  const systems = new Set((usePorts().data ?? []).map((port) => port.rewardSystem));
  const now = useNow();
  const feeOf = (system: string) => feeText(stats?.fees ?? [], system, stats?.feeBasisPoints ?? 0, now);
  const pplns = feeOf('PPLNS');
  const solo = feeOf('SOLO');
  return (
    <Panel title={t('terms.title')}>
      <dl className="terms">
        {systems.has('PPLNS') ? <div><dt>{t('system.PPLNS')} · {t('terms.fee', { fee: pplns.now })}</dt><dd>{typeof stats?.pplnsWindowMultiple === 'number' ? t('terms.pplns.window', { n: stats.pplnsWindowMultiple }) : t('terms.pplns')}<Plans texts={pplns.next} /></dd></div> : null}
        {systems.has('SOLO') ? <div><dt>{t('system.SOLO')} · {t('terms.fee', { fee: solo.now })}</dt><dd>{t('terms.solo')}<Plans texts={solo.next} /></dd></div> : null}
        {schemes.map((scheme) => <div key={scheme.scheme}><dt>{t('terms.scheme', { name: scheme.scheme })}</dt><dd>{schemeText(scheme)}<Plans texts={[planText(scheme) ?? []].flat()} /></dd></div>)}
      </dl>
    </Panel>
  );
}

/** What is announced, each on a line of its own. */
export const Plans = ({ texts }: { texts: readonly string[] }) => <>{texts.map((text) => <span key={text} className="plan">{text}</span>)}</>;
