/** Where the portal of this run is, as the tests' own processes are told. */
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
}

interface Peer {
  readonly host: string;
  readonly port: number;
}

const VARIABLE = "PASTURE_E2E_PORTAL";

export function publishPortal(portal: PortalUnderTest): void {
  process.env[VARIABLE] = JSON.stringify(portal);
}

/** Throws outside a run that the global set-up has prepared. */
export function readPortal(): PortalUnderTest {
  const text = process.env[VARIABLE];
  if (!text) throw new Error("no portal was started: run these tests with .config/playwright.ts");
  return JSON.parse(text) as PortalUnderTest;
}
