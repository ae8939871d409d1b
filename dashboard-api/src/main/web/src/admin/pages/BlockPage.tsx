import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { query } from '../../api/client';
import { count } from '../../format/number';
import { useAdmin } from '../api/queries';
import type { BlockLife } from '../api/types';
import { t } from '../text';
import { Loaded } from '../ui/Loaded';
import { Coins } from '../ui/money';
import { Card, Facts, Page } from '../ui/parts';
import { AccountLink, BlockState } from '../ui/state';
import { Way } from '../ui/Way';
import { localTime } from './SharesForm';
import { When } from '../ui/When';

const AROUND_MS = 10 * 60_000;

/** The share that solved the block, in the log around the time it was heard of. */
function shareOf(identity: string, foundAt: string): string {
  const at = Date.parse(foundAt);
  return `/admin/shares${query({ identity, from: localTime(at - AROUND_MS), to: localTime(at + AROUND_MS) })}`;
}

/** A block from its solution to its money. */
export function BlockPage({ id }: { id: string }) {
  const asked = useAdmin<BlockLife>(`/admin/blocks/${encodeURIComponent(id)}`, { every: 15 });
  const title = asked.data ? t('block.title', { height: count(asked.data.row.height) }) : t('lookup.block');
  return (
    <Page title={title} lead={<code className="adm-break">{id}</code>}>
      <Loaded query={asked}>
        {({ row, solvedAt, history }) => (
          <div className="adm-grid adm-grid-two">
            <Card title={t('lookup.block')}>
              <Facts rows={[
                [t('block.state'), <BlockState state={row.state} />],
                [t('block.confirmations'), count(row.confirmations)],
                [t('block.reward'), <Coins sat={row.rewardSat} />],
                [t('block.finder'), <><AccountLink account={row.finder} />{row.worker && <> {row.worker}</>}</>],
                [t('account.system'), row.rewardSystem],
                [t('block.found'), <When at={row.foundAt} exact />],
                ...(solvedAt ? [[t('block.solved'), <When at={solvedAt} exact />] as [string, ReactNode]] : []),
              ]} />
            </Card>
            <Card title={t('block.history')}>
              <p><Link href={shareOf(id, row.foundAt)}>{t('block.share')}</Link></p>
              <Way words="block" steps={history.map((step) => ({ ...step, reached: true }))} />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
