const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

export interface OriginFacts {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly secFetchSite: string | undefined;
  readonly hasCookies: boolean;
}

/**
 * Whether a request that may change something comes from our own pages. Next compares Origin and Host but lets a
 * missing Origin through, and `null` has bypassed it before (GHSA-mq59-m269-xvcx). Here an Origin must be ours;
 * without one, a request that carries cookies must say that it is same-origin.
 *
 * @param appOrigin The origin of APP_URL.
 */
export function isOriginAllowed(facts: OriginFacts, appOrigin: string): boolean {
  if (SAFE_METHODS.has(facts.method)) return true;
  if (facts.origin !== undefined) return facts.origin === appOrigin || isSameHost(facts.origin, facts.host);
  return !facts.hasCookies || facts.secFetchSite === "same-origin";
}

/** For operators who open the portal under another name than APP_URL: cookies are bound to that name as well. */
function isSameHost(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === host;
  } catch {
    return false;
  }
}
