import { answerReadiness } from "@/lib/web/api/health/answer-readiness";
import { getPortalContext } from "@/lib/web/portal-context";

export const dynamic = "force-dynamic";

export function GET(): Promise<Response> {
  return answerReadiness(getPortalContext);
}
