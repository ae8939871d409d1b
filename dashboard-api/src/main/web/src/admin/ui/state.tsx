import { Link } from 'wouter';
import { short } from '../../format/short';
import { isWaiting } from '../model/payouts';
import { tOr } from '../text';
import { Chip } from './parts';

const PAYOUT_TONES: Record<string, 'ok' | 'bad' | 'accent'> = { PAID: 'ok', RETURNED: 'bad', REFUSED: 'bad' };
const BLOCK_TONES: Record<string, 'ok' | 'bad' | 'accent'> = { MATURED: 'ok', ORPHANED: 'bad', REJECTED: 'bad', FOUND: 'accent' };

export function PayoutState({ state }: { state: string }) {
  return <Chip tone={isWaiting(state) ? 'warn' : PAYOUT_TONES[state] ?? 'accent'}>{tOr(`payoutState.${state}`, state)}</Chip>;
}

export function BlockState({ state }: { state: string }) {
  return <Chip tone={BLOCK_TONES[state] ?? 'idle'}>{tOr(`blockState.${state}`, state)}</Chip>;
}

export function AccountLink({ account }: { account: string }) {
  return <Link href={`/admin/accounts/${encodeURIComponent(account)}`}><code title={account}>{short(account, 9, 7)}</code></Link>;
}

export function OrderLink({ id }: { id: string }) {
  return <Link href={`/admin/orders/${id}`}><code title={id}>{short(id, 6, 6)}</code></Link>;
}
