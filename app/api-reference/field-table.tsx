import type { FieldRow } from "./list-fields";
import { MarkedText } from "./marked-text";

interface FieldTableProps {
  readonly caption: string;
  readonly fields: readonly FieldRow[];
}

/** Nothing at all where there is nothing to list. */
export function FieldTable({ caption, fields }: FieldTableProps) {
  if (fields.length === 0) return null;
  return (
    <table className="w-full table-fixed text-left text-sm">
      <caption className="pb-1 text-left font-semibold">{caption}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Type and meaning</th>
        </tr>
      </thead>
      <tbody>
        {fields.map(({ name, type, isRequired, description }) => (
          <tr key={name} className="border-t border-line align-top">
            <th scope="row" className="w-2/5 break-words py-2 pe-4 font-mono font-normal">
              {name}
              {isRequired ? null : <span className="block font-sans text-ink-soft">optional</span>}
            </th>
            <td className="break-words py-2">
              <span className="font-mono text-ink-soft">{type}</span>
              {description ? (
                <span className="block">
                  <MarkedText>{description}</MarkedText>
                </span>
              ) : null}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
