import { problemKinds } from "@/lib/web/api/problem-kinds";
import { MarkedText } from "./marked-text";

/** Every code, under the anchor that a problem's `type` points at. */
export function ProblemList() {
  const kinds = [...new Map(Object.values(problemKinds).map((kind) => [kind.code, kind])).values()];
  return (
    <dl>
      {kinds.map(({ code, status, title, detail }) => (
        <div key={code} id={code} className="border-t border-line py-3 target:bg-accent-soft">
          <dt className="flex flex-wrap items-baseline gap-x-3">
            <code className="font-mono text-sm font-semibold">{code}</code>
            <span className="text-sm text-ink-soft">
              {status} · {title}
            </span>
          </dt>
          <dd className="max-w-prose text-sm">
            <MarkedText>{detail}</MarkedText>
          </dd>
        </div>
      ))}
    </dl>
  );
}
