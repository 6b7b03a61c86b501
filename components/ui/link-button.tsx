import type { ComponentProps } from "react";
import { type ButtonTone, buttonClasses } from "./button-classes";

interface LinkButtonProps extends ComponentProps<"a"> {
  readonly href: string;
  readonly tone?: ButtonTone;
}

/** Goes somewhere, so it is a link, however much it looks like a button. */
export function LinkButton({ tone = "secondary", className, ...rest }: LinkButtonProps) {
  return <a className={buttonClasses(tone, className)} {...rest} />;
}
