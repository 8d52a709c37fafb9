import { ApiError, errorMessage } from "../api/client";

export interface FormErrors<Field extends string> {
  /** What belongs beside a field. */
  fields: Partial<Record<Field, string>>;
  /** What belongs to none of them. */
  form: string | null;
}

/** The server's sentences sorted by the form's fields; some are about a field by their code alone. */
export function formErrors<Field extends string>(
  error: unknown,
  names: readonly Field[],
  byCode: Record<string, Field> = {},
): FormErrors<Field> {
  const fields: Partial<Record<Field, string>> = {};
  if (!error) return { fields, form: null };
  if (error instanceof ApiError) {
    for (const name of names) {
      const sentences = error.errors[name];
      if (sentences?.length) fields[name] = sentences.join(" ");
    }
    const field = byCode[error.code];
    if (field) fields[field] = error.message;
  }
  const form = Object.keys(fields).length > 0 ? null : errorMessage(error);
  return { fields, form };
}

/** Focus the first field that has an error, else `fallback`. */
export function focusFirst<Field extends string>(
  form: HTMLFormElement,
  errors: FormErrors<Field>,
  names: readonly Field[],
  fallback?: Field,
): void {
  const name = names.find((each) => errors.fields[each]) ?? fallback;
  const control = name && form.elements.namedItem(name);
  if (control instanceof HTMLInputElement) control.focus();
}
