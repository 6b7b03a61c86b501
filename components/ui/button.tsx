import type { ComponentProps } from "react";
import { type ButtonTone, buttonClasses } from "./button-classes";

interface ButtonProps extends ComponentProps<"button"> {
  readonly tone?: ButtonTone;
}

/** A native button. Inside a form that sends something use SubmitButton, which shows that it is busy. */
export function Button({ tone = "secondary", className, type = "button", ...rest }: ButtonProps) {
  return <button type={type} className={buttonClasses(tone, className)} {...rest} />;
}
