import type { PayoutRow } from '../api/types';
import { short } from '../format/short';
import { t } from '../text/en';
import { Badge, type Tone } from '../ui/State';
import type { Column } from '../ui/Table';
import { Account, Amount, Id, When } from '../ui/Values';

const KNOWN = ['REQUESTED', 'RESERVED', 'AWAITING_APPROVAL', 'SIGNED', 'BROADCAST', 'CONFIRMED', 'PAID', 'REFUSED', 'RETURNED'] as const;
const TONES: Record<string, Tone> = { PAID: 'good', CONFIRMED: 'accent', BROADCAST: 'accent', REFUSED: 'bad', RETURNED: 'warn', AWAITING_APPROVAL: 'warn' };

export function payoutState(payout: Pick<PayoutRow, 'state' | 'confirmations'>): { text: string; tone: Tone; title: string } {
  const known = KNOWN.find((each) => each === payout.state);
  const tone = TONES[payout.state] ?? 'calm';
  if (!known) return { text: payout.state.toLowerCase(), tone, title: '' };
  return { text: t(`payout.${known}`), tone, title: t(`payout.${known}.title`) };
}

function State({ payout }: { payout: PayoutRow }) {
  const { text, tone, title } = payoutState(payout);
  const confirmed = payout.txid && payout.state !== 'PAID' && payout.confirmations > 0;
  const told = confirmed ? t('unit.confirmations', { n: payout.confirmations }) : '';
  return <Badge tone={tone} title={told ? `${title} (${told})` : title}>{text}{confirmed ? <> · {payout.confirmations}</> : null}</Badge>;
}

export function payoutColumns(options: { account: boolean }): Column<PayoutRow>[] {
  const columns: Column<PayoutRow>[] = [
    { title: t('payout.amount'), main: true, numeric: true, cell: (payout) => <Amount sat={payout.amountSat} /> },
    { title: t('payout.state'), cell: (payout) => <State payout={payout} /> },
    { title: t('payout.changed'), cell: (payout) => <When short at={payout.changedAt} /> },
    { title: t('payout.transaction'), cell: (payout) => (payout.txid ? <Id id={payout.txid} kind="transaction" text={short(payout.txid, 6, 6)} /> : <span className="faint">{t('payout.no-transaction')}</span>) },
  ];
  return options.account ? [...columns.slice(0, 1), { title: t('payout.account'), cell: (payout) => <Account account={payout.account} /> }, ...columns.slice(1)] : columns;
}
