import type { CommandRow } from '../api/types';
import { outcomeOf } from '../model/command';
import { t } from '../text';
import { Chip, Table } from '../ui/parts';
import { OrderLink } from '../ui/state';
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

/** Payout-service reads an order's id from the other end than the pages do. */
export const turned = (hex: string) => (hex.match(/../g) ?? []).reverse().join('');

/** What was said exactly: the fields, in the words of the interface. */
function Fields({ row }: { row: CommandRow }) {
  const { order, ...rest } = row.fields ?? {};
  const words = Object.entries(rest).map(([name, value]) => `${name} ${value}`).join(', ');
  if (order === undefined && words === '') return null;
  return <small className="adm-why">{order !== undefined && <>order <OrderLink id={turned(order)} /> </>}{words}</small>;
}

/** Commands with what became of them. */
export function CommandTable({ caption, rows, empty, first = 20 }: { caption: string; rows: CommandRow[]; empty: string; first?: number }) {
  return (
    <Table first={first} caption={caption} rows={rows} keyOf={(row) => row.commandId} empty={empty} columns={[
      { name: t('commands.kind'), lead: true, cell: (row) => <span><strong>{row.kind}</strong><Fields row={row} /></span> },
      { name: t('commands.outcome'), cell: (row) => <Outcome row={row} /> },
      { name: t('audit.user'), cell: (row) => row.author },
      { name: t('audit.at'), cell: (row) => <When at={row.sentAt} /> },
      { name: t('payouts.reason'), cell: (row) => row.reason || '–' },
    ]} />
  );
}
