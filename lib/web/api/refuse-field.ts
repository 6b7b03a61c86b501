import { fail } from "@/lib/errors/result";

/** One field cannot be used as it is, for a reason that only the service could see; `code` says which. */
export function refuseField(field: string, code: string, message: string) {
  return fail({ reason: "invalid-request", errors: [{ field, code, message }] } as const);
}
