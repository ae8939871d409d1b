import type { CommandRow } from '../api/types';
import { outcomeOf } from '../model/command';
import { t } from '../text';
import { Chip, Table } from '../ui/parts';
import { When } from '../ui/When';

function Outcome({ row }: { row: CommandRow }) {
  const known = outcomeOf(row);
  return (
    <span>
      <Chip tone={known === 'applied' ? 'ok' : known === 'refused' ? 'bad' : 'warn'}>{t(`commands.${known}`)}</Chip>
      {known === 'refused' && row.detail && <small className="adm-why">{row.detail}</small>}
    </span>
  );
}

/** What was said exactly: the fields, in the words of the interface. */
function Fields({ row }: { row: CommandRow }) {
  const fields = Object.entries(row.fields ?? {});
  return fields.length === 0 ? null : <small className="adm-why">{fields.map(([name, value]) => `${name} ${value}`).join(', ')}</small>;
}

/** Commands with what became of them. */
export function CommandTable({ caption, rows, empty }: { caption: string; rows: CommandRow[]; empty: string }) {
  return (
    <Table caption={caption} rows={rows} keyOf={(row) => row.commandId} empty={empty} columns={[
      { name: t('commands.kind'), lead: true, cell: (row) => <span><strong>{row.kind}</strong><Fields row={row} /></span> },
      { name: t('commands.outcome'), cell: (row) => <Outcome row={row} /> },
      { name: t('audit.user'), cell: (row) => row.author },
      { name: t('audit.at'), cell: (row) => <When at={row.sentAt} /> },
      { name: t('payouts.reason'), cell: (row) => row.reason || '–' },
    ]} />
  );
}
