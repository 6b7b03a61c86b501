/** What one payload does when it strikes, told apart from all others by its number. */
export interface Strike {
  /** Runs in an attribute or a script without any quotes, and says so on the console. */
  readonly js: string;
  readonly jsUrl: string;
  /** An address whose being asked for is noticed. */
  readonly net: string;
  readonly host: string;
  /** A page that runs it. */
  readonly dataPage: string;
  /** A picture that runs it, and loads another. */
  readonly svgPage: string;
}

export const CANARY_DOMAIN = "canary.test";

export function strikeOf(id: string): Strike {
  const host = `c${id}.${CANARY_DOMAIN}`;
  const net = `http://${host}/hit`;
  const js = `console.log(/pwned-${id}/.source)`;
  const page = `<script>${js}</script>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${js}"><image href="${net}"/></svg>`;
  return {
    js,
    jsUrl: `javascript:${js}`,
    net,
    host,
    dataPage: `data:text/html;base64,${Buffer.from(page).toString("base64")}`,
    svgPage: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`,
  };
}

/** One way by which mail has tried to run or to load something. */
export type Payload = (strike: Strike) => string;
