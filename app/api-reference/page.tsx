import type { Metadata } from "next";
import { PageHeader } from "@/components/ui/page-header";
import { buildOpenApiDocument } from "@/lib/web/api/openapi-document";
import { listOperations, type ReferenceOperation } from "./list-operations";
import { MarkedText } from "./marked-text";
import { OperationSection } from "./operation-section";
import { ProblemList } from "./problem-list";

export const metadata: Metadata = { title: "API reference" };

/**
 * The OpenAPI document to read. In English only, as the API itself; plain HTML, because the usual viewers write
 * styles into their elements and the portal's policy runs none of that.
 */
export default function ApiReferencePage() {
  const document = buildOpenApiDocument();
  const groups = groupByTag(listOperations(document));
  return (
    <main id="content" lang="en" className="mx-auto max-w-4xl px-4 py-10 sm:px-8">
      <PageHeader title="API reference" subtitle="For programs that work with mailboxes" />
      <div className="mt-6 grid max-w-prose gap-4">
        {(document.info.description ?? "").split("\n\n").map((paragraph) => (
          <p key={paragraph}>
            <MarkedText>{paragraph}</MarkedText>
          </p>
        ))}
        <p>
          The same for machines:{" "}
          <a className="link" href="/api/v1/openapi.json">
            openapi.json
          </a>
        </p>
      </div>
      <Contents groups={groups} />
      {[...groups].map(([tag, operations]) => (
        <section key={tag} aria-labelledby={`tag-${tag}`} className="mt-10">
          <h2 id={`tag-${tag}`} className="pb-4 text-xl font-semibold">
            {tag}
          </h2>
          {operations.map((operation) => (
            <OperationSection key={operation.id} operation={operation} />
          ))}
        </section>
      ))}
      <section aria-labelledby="problems" className="mt-10">
        <h2 id="problems" className="pb-4 text-xl font-semibold">
          Problem codes
        </h2>
        <ProblemList />
      </section>
    </main>
  );
}

type Groups = ReadonlyMap<string, readonly ReferenceOperation[]>;

function Contents({ groups }: { readonly groups: Groups }) {
  return (
    <nav
      aria-label="Operations"
      className="mt-8 grid gap-6 rounded-xl border border-line bg-surface p-4 sm:grid-cols-2 sm:p-6"
    >
      {[...groups].map(([tag, operations]) => (
        <div key={tag}>
          <p className="font-semibold">{tag}</p>
          <ul>
            {operations.map(({ id, method, path }) => (
              <li key={id}>
                <a
                  className="link inline-flex min-h-6 items-center break-all font-mono text-sm"
                  href={`#${id}`}
                >
                  {method} {path}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function groupByTag(operations: readonly ReferenceOperation[]): Groups {
  const groups = new Map<string, ReferenceOperation[]>();
  for (const operation of operations)
    groups.set(operation.tag, [...(groups.get(operation.tag) ?? []), operation]);
  return groups;
}
