import "server-only";
import { cookies } from "next/headers";

const NAME = "shortcuts";
const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Whether single keys do something in this browser: yes, unless they were switched off. */
export async function hasShortcuts(): Promise<boolean> {
  return (await cookies()).get(NAME)?.value !== "off";
}

/** Kept in this browser for a year; only in server actions and route handlers. Says nothing about the person. */
export async function rememberShortcuts(isOn: boolean): Promise<void> {
  (await cookies()).set(NAME, isOn ? "on" : "off", {
    path: "/",
    maxAge: ONE_YEAR_SECONDS,
    sameSite: "lax",
    httpOnly: true,
  });
}
