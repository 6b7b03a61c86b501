import type { PortalContext } from "@/lib/context/portal-context";

/** Makes or finds what services work with; it may throw while the database is away. */
export type OpenContext = () => Promise<PortalContext>;
