/** Stands where rows will be, in their height, so that nothing jumps when they come. Says in words that it waits. */
export function Skeleton({ rows, label }: { readonly rows: number; readonly label: string }) {
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <div key={key} aria-hidden="true" className="h-14 animate-pulse rounded-lg bg-sunken" />
      ))}
    </div>
  );
}
