import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId, useState } from 'react';
import { t } from '../text';

interface Frame {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
}

/** Label, control, hint and error, tied together for screen readers. */
function useFrame({ hint, error }: Omit<Frame, 'label'>) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return {
    id,
    aria: { id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined } as const,
    after: (
      <>
        {hint && <p className="adm-hint" id={`${id}-hint`}>{hint}</p>}
        {error && <p className="adm-error" id={`${id}-error`} role="alert">{error}</p>}
      </>
    ),
  };
}

type InputProps = Frame & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'id'> & {
  value: string;
  onChange: (text: string) => void;
  unit?: string;
};

export function Field({ label, hint, error, onChange, unit, ...input }: InputProps) {
  const frame = useFrame({ hint, error });
  return (
    <div className="adm-field">
      <label htmlFor={frame.id}>{label}</label>
      <span className="adm-control">
        <input {...input} {...frame.aria} onChange={(event) => onChange(event.target.value)} />
        {unit && <span className="adm-unit">{unit}</span>}
      </span>
      {frame.after}
    </div>
  );
}

/** A password may be looked at: typing it blind on a phone locks people out. */
export function PasswordField(props: Omit<InputProps, 'type'>) {
  const [shown, setShown] = useState(false);
  return (
    <div className="adm-password">
      <Field {...props} type={shown ? 'text' : 'password'} spellCheck={false} autoCapitalize="off" />
      <button type="button" className="adm-link-button" aria-pressed={shown} onClick={() => setShown(!shown)}>
        {shown ? t('ui.hide') : t('ui.show')}
      </button>
    </div>
  );
}

/** The six digits of the second factor; spaces that people copy along are dropped. */
export function CodeField({ onChange, ...props }: Omit<InputProps, 'type' | 'label'> & { label?: string }) {
  return (
    <Field
      label={t('ui.totp')}
      {...props}
      className="adm-code"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="[0-9]{6}"
      maxLength={9}
      onChange={(text) => onChange(text.replace(/\D/g, '').slice(0, 6))}
    />
  );
}

type ChoiceProps = Frame & Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'id'> & {
  value: string;
  onChange: (value: string) => void;
  options: { value: string; label: string }[];
};

export function Choice({ label, hint, error, onChange, options, ...select }: ChoiceProps) {
  const frame = useFrame({ hint, error });
  return (
    <div className="adm-field">
      <label htmlFor={frame.id}>{label}</label>
      <select {...select} {...frame.aria} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
      {frame.after}
    </div>
  );
}

export function Check({ label, hint, checked, onChange }: Frame & { checked: boolean; onChange: (on: boolean) => void }) {
  const frame = useFrame({ hint });
  return (
    <div className="adm-field adm-check">
      <label>
        <input {...frame.aria} type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
        <span>{label}</span>
      </label>
      {frame.after}
    </div>
  );
}
