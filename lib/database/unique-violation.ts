import { Prisma } from "./generated/client";

/** True when the database refused a second row where there may be one: the outcome of a lost race. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === "P2002";
}
