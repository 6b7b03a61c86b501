/** The first stop of the Tab key: past the navigation to `#content`. */
export function SkipLink({ children }: { readonly children: string }) {
  return (
    <a
      href="#content"
      className="sr-only rounded-lg bg-accent font-medium text-on-accent focus:not-sr-only focus:fixed focus:start-4 focus:top-4 focus:z-20 focus:px-4 focus:py-3"
    >
      {children}
    </a>
  );
}
