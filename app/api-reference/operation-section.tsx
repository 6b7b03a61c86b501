import { FieldTable } from "./field-table";
import type { ReferenceOperation } from "./list-operations";
import { MarkedText } from "./marked-text";

export function OperationSection({ operation }: { readonly operation: ReferenceOperation }) {
  const { id, method, path, summary, description, scope, example, answers } = operation;
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid grid-cols-1 gap-4 border-t border-line py-8"
    >
      <header>
        <h3 id={`${id}-title`} className="text-lg font-semibold leading-7">
          {summary}
        </h3>
        <p className="mt-1 break-words font-mono text-sm">
          <span className="font-semibold">{method}</span> {path}
        </p>
        <p className="mt-1 text-sm text-ink-soft">
          {scope ? (
            <>
              Scope <code className="font-mono">{scope}</code>
            </>
          ) : (
            "Needs no token"
          )}
        </p>
        {description ? (
          <p className="mt-3 max-w-prose">
            <MarkedText>{description}</MarkedText>
          </p>
        ) : null}
      </header>
      <pre className="whitespace-pre-wrap break-words rounded-lg bg-sunken p-4 font-mono text-sm">
        {example}
      </pre>
      <FieldTable caption="Parameters" fields={operation.parameters} />
      <FieldTable caption="Body" fields={operation.body} />
      <FieldTable caption="Answer" fields={operation.output} />
      <div>
        <h4 className="pb-1 text-sm font-semibold">Statuses</h4>
        <dl className="text-sm">
          {answers.map(({ status, description: meaning }) => (
            <div key={status} className="flex gap-4 border-t border-line py-2">
              <dt className="w-12 shrink-0 font-mono">{status}</dt>
              <dd className="min-w-0">
                <MarkedText>{meaning}</MarkedText>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </section>
  );
}
