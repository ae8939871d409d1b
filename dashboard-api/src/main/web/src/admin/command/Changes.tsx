import type { Change } from '../model/command';
import { t } from '../text';

/** Old and new side by side. */
export function Changes({ changes }: { changes: Change[] }) {
  return (
    <table className="adm-changes">
      <caption>{t('command.changes')}</caption>
      <thead><tr><th scope="col">{t('command.what')}</th><th scope="col">{t('command.now')}</th><th scope="col">{t('command.then')}</th></tr></thead>
      <tbody>
        {changes.map((change) => (
          <tr key={change.name}>
            <th scope="row">{change.name}</th>
            <td><del>{change.before || '–'}</del></td>
            <td><ins>{change.after || '–'}</ins></td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
