import { buildOpenApiDocument } from "@/lib/web/api/openapi-document";

export const dynamic = "force-dynamic";

export function GET(): Response {
  return Response.json(buildOpenApiDocument());
}
