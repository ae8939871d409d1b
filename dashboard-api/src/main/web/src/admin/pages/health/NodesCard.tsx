import { count } from '../../../format/number';
import { shortBlock } from '../../../format/short';
import type { NodeRow } from '../../api/types';
import { type Tone, behind } from '../../model/findings';
import { t } from '../../text';
import { Card, Chip, Empty } from '../../ui/parts';

/** Nodes side by side, so that a difference jumps out. */
export function NodesCard({ nodes, tone }: { nodes: NodeRow[]; tone: Tone }) {
  if (nodes.length === 0) return <Card title={t('health.nodes')} tone={tone}><Empty>{t('health.noNodes')}</Empty></Card>;
  return (
    <Card title={t('health.nodes')} tone={tone} wide>
      <div className="adm-nodes">
        {nodes.map((node) => {
          const late = behind(node, nodes);
          return (
            <article key={node.name} className={node.healthy ? 'adm-node' : 'adm-node adm-node-bad'}>
              <h3>{node.name}</h3>
              <p>
                {node.healthy
                  ? <Chip tone={node.chosen ? 'ok' : 'idle'}>{t(node.chosen ? 'health.chosen' : 'health.spare')}</Chip>
                  : <Chip tone="bad">{t('health.sick')}</Chip>}
                {node.healthy && late > 0 && <> <Chip tone="warn">{t('health.behindBy', { n: late })}</Chip></>}
              </p>
              {node.problem && <p className="adm-why">{node.problem}</p>}
              <dl>
                <div><dt>{t('health.height')}</dt><dd>{count(node.height)}</dd></div>
                <div><dt>{t('health.tip')}</dt><dd>{node.tip ? <code title={node.tip}>{shortBlock(node.tip)}</code> : '–'}</dd></div>
                <div><dt>{t('health.latency')}</dt><dd>{count(node.latencyMs)} ms</dd></div>
                <div><dt>{t('health.peers')}</dt><dd>{count(node.peers)}</dd></div>
              </dl>
            </article>
          );
        })}
      </div>
    </Card>
  );
}
