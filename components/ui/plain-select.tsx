import { CONTROL } from "./control-classes";

interface PlainSelectProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A choice in a GET form: the URL is its memory, so it needs no state. */
export function PlainSelect({ name, label, value, options }: PlainSelectProps) {
  return (
    <label className="grid gap-1 text-sm">
      <span className="text-ink-soft">{label}</span>
      <select
        name={name}
        defaultValue={value}
        key={value}
        className={`${CONTROL} select-arrow pe-9 text-ellipsis`}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}
