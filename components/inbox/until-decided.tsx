"use client";

import type { ReactNode } from "react";
import { useFormState } from "@/components/ui/form-context";

/** What a form says before it was answered; its answer stands in its place. */
export function UntilDecided({ children }: { readonly children: ReactNode }) {
  return useFormState().status === "pristine" ? children : null;
}
