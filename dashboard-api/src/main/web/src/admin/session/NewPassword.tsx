import { strength } from '../model/password';
import { t } from '../text';
import { PasswordField } from '../ui/Field';

/** A new password, with a hint how well it holds. */
export function NewPassword({ label, user, value, onChange, error }: {
  label: string; user: string; value: string; onChange: (text: string) => void; error?: string | undefined;
}) {
  const { score, hint } = strength(value, user);
  return (
    <>
      <PasswordField label={label} value={value} onChange={onChange} autoComplete="new-password" required minLength={12} maxLength={128}
        hint={t('password.rule')} error={error} />
      {value !== '' && (
        <p className="adm-strength" aria-live="polite">
          <meter min={0} max={4} low={2} high={3} optimum={4} value={Math.max(score, 0.4)} aria-label={t('password.strength')} />
          <span>{t(`password.${hint}`)}</span>
        </p>
      )}
    </>
  );
}
