import type { Settings } from "@/lib/config/settings";
import type { RateLimit } from "@/lib/database/rate-limits";

const HOUR_SECONDS = 3_600;

/** Registrations one network may make; null where the operator lifted the limit. */
export function registrationLimit(settings: Pick<Settings, "registrationsPerHour">): RateLimit | null {
  const points = settings.registrationsPerHour;
  return points > 0 ? { name: "register", points, perSeconds: HOUR_SECONDS } : null;
}

/** Enough for a person trying names, too little for listing who has an address here. */
export const ADDRESS_CHECK_LIMIT: RateLimit = { name: "address-check", points: 60, perSeconds: 600 };
