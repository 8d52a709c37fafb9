import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { changePassword } from "./account";
import styles from "./Dialogs.module.css";
import { focusFirst, formErrors } from "./formErrors";
import { PasswordField } from "./PasswordField";

const FORM = "change-password";
const NAMES = ["current_password", "new_password"] as const;

interface ChangePasswordDialogProps {
  /** For password managers. */
  email: string;
  onClose(): void;
}

export function ChangePasswordDialog({ email, onClose }: ChangePasswordDialogProps) {
  const form = useRef<HTMLFormElement>(null);
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: (data: FormData) =>
      changePassword(String(data.get("current_password") ?? ""), String(data.get("new_password") ?? "")),
    gcTime: 0,
    onError: (failure) => {
      if (form.current) focusFirst(form.current, formErrors(failure, NAMES), NAMES);
    },
  });
  const errors = formErrors(error, NAMES);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isPending) mutate(new FormData(event.currentTarget));
  };
  const footer = isSuccess ? (
    <Button look="primary" autoFocus onClick={onClose}>
      Done
    </Button>
  ) : (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button type="submit" form={FORM} look="primary" aria-disabled={isPending}>
        Change password
      </Button>
    </>
  );
  return (
    <Dialog open onClose={onClose} title={isSuccess ? "Password changed" : "Change password"} footer={footer}>
      {isSuccess ? (
        <p role="status">You stay logged in here. Everywhere else, log in with the new password.</p>
      ) : (
        <form id={FORM} ref={form} className={styles.form} onSubmit={submit} noValidate>
          <input type="hidden" name="username" autoComplete="username" value={email} />
          <PasswordField
            label="Current password"
            name="current_password"
            autoComplete="current-password"
            required
            autoFocus
            error={errors.fields.current_password}
          />
          <PasswordField
            label="New password"
            name="new_password"
            autoComplete="new-password"
            required
            hint="At least 8 characters, and not only digits."
            error={errors.fields.new_password}
          />
          {errors.form && <Alert>{errors.form}</Alert>}
        </form>
      )}
    </Dialog>
  );
}
