import type { ReactNode } from 'react';
import { count } from '../../format/number';
import { useAdmin } from '../api/queries';
import type { BlockLife } from '../api/types';
import { t } from '../text';
import { Loaded } from '../ui/Loaded';
import { Coins } from '../ui/money';
import { Card, Facts, Page } from '../ui/parts';
import { AccountLink, BlockState } from '../ui/state';
import { Way } from '../ui/Way';
import { When } from '../ui/When';

/** A block from its solution to its money. */
export function BlockPage({ id }: { id: string }) {
  const query = useAdmin<BlockLife>(`/admin/blocks/${encodeURIComponent(id)}`, { every: 15 });
  const title = query.data ? t('block.title', { height: count(query.data.row.height) }) : t('lookup.block');
  return (
    <Page title={title} lead={<code className="adm-break">{id}</code>}>
      <Loaded query={query}>
        {({ row, solvedAt, history }) => (
          <div className="adm-grid">
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
              <Way words="block" steps={history.map((step) => ({ ...step, reached: true }))} />
            </Card>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
