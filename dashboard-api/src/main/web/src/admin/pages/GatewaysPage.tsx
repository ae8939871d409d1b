import { type FormEvent, useState } from 'react';
import { useSearch } from 'wouter';
import { count, difficulty } from '../../format/number';
import { duration } from '../../format/time';
import { useAdmin } from '../api/queries';
import type { Gateway as GatewayRow } from '../api/types';
import { Act } from '../command/Act';
import { useAsk } from '../command/Commands';
import type { CommandPlan } from '../model/command';
import { useMay } from '../session/SessionContext';
import { t } from '../text';
import { Field } from '../ui/Field';
import { Loaded } from '../ui/Loaded';
import { Card, Facts, Notice, Page } from '../ui/parts';
import { useNow } from '../ui/When';
import { ServiceState } from './health/ServicesCard';

const MESSAGE_MAX = 200;

function drain(instance: string, last: boolean): CommandPlan {
  return {
    owner: 'gateway', kind: 'drain', fields: { instance }, danger: true,
    title: t('gateways.drainTitle'), confirm: t('gateways.drainDo'),
    effects: [t('gateways.drain1', { instance }), t('gateways.drain2'), ...(last ? [t('gateways.drainLast')] : [])],
  };
}

/** A gateway's own figures, by the names it gives them. */
function sessionsOf(gateway: GatewayRow): number | undefined {
  return gateway.figures['sessions'] ?? gateway.figures['connections'];
}

function Gateway({ gateway, last }: { gateway: GatewayRow; last: boolean }) {
  const { ports } = gateway;
  const now = useNow();
  const sessions = sessionsOf(gateway);
  const off = !gateway.alive || !gateway.ready;
  return (
    <Card title={gateway.instance} tone={off ? 'bad' : 'ok'} aside={gateway.alive && <Act small plan={drain(gateway.instance, last)}>{t('gateways.drain')}…</Act>}>
      <Facts rows={[
        [t('health.state'), <ServiceState service={gateway} />],
        ...(sessions === undefined ? [] : [[t('gateways.sessions'), count(sessions)] as [string, string]]),
        [t('health.up'), gateway.alive ? duration((now - Date.parse(gateway.startedAt)) / 1000) : '–'],
        [t('health.version'), gateway.version],
      ]} />
      {ports.length > 0 && (
        <>
          <h3>{t('gateways.ports')}</h3>
          <ul className="adm-ports">
            {ports.map((port) => (
              <li key={port.name}>
                <strong>{port.name}</strong> {port.number && <code>{port.number}</code>} <span className="adm-quiet">
                  {port.rewardSystem}{port.tls ? ' · TLS' : ''} · {t('account.difficulty')} {difficulty(port.startDifficulty)},{' '}
                  {t(port.vardiff ? 'gateways.vardiff' : 'gateways.fixed')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

/** A line of text on the miners' screens. */
function MessageForm({ to }: { to: string }) {
  const ask = useAsk();
  const { may, needed } = useMay('gateway', 'show-message');
  const [text, setText] = useState('');
  const [address, setAddress] = useState(to);
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const said = text.trim();
    const bad = said === '' || said.length > MESSAGE_MAX;
    setProblem(bad ? t('gateways.messageBad') : undefined);
    if (bad) return;
    const account = address.trim();
    ask({
      owner: 'gateway', kind: 'show-message', fields: account === '' ? { text: said } : { text: said, address: account },
      title: t('gateways.messageTitle'), confirm: t('gateways.messageDo'),
      effects: [account === '' ? t('gateways.messageAll', { text: said }) : t('gateways.messageOne', { text: said, account })],
    }, () => setText(''));
  };
  return (
    <Card title={t('gateways.message')} wide>
      {may ? (
        <form onSubmit={submit} noValidate>
          <div className="adm-form-grid">
            <Field label={t('gateways.messageText')} hint={t('gateways.messageHint')} value={text} onChange={setText} maxLength={MESSAGE_MAX}
              required error={problem} autoFocus={to !== ''} />
            <Field label={t('gateways.messageTo')} hint={t('gateways.messageToHint')} value={address} onChange={setAddress} spellCheck={false} autoCapitalize="off" />
          </div>
          <button type="submit" className="adm-button">{t('gateways.messageDo')}…</button>
        </form>
      ) : <Notice tone="info">{t('ui.needsRole', { role: t(`role.${needed}`) })}</Notice>}
    </Card>
  );
}

export function GatewaysPage() {
  const query = useAdmin<GatewayRow[]>('/admin/gateways', { every: 5 });
  const to = new URLSearchParams(useSearch()).get('message') ?? '';
  return (
    <Page title={t('gateways.title')} lead={t('gateways.lead')}>
      <Loaded query={query}>
        {(gateways) => {
          const working = gateways.filter((one) => one.alive && one.ready).length;
          if (gateways.length === 0) return <Notice tone="bad" title={t('gateways.none')} />;
          return (
            <div className="adm-grid adm-grid-fill">
              {gateways.map((gateway) => <Gateway key={gateway.instance} gateway={gateway} last={working <= 1} />)}
            </div>
          );
        }}
      </Loaded>
      <MessageForm key={to} to={to} />
    </Page>
  );
}
