/** Where a portal of this run is, as the tests' own processes are told. */
export interface PortalUnderTest {
  readonly url: string;
  /** Opens the form for the first administrator, as long as nobody has used it. */
  readonly setupLink: string;
  readonly domain: string;
  readonly dataDir: string;
  /** Everything the portal has said. */
  readonly logFile: string;
  readonly supervisorPid: number;
  readonly apiUrl: string;
  readonly imap: Peer;
  readonly smtp: Peer;
  /** Holds a file for each mail that the portal itself has sent to people's addresses elsewhere. */
  readonly outsideFolder: string;
}

interface Peer {
  readonly host: string;
  readonly port: number;
}

const VARIABLE = "PASTURE_E2E_PORTALS";

export function publishPortals(portals: readonly PortalUnderTest[]): void {
  process.env[VARIABLE] = JSON.stringify(portals);
}

/**
 * The portal of one of the runner's workers: a test that breaks the mail server must be alone with it.
 * Throws outside a run that the global set-up has prepared.
 */
export function readPortal(parallelIndex: number): PortalUnderTest {
  const text = process.env[VARIABLE];
  const portal = text ? (JSON.parse(text) as PortalUnderTest[])[parallelIndex] : undefined;
  if (!portal) throw new Error("no portal was started: run these tests with .config/playwright.ts");
  return portal;
}
