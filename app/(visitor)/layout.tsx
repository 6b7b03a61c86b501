import type { ReactNode } from "react";
import { OuterFrame } from "@/app/outer-frame";

/** Room for reading mail, without the navigation of those who have an account. */
export default function VisitorLayout({ children }: { readonly children: ReactNode }) {
  return <OuterFrame width="reading">{children}</OuterFrame>;
}
