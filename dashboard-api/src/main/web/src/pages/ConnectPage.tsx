import { useEffect, useState } from 'react';
import { useAddress, usePorts, useSchemes, useStats } from '../api/queries';
import type { PortRow } from '../api/types';
import { rememberAddress, rememberedAddress } from '../app/remembered';
import { useTitle } from '../app/title';
import { difficulty } from '../format/number';
import { moment } from '../format/time';
import { SOFTWARE, algorithmOf, lines, speaksTls, userOf, type Software } from '../parts/connectLines';
import { Plans, TermsPanel, planText, schemeText } from '../parts/TermsPanel';
import { t } from '../text/en';
import { Choice } from '../ui/Choice';
import { CopyLine } from '../ui/Copy';
import { Head } from '../ui/Head';
import { Panel } from '../ui/Panel';
import { Badge, Loaded, SkeletonBlock } from '../ui/State';

export default function ConnectPage() {
  useTitle(t('nav.connect'));
  const ports = usePorts();
  const stats = useStats().data;
  const [address, setAddress] = useState(rememberedAddress());
  const [worker, setWorker] = useState('rig1');
  const [software, setSoftware] = useState<Software>('cgminer');
  const user = userOf(address.trim() || t('connect.address.placeholder'), worker);
  const algorithm = algorithmOf(stats?.chain ?? '', stats?.coin?.algorithm);
  return (
    <div className="page">
      <Head title={t('connect.title')} note={t('connect.note')} />
      <Panel title={t('connect.you')}>
        <div className="fields">
          <label className="field grow"><span>{t('connect.address')}</span>
            <input value={address} onChange={(event) => setAddress(event.target.value)} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={120} placeholder={t('connect.address.placeholder')} aria-describedby="address-answer" />
          </label>
          <label className="field"><span>{t('connect.worker')}</span>
            <input value={worker} onChange={(event) => setWorker(event.target.value)} autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
          </label>
        </div>
        <Answer address={address} />
        <Choice label={t('connect.software')} value={software} onChange={setSoftware} options={SOFTWARE.map((each) => [each, t(`connect.${each}`)] as const)} />
        <p className="note">{t(`connect.${software}.note`)}</p>
      </Panel>
      <Loaded query={ports} skeleton={<SkeletonBlock height={300} />}>
        {(rows) => <div className="ports">{rows.map((port) => <Port key={port.port} port={port} software={software} user={user} algorithm={algorithm} />)}</div>}
      </Loaded>
      <Panel title={t('connect.rules')}>
        <ul className="prose">
          <li>{t('connect.rule.user')}</li>
          <li>{t('connect.rule.password')}</li>
          <li>{t('connect.rule.schedule')}</li>
          <li>{t('connect.rule.backup')}</li>
        </ul>
      </Panel>
      <TermsPanel stats={stats} />
    </div>
  );
}

/** What a port will offer, by the operator's word; null when nothing is planned. */
export function portPlan({ next }: Pick<PortRow, 'next'>): string | null {
  if (!next) return null;
  const what = [t('port.difficulty', { start: difficulty(next.startDifficulty) }), ...(next.vardiff ? [t('port.vardiff')] : []), t('port.least', { least: difficulty(next.minimumDifficulty) })];
  return t('plan.from', { time: moment(next.fromAt), what: what.join(' ') });
}

/** Says whether the address can be paid here, half a second after the last key. */
function Answer({ address }: { address: string }) {
  const [asked, setAsked] = useState(address.trim());
  useEffect(() => {
    const timer = setTimeout(() => setAsked(address.trim()), 500);
    return () => clearTimeout(timer);
  }, [address]);
  const answer = useAddress(asked).data;
  const valid = answer?.valid === true;
  useEffect(() => { if (valid) rememberAddress(asked); }, [valid, asked]);
  const text = !asked || !answer ? '\u00a0' : valid ? t(answer.known ? 'connect.known' : 'connect.valid') : `${answer.problem ?? t('search.invalid')}${answer.suggestion ? ` ${t('connect.meant', { address: answer.suggestion })}` : ''}`;
  return <p id="address-answer" className={`field-answer ${!asked || !answer ? '' : valid ? 'good-text' : 'bad-text'}`} aria-live="polite">{text}</p>;
}

function Port({ port, software, user, algorithm }: { port: PortRow; software: Software; user: string; algorithm: string }) {
  const scheme = (useSchemes().data ?? []).find((each) => each.scheme === port.scheme);
  const title = t(port.rewardSystem === 'SOLO' ? 'port.solo' : scheme && scheme.blockInterval === 0 ? 'port.pplns.time' : 'port.pplns.blocks');
  const plans = [planText(scheme), portPlan(port)].filter((text) => text !== null);
  const fieldName = (field: string | null) => (field === 'url' || field === 'host' || field === 'port' || field === 'user' || field === 'password' ? t(`connect.field.${field}`) : '');
  return (
    <Panel className="port" title={<>{title} <span className="port-number">{port.port}</span></>} note={scheme ? schemeText(scheme) : port.paid}
      actions={<>{port.tls ? <Badge tone="accent">TLS</Badge> : null}{port.online === false ? <Badge tone="bad">{t('port.offline')}</Badge> : port.online ? <Badge tone="good">{t('port.online')}</Badge> : null}</>}>
      {port.tls && !speaksTls(software)
        ? <p className="note">{t('connect.no-tls', { software: t(`connect.${software}`) })}</p>
        : lines(software, port, user, algorithm).map((line) => <CopyLine key={line.field ?? 'command'} text={line.text} label={fieldName(line.field) || t('connect.command')} {...(line.field ? { name: fieldName(line.field) } : {})} />)}
      {typeof port.startDifficulty === 'number' ? <p className="note">{t('port.difficulty', { start: difficulty(port.startDifficulty) })}{port.vardiff ? ` ${t('port.vardiff')}` : ''}<Plans texts={plans} /></p> : plans.length > 0 ? <p className="note"><Plans texts={plans} /></p> : null}
    </Panel>
  );
}
