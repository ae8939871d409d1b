import { useNetwork, useServices, useStats } from '../api/queries';
import type { Network, NodeRow, ServiceRow } from '../api/types';
import { useTitle } from '../app/title';
import { count, difficulty } from '../format/number';
import { rate, work } from '../format/rate';
import { duration } from '../format/time';
import { JobPanel } from '../parts/JobPanel';
import { serviceText } from '../parts/StatusPanel';
import { t } from '../text/en';
import { useNow } from '../ui/clock';
import { Head } from '../ui/Head';
import { Figure, Figures, Panel } from '../ui/Panel';
import { Badge, Loaded, SkeletonBlock } from '../ui/State';
import { Table, type Column } from '../ui/Table';
import { Id, When } from '../ui/Values';

export default function NetworkPage() {
  useTitle(t('nav.network'));
  const network = useNetwork();
  const services = useServices();
  return (
    <div className="page">
      <Head title={t('nav.network')} note={t('network.note')} />
      <Loaded query={network} skeleton={<SkeletonBlock height={320} />}>{(status) => <Chain status={status} />}</Loaded>
      <JobPanel />
      {services.data && services.data.length > 0 ? (
        <Panel title={t('services.title')} note={t('services.note')}>
          <Table caption={t('services.title')} columns={SERVICES} rows={services.data} rowKey={(row) => row.service} />
        </Panel>
      ) : null}
    </div>
  );
}

function Chain({ status }: { status: Network }) {
  const now = useNow();
  const stats = useStats().data;
  const networkRate = status.networkHashrateHps ?? stats?.networkHashrateHps;
  const hardness = status.networkDifficulty ?? stats?.networkDifficulty;
  return (
    <>
      {status.serving ? null : <p className="error-note" role="alert">{t('status.not-serving')}: {status.reason}</p>}
      <Figures className="wide-figures">
        <Figure label={t('network.height')} value={count(status.height)} hint={status.chain} />
        <Figure label={t('network.tip')} value={<When short at={status.tipSince} />} />
        {typeof hardness === 'number' ? <Figure label={t('pool.difficulty')} value={difficulty(hardness)} /> : null}
        {typeof networkRate === 'number' ? <Figure label={t('network.rate')} value={rate(networkRate)} hint={t('network.rate.hint')} /> : null}
        <Figure label={t('network.work')} value={work(status.networkWorkHashes)} hint={t('network.work.hint')} />
        <Figure label={t('network.template')} value={duration(Math.max(0, (now - Date.parse(status.templateAt)) / 1000))} hint={t('network.template.hint')} />
      </Figures>
      <Panel title={t('network.nodes')} note={t('network.nodes.note')}>
        <Table caption={t('network.nodes')} columns={nodeColumns(status)} rows={status.nodes} rowKey={(node) => node.name} />
        <p className="tip-line">{t('network.tip-id')} <Id id={status.tip} kind="block" /></p>
      </Panel>
    </>
  );
}

function nodeColumns(status: Network): Column<NodeRow>[] {
  return [
    { title: t('node.name'), main: true, cell: (node) => <>{node.name}{node.chosen ? <> <Badge tone="accent">{t('node.chosen')}</Badge></> : null}</> },
    { title: t('block.state'), cell: (node) => <Badge tone={node.healthy ? 'good' : 'bad'}>{node.healthy ? t('node.healthy') : node.problem || t('node.ill')}</Badge> },
    { title: t('network.height'), numeric: true, cell: (node) => <>{count(node.height)}{node.height < status.height ? <span className="faint"> {t('node.behind', { n: status.height - node.height })}</span> : null}</> },
    { title: t('node.latency'), numeric: true, cell: (node) => `${count(node.latencyMs)}\u202fms` },
    { title: t('node.peers'), numeric: true, cell: (node) => count(node.peers) },
  ];
}

const SERVICES: Column<ServiceRow>[] = [
  { title: t('services.service'), main: true, cell: (row) => serviceText(row.service) },
  { title: t('block.state'), cell: (row) => <><Badge tone={row.ready ? 'good' : 'bad'}>{t(row.ready ? 'service.ready' : 'service.not-ready')}</Badge>{row.ready ? null : <span className="faint"> {row.reason}</span>}</> },
  { title: t('services.instances'), numeric: true, cell: (row) => count(row.instances) },
];
