import { clsx } from "clsx";
import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./Alert.module.css";

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info };

interface AlertProps {
  look?: keyof typeof ICONS;
  /** Part of a page that was just opened, so it is no news: not announced. */
  quiet?: boolean;
  children: ReactNode;
  /** A button at the end. */
  action?: ReactNode;
}

/** A sentence the person has to see; screen readers hear it when it appears. */
export function Alert({ look = "error", quiet = false, children, action }: AlertProps) {
  const Icon = ICONS[look];
  const role = look === "info" ? "status" : "alert";
  return (
    <div role={quiet ? undefined : role} className={clsx(styles.alert, styles[look])}>
      <Icon aria-hidden />
      <div className={styles.text}>{children}</div>
      {action}
    </div>
  );
}
