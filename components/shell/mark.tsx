/** The mark: an envelope with hills for its fold. Same drawing as `app/icon.svg`. */
export function Mark({ size = 28 }: { readonly size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" className="shrink-0">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <rect x="5" y="8" width="22" height="16" rx="3" fill="var(--on-accent)" />
      <path
        d="M6 10.5l8.2 6.3a3 3 0 0 0 3.6 0L26 10.5"
        fill="none"
        stroke="var(--accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path
        d="M5 21.4c3.4-3.4 6.6-3.4 10.2-1 3.8 2.5 7.4 2.2 11.8-1.4v2a3 3 0 0 1-3 3H8a3 3 0 0 1-3-2.6z"
        fill="var(--accent)"
        opacity=".55"
      />
    </svg>
  );
}
