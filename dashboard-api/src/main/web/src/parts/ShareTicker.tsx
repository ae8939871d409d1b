import { Link } from 'wouter';
import { reasonText } from '../charts/shares';
import { difficulty } from '../format/number';
import { useLive } from '../live/Live';
import { t } from '../text/en';
import { When, workerPath } from '../ui/Values';

const ROWS = 6;

/** The newest shares as they arrive: always as many lines, so that nothing moves but the text. */
export function ShareTicker({ account }: { account: string }) {
  const shares = useLive().shares.slice(-ROWS).reverse();
  return (
    <ol className="ticker" aria-label={t('ticker.title')}>
      {Array.from({ length: ROWS }, (_, at) => {
        const share = shares[at];
        if (!share) return <li key={at} className="faint blank">{at === 0 ? t('ticker.waiting') : '\u00a0'}</li>;
        return (
          <li key={at} className={share.rejection ? 'bad-text' : undefined}>
            <When at={share.at} />
            <span>{share.worker ? <Link className="faint-link" href={workerPath(account, share.worker)}>{share.worker}</Link> : null}</span>
            <span className="n">{share.rejection ? reasonText(share.rejection) : difficulty(share.achievedDifficulty ?? share.difficulty)}</span>
          </li>
        );
      })}
    </ol>
  );
}
