/** The pool's mark, in the colour of the text around it. */
export function Logo() {
  return (
    <svg className="adm-logo" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M13.5 2 4.5 13.5h6L9 22l10.5-12.5h-6.5z" />
    </svg>
  );
}
