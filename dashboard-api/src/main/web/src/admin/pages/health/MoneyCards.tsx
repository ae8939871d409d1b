import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { count, percent } from '../../../format/number';
import { duration } from '../../../format/time';
import type { Health, LedgerHealth, TemplateHealth } from '../../api/types';
import { Act } from '../../command/Act';
import { COVER_WARN, type Tone } from '../../model/findings';
import { resumePayouts } from '../../model/plans';
import { t, tOr } from '../../text';
import { Coins } from '../../ui/money';
import { Card, Chip, Empty, Facts } from '../../ui/parts';
import { When } from '../../ui/When';

export function TemplateCard({ template, tone }: { template: TemplateHealth | null | undefined; tone: Tone }) {
  return (
    <Card title={t('health.template')} tone={tone}>
      {template
        ? (
          <Facts rows={[
            [t('health.state'), template.serving
              ? <Chip tone="ok">{t('health.serving')}</Chip>
              : <><Chip tone="bad">{t('health.notServing')}</Chip>{template.reason && <small className="adm-why">{template.reason}</small>}</>],
            [t('health.templateHeight'), template.height ? count(template.height) : '–'],
            [t('health.templateAge'), template.ageSeconds === null || template.ageSeconds === undefined ? '–' : duration(template.ageSeconds)],
          ]} />
        )
        : <Empty>{t('finding.noTemplate')}</Empty>}
    </Card>
  );
}

export function LedgerCard({ ledger, tone }: { ledger: LedgerHealth; tone: Tone }) {
  const told = ledger.imbalanceSat !== null && ledger.imbalanceSat !== undefined;
  const rows: [string, ReactNode][] = [[t('health.audited'), <When at={ledger.auditedAt} />]];
  if (told) {
    rows.unshift([t('health.state'), ledger.imbalanceSat === 0
      ? <Chip tone="ok">{t('health.balanced')}</Chip>
      : <><Chip tone="bad">{t('health.imbalance')}</Chip> <Coins sat={ledger.imbalanceSat ?? 0} /></>]);
  }
  rows.push([t('health.payouts'), ledger.payoutsStopped
    ? <Chip tone="bad">{t('health.payoutsStopped')}</Chip> : <Chip tone="ok">{t('health.payoutsRun')}</Chip>]);
  return (
    <Card title={t('health.ledger')} tone={tone}>
      <Facts rows={rows} />
      {ledger.payoutsStopped && <div className="adm-actions"><Act plan={resumePayouts()}>{t('health.resume')}</Act></div>}
    </Card>
  );
}

export function PayoutsCard({ health, tone }: { health: Health; tone: Tone }) {
  const states = Object.entries(health.payouts.byState).filter(([, many]) => many > 0);
  return (
    <Card title={t('health.payouts')} tone={tone} aside={<Link href="/admin/payouts">{t('health.seePayouts')}</Link>}>
      {states.length === 0 ? <Empty>{t('health.noPayouts')}</Empty> : (
        <Facts rows={[
          ...states.map(([state, many]): [string, string] => [tOr(`payoutState.${state}`, state), count(many)]),
          ...(health.payouts.oldestOpenAt ? [[t('health.oldestOpen'), <When at={health.payouts.oldestOpenAt} />] as [string, ReactNode]] : []),
        ]} />
      )}
    </Card>
  );
}

export function WalletCard({ wallet, tone }: { wallet: Health['wallet']; tone: Tone }) {
  const { hotSat, liabilitiesSat } = wallet;
  const known = hotSat !== null && hotSat !== undefined;
  const covered = known && liabilitiesSat > 0 ? Math.min(hotSat / liabilitiesSat, 1) : 1;
  return (
    <Card title={t('health.wallet')} tone={tone}>
      <Facts rows={[
        [t('health.hot'), known ? <Coins sat={hotSat} /> : <span className="adm-quiet">{t('health.unknownWallet')}</span>],
        [t('health.liabilities'), <Coins sat={liabilitiesSat} />],
        ...(known ? [[t('health.cover'), percent(covered * 100)] as [string, string]] : []),
      ]} />
      {known && <meter className="adm-meter" min={0} max={1} low={0.5} high={COVER_WARN} optimum={1} value={covered} aria-label={t('health.cover')} />}
    </Card>
  );
}
