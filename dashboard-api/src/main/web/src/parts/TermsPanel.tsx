import { usePorts, useSchemes } from '../api/queries';
import type { SchemeRow, Stats } from '../api/types';
import { fee } from '../format/number';
import { interval } from '../format/time';
import { t } from '../text/en';
import { Panel } from '../ui/Panel';

/** When a scheme pays, in a sentence. */
export function schemeText(scheme: Pick<SchemeRow, 'blockInterval' | 'timeIntervalMinutes'>): string {
  if (scheme.blockInterval > 0) return t('scheme.blocks', { n: scheme.blockInterval });
  return t('scheme.time', { interval: interval(scheme.timeIntervalMinutes) });
}

/** Fees and payment schemes in plain words. */
export function TermsPanel({ stats }: { stats: Stats | undefined }) {
  const schemes = useSchemes().data ?? [];
  const systems = new Set((usePorts().data ?? []).map((port) => port.rewardSystem));
  const feeOf = (system: string): string => fee(stats?.fees?.find((row) => row.rewardSystem === system)?.basisPoints ?? stats?.feeBasisPoints ?? 0);
  return (
    <Panel title={t('terms.title')}>
      <dl className="terms">
        {systems.has('PPLNS') ? <div><dt>{t('system.PPLNS')} · {t('terms.fee', { fee: feeOf('PPLNS') })}</dt><dd>{typeof stats?.pplnsWindowMultiple === 'number' ? t('terms.pplns.window', { n: stats.pplnsWindowMultiple }) : t('terms.pplns')}</dd></div> : null}
        {systems.has('SOLO') ? <div><dt>{t('system.SOLO')} · {t('terms.fee', { fee: feeOf('SOLO') })}</dt><dd>{t('terms.solo')}</dd></div> : null}
        {schemes.map((scheme) => <div key={scheme.scheme}><dt>{t('terms.scheme', { name: scheme.scheme })}</dt><dd>{schemeText(scheme)}</dd></div>)}
      </dl>
    </Panel>
  );
}
