import { useJob } from '../api/queries';
import type { CurrentJob } from '../api/types';
import { count, percent } from '../format/number';
import { short } from '../format/short';
import { t } from '../text/en';
import { Panel } from '../ui/Panel';
import { Loaded, SkeletonBlock } from '../ui/State';
import { Table, type Column } from '../ui/Table';
import { Amount, Id } from '../ui/Values';

/** A pay-to-nobody output carries data, such as the commitment to witnesses. */
const isData = (script: string): boolean => script.startsWith('6a');

/** A header's version with the bits a miner may roll. */
const MASK = '1fffe000';

/** The work given out now, piece by piece, so that a miner can see where its hashes lead. */
export function JobPanel() {
  const job = useJob();
  return (
    <Panel title={t('job.title')} note={t('job.note')}>
      <Loaded query={job} skeleton={<SkeletonBlock height={360} />}>{(work) => <Job job={work} />}</Loaded>
    </Panel>
  );
}

function Job({ job }: { job: CurrentJob }) {
  const fees = job.totalFeesSat;
  const columns: Column<CurrentJob['outputs'][number]>[] = [
    { title: t('job.pays'), main: true, cell: (output) => (isData(output.script) ? t('job.commitment') : <Id id={output.address} kind="address" text={short(output.address, 12, 10)} />) },
    { title: t('job.value'), numeric: true, cell: (output) => <Amount sat={output.valueSat} /> },
    { title: t('job.part'), numeric: true, cell: (output) => (job.coinbaseValueSat > 0 ? percent((100 * output.valueSat) / job.coinbaseValueSat) : '–') },
    { title: t('job.script'), minor: true, cell: (output) => <span className="mono faint" title={output.script}>{short(output.script, 12, 8)}</span> },
  ];
  return (
    <>
      <dl className="facts">
        <div><dt>{t('job.height')}</dt><dd>{count(job.height)}</dd></div>
        <div><dt>{t('job.reward')}</dt><dd><Amount sat={job.coinbaseValueSat} />{typeof fees === 'number' ? <span className="faint"> {t('job.fees')} <Amount sat={fees} /></span> : null}</dd></div>
        <div><dt>{t('job.previous')}</dt><dd><Id id={job.previous} kind="block" /></dd></div>
        {job.tag ? <div><dt>{t('job.tag')}</dt><dd className="mono">{job.tag}</dd></div> : null}
      </dl>
      <h3>{t('job.outputs')}</h3>
      <p className="note">{t('job.outputs.note')}</p>
      <Table caption={t('job.outputs')} columns={columns} rows={job.outputs} rowKey={(output) => output.script} />
      <h3>{t('job.coinbase')}</h3>
      <p className="note">{t('job.coinbase.note')}</p>
      <p className="hex" tabIndex={0} role="group" aria-label={t('job.coinbase')}>
        <span title={t('job.coinb1')}>{job.coinb1}</span><mark title={t('job.extranonce')}>{t('job.extranonce.mark')}</mark><span title={t('job.coinb2')}>{job.coinb2}</span>
      </p>
      <details>
        <summary>{t('job.header')}</summary>
        <dl className="facts">
          <div><dt>version</dt><dd className="mono">{job.version} <span className="faint">{t('job.version', { mask: MASK })}</span></dd></div>
          <div><dt>nbits</dt><dd className="mono">{job.nbits} <span className="faint">{t('job.nbits')}</span></dd></div>
          <div><dt>ntime</dt><dd className="mono">{job.ntime} <span className="faint">{t('job.ntime')}</span></dd></div>
          <div><dt>{t('job.branch')}</dt><dd>{job.merkleBranch.length === 0 ? t('job.branch.empty') : <ol className="branch">{job.merkleBranch.map((hash) => <li key={hash} className="mono">{hash}</li>)}</ol>}</dd></div>
        </dl>
      </details>
    </>
  );
}
