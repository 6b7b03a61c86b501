import type { ReactNode } from "react";
import { OuterFrame } from "@/app/outer-frame";

/** Whoever comes here has one thing to do. */
export default function PublicLayout({ children }: { readonly children: ReactNode }) {
  return <OuterFrame width="form">{children}</OuterFrame>;
}
