export const dynamic = "force-dynamic";

/** This process answers. Nothing else is looked at, so that a database away does not get the portal restarted. */
export function GET(): Response {
  return Response.json({ status: "live" }, { headers: { "Cache-Control": "no-store" } });
}
