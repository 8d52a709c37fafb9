import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../ui/Button";
import { Field, type FieldProps } from "./Field";
import styles from "./PasswordField.module.css";

/** A password that can be looked at while it is typed. */
export function PasswordField(props: Omit<FieldProps, "type" | "action">) {
  const [shown, setShown] = useState(false);
  const toggle = (
    <IconButton
      label={shown ? "Hide what is typed" : "Show what is typed"}
      small
      className={styles.toggle}
      onClick={() => setShown(!shown)}
    >
      {shown ? <EyeOff /> : <Eye />}
    </IconButton>
  );
  return (
    <Field
      {...props}
      type={shown ? "text" : "password"}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      action={toggle}
    />
  );
}
