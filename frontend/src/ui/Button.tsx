import { clsx } from "clsx";
import type { ComponentProps, ReactNode } from "react";
import styles from "./Button.module.css";

interface ButtonProps extends ComponentProps<"button"> {
  look?: "default" | "primary" | "danger" | "quiet";
  small?: boolean;
  /** What it does is under way: another press does nothing. Unlike a disabled button it keeps the focus. */
  busy?: boolean | undefined;
}

export function Button({ look = "default", small, busy, className, type = "button", ...rest }: ButtonProps) {
  const look_ = look === "default" ? undefined : styles[look];
  return (
    <button
      type={type}
      className={clsx(styles.button, look_, small && styles.small, className)}
      {...rest}
      {...(busy ? { "aria-disabled": true, onClick: undefined } : {})}
    />
  );
}

interface IconButtonProps extends Omit<ButtonProps, "children" | "aria-label" | "title"> {
  /** What it does: its accessible name and its tooltip. */
  label: string;
  children: ReactNode;
}

export function IconButton({ label, className, look = "quiet", ...rest }: IconButtonProps) {
  return (
    <Button aria-label={label} title={label} look={look} className={clsx(styles.icon, className)} {...rest} />
  );
}
