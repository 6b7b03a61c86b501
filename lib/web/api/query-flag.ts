import { z } from "zod";

/** `true` or `false` in a query; anything else is a mistake and not false. */
export const queryFlag = z
  .enum(["true", "false"])
  .default("false")
  .transform((text) => text === "true");
