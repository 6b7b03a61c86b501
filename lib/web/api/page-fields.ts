import { z } from "zod";

const MOST_ROWS = 200;
const USUAL_ROWS = 50;

/** Cursors are row ids; anything else would reach the database as a broken uuid. */
export const cursor = z.uuid().optional().meta({ description: "`next_cursor` of the page before" });
export const limit = z.coerce.number().int().min(1).max(MOST_ROWS).default(USUAL_ROWS);
export const nextCursor = z.uuid().nullable().meta({ description: "Null on the last page" });
