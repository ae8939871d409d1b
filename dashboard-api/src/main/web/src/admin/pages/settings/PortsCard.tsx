import { useState } from 'react';
import { difficulty } from '../../../format/number';
import { moment } from '../../../format/time';
import type { PortPlan, PortSetting } from '../../api/types';
import { type Errors, type PortForm, changed, checkPort, hasErrors } from '../../model/settings';
import { decimals, isUnlimited, readPower, writePower } from '../../model/power';
import { t } from '../../text';
import { Check, Field } from '../../ui/Field';
import { Card, Table } from '../../ui/parts';
import { Edit, EditButton, Waits, WhenField, broken, useDraft, whenOf } from './Edit';

/** A port is the same on all gateways; the newest version stands for all of them. */
export function portsByName(ports: PortSetting[]): PortSetting[] {
  const newest = new Map<string, PortSetting>();
  for (const port of ports) {
    const known = newest.get(port.name);
    if (!known || port.version > known.version) newest.set(port.name, port);
  }
  return [...newest.values()].sort((one, other) => (one.number ?? 0) - (other.number ?? 0) || one.name.localeCompare(other.name));
}

/** A checked text's exponent. */
const exponent = (text: string) => readPower(text) ?? 0;
const shown = (value: number) => (isUnlimited(value) ? t('ports.unlimited') : difficulty(value));
const onOff = (on: boolean) => t(on ? 'ports.on' : 'ports.offWord');

/** What will be, in a sentence. */
export function planned(next: PortPlan): string {
  const what = t('ports.planned', {
    minimum: shown(next.minimumDifficulty), start: shown(next.startDifficulty), maximum: shown(next.maximumDifficulty),
    vardiff: onOff(next.vardiff), interval: `${next.shareIntervalMs / 1000} s`,
  });
  return t('settings.planned', { time: moment(next.fromAt), what });
}

/** Who changes a port with a plan changes what it would be: that is the version to know. */
const newest = (port: PortSetting) => port.next?.version ?? port.version;

function PortEditor({ before, onDone }: { before: PortSetting; onDone: () => void }) {
  const draft = useDraft<PortForm & { from: string }>(newest(before), () => ({
    minimumDifficulty: writePower(before.minimumDifficulty),
    startDifficulty: writePower(before.startDifficulty),
    maximumDifficulty: writePower(before.maximumDifficulty),
    vardiff: before.vardiff,
    shareIntervalSeconds: String(before.shareIntervalMs / 1000),
    from: '',
  }));
  const [errors, setErrors] = useState<Errors<PortForm> & { from?: string | undefined }>({});
  const { form, set } = draft;
  const plan = () => {
    const when = whenOf(form.from, Date.now());
    const found = checkPort(form, broken);
    setErrors({ ...found, from: when.problem });
    if (hasErrors(found) || when.problem) return undefined;
    const intervalMs = Math.round(Number(form.shareIntervalSeconds) * 1000);
    const row = (name: string, old: number, now: string) => ({ name, before: writePower(old), after: writePower(2 ** exponent(now)) });
    const changes = changed([
      row(t('ports.minimum'), before.minimumDifficulty, form.minimumDifficulty),
      row(t('ports.start'), before.startDifficulty, form.startDifficulty),
      row(t('ports.maximum'), before.maximumDifficulty, form.maximumDifficulty),
      { name: t('ports.vardiff'), before: onOff(before.vardiff), after: onOff(form.vardiff) },
      { name: t('ports.interval'), before: `${before.shareIntervalMs / 1000} s`, after: `${intervalMs / 1000} s` },
    ]);
    if (changes.length === 0) return null;
    return {
      owner: 'gateway' as const, kind: 'set-port', expectedVersion: draft.base, danger: true,
      fields: {
        port: before.name,
        minimum: decimals(exponent(form.minimumDifficulty)),
        start: decimals(exponent(form.startDifficulty)),
        maximum: decimals(exponent(form.maximumDifficulty)),
        vardiff: String(form.vardiff),
        share_interval_ms: String(intervalMs),
        ...when.field,
      },
      title: t('ports.setTitle', { port: before.name }), confirm: t('ports.setDo'),
      changes: [...changes, { name: t('settings.when'), before: '', after: when.sentence }],
      effects: [t('ports.set1'), t('ports.set2')],
    };
  };
  return (
    <Edit version={newest(before)} {...draft} plan={plan} onDone={onDone}>
      {before.next && <Waits />}
      <Field label={t('ports.minimum')} hint={t('ports.powerHint')} value={form.minimumDifficulty} onChange={(minimumDifficulty) => set({ minimumDifficulty })}
        error={errors.minimumDifficulty} autoFocus />
      <Field label={t('ports.start')} value={form.startDifficulty} onChange={(startDifficulty) => set({ startDifficulty })} error={errors.startDifficulty} />
      <Field label={t('ports.maximum')} value={form.maximumDifficulty} onChange={(maximumDifficulty) => set({ maximumDifficulty })} error={errors.maximumDifficulty} />
      <Field label={t('ports.interval')} unit={t('ports.seconds')} value={form.shareIntervalSeconds} inputMode="decimal"
        onChange={(shareIntervalSeconds) => set({ shareIntervalSeconds })} error={errors.shareIntervalSeconds} />
      <Check label={t('ports.vardiff')} hint={t('ports.vardiffHint')} checked={form.vardiff} onChange={(vardiff) => set({ vardiff })} />
      <WhenField value={form.from} onChange={(from) => set({ from })} error={errors.from} />
    </Edit>
  );
}

export function PortsCard({ ports }: { ports: PortSetting[] }) {
  const [editing, setEditing] = useState<string>();
  const rows = portsByName(ports);
  const before = rows.find((one) => one.name === editing);
  return (
    <Card title={t('ports.title')} wide>
      <p className="adm-lead">{t('ports.lead')}</p>
      <Table caption={t('ports.title')} rows={rows} keyOf={(row) => row.name} empty={t('ports.none')} columns={[
        { name: t('ports.port'), lead: true, cell: (row) => <><strong>{row.name}</strong> {row.number && <code>{row.number}</code>} <small>{t('settings.version', { n: row.version })}</small>{row.next && <small className="adm-why">{planned(row.next)}</small>}</> },
        { name: t('ports.minimum'), number: true, cell: (row) => shown(row.minimumDifficulty) },
        { name: t('ports.start'), number: true, cell: (row) => shown(row.startDifficulty) },
        { name: t('ports.maximum'), number: true, cell: (row) => shown(row.maximumDifficulty) },
        { name: t('ports.vardiff'), cell: (row) => onOff(row.vardiff) },
        { name: t('ports.interval'), cell: (row) => `${row.shareIntervalMs / 1000} s` },
        {
          name: t('payouts.actions'), act: true,
          cell: (row) => <EditButton owner="gateway" kind="set-port" name={`${t('settings.edit')} ${row.name}`} onClick={() => setEditing(row.name)} />,
        },
      ]} />
      {before && <><h3>{before.name}</h3><PortEditor key={before.name} before={before} onDone={() => setEditing(undefined)} /></>}
    </Card>
  );
}
