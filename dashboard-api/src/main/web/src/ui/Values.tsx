import { Link } from 'wouter';
import { useStats } from '../api/queries';
import { coins, explorerLink, satoshi, tickerOf } from '../format/coin';
import { rateParts } from '../format/rate';
import { short, shortBlock } from '../format/short';
import { ago, moment } from '../format/time';
import { t } from '../text/en';
import { useNow } from './clock';
import { CopyButton } from './Copy';
import { OutIcon } from './icons';

/** A moment as people say it; exactly on hover and for machines. */
export function When({ at, never, short: brief = false }: { at: string | null | undefined; never?: string; short?: boolean }) {
  const now = useNow();
  if (!at) return <span className="faint">{never ?? t('time.never')}</span>;
  return <time dateTime={at} title={moment(at)}>{ago(at, now, brief)}</time>;
}

export function useTicker(): string {
  const stats = useStats().data;
  return stats ? tickerOf(stats.chain, stats.coin?.ticker) : '';
}

/** Money: coins to the last satoshi, the exact satoshi on hover. */
export function Amount({ sat, bare }: { sat: number; bare?: boolean }) {
  const ticker = useTicker();
  return <span className="amount" title={satoshi(sat)}>{coins(sat)}{bare ? null : <span className="unit"> {ticker}</span>}</span>;
}

export function Rate({ hps, errorPercent }: { hps: number; errorPercent?: number | null | undefined }) {
  const { figure, unit } = rateParts(hps);
  return (
    <span title={errorPercent ? t('rate.error', { percent: errorPercent.toFixed(0) }) : undefined}>
      {figure}<span className="unit"> {unit}</span>
    </span>
  );
}

export const Account = ({ account, head = 8, tail = 6 }: { account: string; head?: number; tail?: number }) =>
  <Link className="mono" href={`/miners/${account}`} title={account}>{short(account, head, tail)}</Link>;

export const workerPath = (account: string, worker: string): string =>
  `/miners/${account}/worker?name=${encodeURIComponent(worker)}`;

/** An id with a copy button, and a way to an explorer when the operator set one. */
export function Id({ id, kind, text }: { id: string; kind: 'block' | 'transaction' | 'address'; text?: string }) {
  const link = explorerLink(useStats().data?.explorer?.[kind], id);
  const shown = text ?? (kind === 'block' ? shortBlock(id) : short(id));
  return (
    <span className="id">
      {link
        ? <a className="mono" href={link} target="_blank" rel="noreferrer noopener" title={id}>{shown} <OutIcon /><span className="hidden">{t('link.explorer')}</span></a>
        : <span className="mono" title={id}>{shown}</span>}
      <CopyButton text={id} label={t('copy.what', { what: t(`copy.${kind}`) })} />
    </span>
  );
}
