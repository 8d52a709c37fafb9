import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { Alert } from "../ui/Alert";
import { Button } from "../ui/Button";
import { Spinner } from "../ui/Spinner";
import styles from "./AuthForm.module.css";
import { type AuthMode, type Credentials, enter } from "./account";
import { Field } from "./Field";
import { focusFirst, formErrors } from "./formErrors";
import { PasswordField } from "./PasswordField";

const NAMES = ["email", "password"] as const;
const BY_CODE = { email_taken: "email" } as const;
const WORDS = {
  "log-in": { submit: "Log in", password: "current-password", hint: undefined },
  "sign-up": {
    submit: "Create account",
    password: "new-password",
    hint: "At least 8 characters, and not only digits.",
  },
} as const;

function typed(form: HTMLFormElement): Credentials {
  const data = new FormData(form);
  return { email: String(data.get("email") ?? ""), password: String(data.get("password") ?? "") };
}

/** The fields are the browser's own, so that password managers can fill them in; the server checks them. */
export function AuthForm({ mode }: { mode: AuthMode }) {
  const cache = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const { mutate, isPending, error, variables } = useMutation({
    mutationFn: ({ mode, ...credentials }: Credentials & { mode: AuthMode }) =>
      enter(mode, credentials, cache),
    gcTime: 0,
    onError: (failure) => {
      if (form.current) focusFirst(form.current, formErrors(failure, NAMES, BY_CODE), NAMES, "password");
    },
  });
  // What went wrong while logging in doesn't concern who signs up instead.
  const errors = formErrors(variables?.mode === mode ? error : null, NAMES, BY_CODE);
  const words = WORDS[mode];
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isPending) mutate({ mode, ...typed(event.currentTarget) });
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit} noValidate>
      <Field
        label="Email"
        name="email"
        type="email"
        autoComplete="username"
        inputMode="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
        error={errors.fields.email}
      />
      <PasswordField
        label="Password"
        name="password"
        autoComplete={words.password}
        required
        hint={words.hint}
        error={errors.fields.password}
      />
      {errors.form && <Alert>{errors.form}</Alert>}
      <Button type="submit" look="primary" className={styles.submit} aria-disabled={isPending}>
        {isPending && <Spinner />}
        {words.submit}
      </Button>
    </form>
  );
}
