import { answerShortHealth } from "@/lib/web/api/health/answer-short-health";
import { getPortalContext } from "@/lib/web/portal-context";

export const dynamic = "force-dynamic";

export function GET(): Promise<Response> {
  return answerShortHealth(getPortalContext);
}
