import NextAuth from "next-auth";
import { createAuthOptions } from "@/lib/web/auth-options";

interface RouteContext {
  params: Promise<{ nextauth: string[] }>;
}

async function handler(request: Request, context: RouteContext): Promise<Response> {
  return NextAuth(await createAuthOptions())(request, context);
}

export { handler as GET, handler as POST };
