/** A few values, one of them chosen: buttons in a group, each saying whether it is pressed. */
export function Choice<Value extends string>(props: {
  label: string; value: Value; options: readonly (readonly [Value, string])[]; onChange: (value: Value) => void;
}) {
  return (
    <div className="choice" role="group" aria-label={props.label}>
      {props.options.map(([value, text]) => (
        <button key={value} type="button" aria-pressed={value === props.value} onClick={() => props.onChange(value)}>{text}</button>
      ))}
    </div>
  );
}
